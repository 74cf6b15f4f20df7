#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/http_backend.hpp"

namespace daybook::http {

/// What the header Idempotency-Key is to a call. ignored: the command is keyed otherwise.
enum class KeyHeader { ignored, optional, required };

/// One call of the API. Dispatch, 404 and 405, OpenAPI and the labels of metrics follow from it.
struct Route {
    std::string_view method;
    /// Segments in braces are placeholders.
    std::string_view path;
    std::string_view operation;
    std::string_view summary;
    Handler handler = nullptr;
    /// The schema of the answer; empty for what is not JSON. With `is_list`, of an item.
    std::string_view response;
    bool is_list = false;
    /// Names of query parameters, separated by spaces.
    std::string_view parameters = {};
    /// The command that the body is, without the members that the path and headers give.
    std::string_view command = {};
    /// The schema of a body that is no command; empty where there is none.
    std::string_view body = {};
    KeyHeader key = KeyHeader::ignored;
    /// The status of a command that was booked.
    int success = 200;
    std::string_view content_type = "application/json";
};

[[nodiscard]] std::span<Route const> routes();

struct RouteMatch {
    /// Null where no route has this path and method.
    Route const* route = nullptr;
    std::vector<std::string> values;
    /// The methods that the path has, as the header Allow lists them; empty for an unknown path.
    std::string allow;
};

/// Finds the route of a request. HEAD is GET.
[[nodiscard]] RouteMatch match_route(std::string_view method,
                                     std::vector<std::string> const& segments);

/// The parts between the slashes of a route's path.
[[nodiscard]] std::vector<std::string_view> path_segments(std::string_view path);
/// The parts between spaces.
[[nodiscard]] std::vector<std::string_view> words(std::string_view text);
/// `account` of `{account}`; empty for what is no placeholder.
[[nodiscard]] std::string_view placeholder_name(std::string_view segment);

}  // namespace daybook::http
