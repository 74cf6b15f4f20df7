#include "http/http_api.hpp"

#include <chrono>
#include <exception>
#include <utility>

#include "http/http_errors.hpp"
#include "http/request_guard.hpp"
#include "http/route_table.hpp"

namespace daybook::http {

namespace {

using SteadyClock = std::chrono::steady_clock;

/// Counts the answer on its way out.
Reply counted(std::shared_ptr<HttpMetrics> metrics, Route const* route, Reply reply) {
    auto const start = SteadyClock::now();
    return
        [metrics = std::move(metrics), route, start, reply = std::move(reply)](Response response) {
            metrics->count_request(route, response.status, SteadyClock::now() - start);
            reply(std::move(response));
        };
}

Response problem_no_route(std::string allow) {
    if (allow.empty()) return problem(404, "not_found", "there is nothing at this path");
    auto response = problem(405, "method_not_allowed", "this path has no such method");
    response.headers.emplace_back("Allow", std::move(allow));
    return response;
}

}  // namespace

HttpApi::HttpApi(Backend backend, AllowedHosts hosts)
    : backend_{std::move(backend)}, hosts_{std::move(hosts)} {}

void HttpApi::handle(Request request, Reply reply) {
    auto const& metrics = backend_.metrics;
    auto const refuse = [&](Route const* route, Response response) {
        counted(metrics, route, std::move(reply))(std::move(response));
    };
    auto target = parse_target(request.target);
    if (!target) {
        return refuse(nullptr, problem(400, "malformed_target", "the target is no path"));
    }
    if (target->authority) request.host = target->authority;
    if (auto refusal = guard(request, hosts_)) return refuse(nullptr, std::move(*refusal));
    auto match = match_route(request.method, target->segments);
    if (match.route == nullptr) {
        return refuse(nullptr, problem_no_route(std::move(match.allow)));
    }
    auto const call = std::make_shared<Call>();
    call->request = std::move(request);
    call->target = std::move(*target);
    call->route = match.route;
    call->values = std::move(match.values);
    if (auto const wrong = check_parameters(*call)) return refuse(match.route, problem(*wrong));
    call->reply = counted(metrics, match.route, std::move(reply));
    try {
        match.route->handler(backend_, call);
    } catch (std::exception const&) {
        call->reply(problem_of(std::current_exception()));
    }
}

std::string overlap_key(Request const& request) {
    if (request.method == "GET" || request.method == "HEAD") return "read";
    constexpr std::string_view accounts = "/v1/accounts/";
    std::string_view const target{request.target};
    if (request.method != "POST" || !target.starts_with(accounts)) return {};
    auto const account = target.substr(accounts.size());
    return "account " + std::string{account.substr(0, account.find('/'))};
}

}  // namespace daybook::http
