#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/http_limits.hpp"
#include "http/http_message.hpp"
#include "http/http_metrics.hpp"
#include "http/request_target.hpp"
#include "model/command.hpp"
#include "ports/inbound/command_service.hpp"
#include "ports/inbound/exchange_control.hpp"
#include "ports/inbound/market_control.hpp"
#include "ports/inbound/query_service.hpp"

namespace daybook::http {

/// Whether the worker should get requests, and a JSON object that says why not.
struct ReadinessReport {
    bool is_ready = true;
    std::string json;
};
/// Never blocks.
using Readiness = std::function<ReadinessReport()>;

/// What handlers work with. Outlives every call.
struct Backend {
    ports::CommandService& commands;
    ports::QueryService& queries;
    ports::ExchangeControl& exchanges;
    ports::MarketControl& market;
    Readiness readiness;
    HttpLimits limits;
    /// Shared with every answer that is under way.
    std::shared_ptr<HttpMetrics> metrics;
    /// Runs what takes long on another thread, in the order in which it comes.
    std::function<void(std::function<void()>)> elsewhere = [](auto const& task) { task(); };
};

struct Route;

/// One request on its way to its answer.
struct Call {
    Request request;
    RequestTarget target;
    Route const* route = nullptr;
    /// What stands for the placeholders of the route, in order.
    std::vector<std::string> values;
    Reply reply;
};
using CallPointer = std::shared_ptr<Call>;

/// Answers a call through call->reply, at once or later, on any thread. Never blocks.
using Handler = void (*)(Backend& backend, CallPointer call);

/// The value of a parameter that is given at most once; see check_parameters().
[[nodiscard]] std::optional<std::string_view> parameter(Call const& call, std::string_view name);
[[nodiscard]] std::vector<std::string_view> parameters(Call const& call, std::string_view name);

/// Finds a parameter that the route does not know, or one too many of one.
[[nodiscard]] std::optional<model::Malformed> check_parameters(Call const& call);

[[nodiscard]] model::Malformed malformed(model::Refusal refusal, std::string field,
                                         std::string detail);

}  // namespace daybook::http
