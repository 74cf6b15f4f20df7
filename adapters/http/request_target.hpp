#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace daybook::http {

/// The decoded parts of a request's target.
struct RequestTarget {
    /// `/v1/assets` has two; `/` has none. An encoded slash is part of its segment.
    std::vector<std::string> segments;
    std::vector<std::pair<std::string, std::string>> parameters;
    /// Of a target in absolute form, the authority, which then stands for the Host header.
    std::optional<std::string> authority;
};

/// Returns nullopt for what is no target, or decodes to control characters or invalid UTF-8.
[[nodiscard]] std::optional<RequestTarget> parse_target(std::string_view text);

}  // namespace daybook::http
