#pragma once

#include <vector>

#include "app/book_watch.hpp"
#include "app/engine.hpp"
#include "http/http_metrics.hpp"
#include "ports/inbound/exchange_control.hpp"

namespace daybook::app {

// What the parts of a worker show at /metrics. None of it blocks.

[[nodiscard]] std::vector<http::Measurement> measure(Engine const& engine);
[[nodiscard]] std::vector<http::Measurement> measure(ports::ExchangeControl const& exchanges);
[[nodiscard]] std::vector<http::Measurement> measure(BookWatch::Counts const& counts);
[[nodiscard]] std::vector<http::Measurement> measure_log();

}  // namespace daybook::app
