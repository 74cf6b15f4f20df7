#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace daybook::app {

/// What duration_option() reads, to go after "it must be".
inline constexpr std::string_view duration_rule = "a duration such as 500ms, 30s or 5m";

/// Reads a whole number with `ms`, `s` or `m`, of a day at most; nullopt for any other text.
[[nodiscard]] std::optional<std::chrono::milliseconds> duration_option(std::string_view text);

}  // namespace daybook::app
