#include "http/http_api.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <exception>
#include <set>
#include <utility>

#include "http/http_errors.hpp"
#include "http/list_page.hpp"
#include "http/request_guard.hpp"
#include "http/route_table.hpp"

namespace daybook::http {

namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t answer_bytes_min = 4 * 1024;
/// Of a page: orders and entries have some 900 bytes.
constexpr std::size_t row_bytes = 1024;
/// An order as a command has some 250 bytes, as an answer 900.
constexpr std::size_t answer_bytes_per_body_byte = 4;

/// Whether the answers of calls whose paths end so are long: lists, and texts of the process.
bool is_long(std::string_view last_segment) {
    static auto const names = [] {
        std::set<std::string_view> found;
        for (auto const& route : routes()) {
            if (route.method != "GET") continue;
            auto const is_text = route.content_type != "application/json";
            if (!route.is_list && !is_text && route.response != "Document") continue;
            found.insert(route.path.substr(route.path.rfind('/') + 1));
        }
        return found;
    }();
    return names.contains(last_segment);
}

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

bool is_vital(Request const& request) {
    auto const path = std::string_view{request.target}.substr(0, request.target.find('?'));
    return path == "/healthz" || path == "/readyz" || path == "/metrics";
}

std::size_t answer_bytes_estimate(Request const& request) {
    if (!request.body.empty())
        return answer_bytes_min + answer_bytes_per_body_byte * request.body.size();
    std::string_view const target{request.target};
    auto const query = std::min(target.find('?'), target.size());
    auto const path = target.substr(0, query);
    if (!is_long(path.substr(path.rfind('/') + 1))) return answer_bytes_min;
    constexpr std::string_view limit = "limit=";
    auto const at = target.find(limit, query);
    if (at == std::string_view::npos) return ListPlace::limit_default * row_bytes;
    std::size_t rows = 0;
    auto const digits = target.substr(at + limit.size());
    std::from_chars(digits.data(), digits.data() + digits.size(), rows);
    return answer_bytes_min + std::min(rows, ListPlace::limit_max) * row_bytes;
}

std::string overlap_key(Request const& request) {
    if (request.method == "GET" || request.method == "HEAD") return "read";
    constexpr std::string_view accounts = "/v1/accounts/";
    std::string_view const target{request.target};
    if (request.method != "POST" || !target.starts_with(accounts)) return {};
    // What is decoded elsewhere may be overtaken.
    if (request.body.size() > inline_body_bytes_max) return {};
    auto const account = target.substr(accounts.size());
    return "account " + std::string{account.substr(0, account.find('/'))};
}

}  // namespace daybook::http
