#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "app/clock_watch.hpp"
#include "app/engine.hpp"
#include "http/http_metrics.hpp"
#include "ports/inbound/exchange_control.hpp"

namespace daybook::app {

// What the parts of a worker show at /metrics. None of it blocks.

[[nodiscard]] std::vector<http::Measurement> measure(Engine const& engine);
[[nodiscard]] std::vector<http::Measurement> measure(ports::ExchangeControl const& exchanges);
/// nullopt where there is no drop copy.
[[nodiscard]] std::vector<http::Measurement> measure_drop_copy(
    std::optional<std::uint64_t> restarts);
[[nodiscard]] std::vector<http::Measurement> measure(ClockWatch const& clock);
[[nodiscard]] std::vector<http::Measurement> measure_log();

}  // namespace daybook::app
