#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace daybook::app {

/// Writes 1234567 as `1,234,567`.
[[nodiscard]] std::string with_separators(std::uint64_t number);

/// Reads digits and nothing else; nullopt for any other text and for what does not fit.
[[nodiscard]] std::optional<std::uint64_t> parse_whole_number(std::string_view text);

/// How many per second, rounded down; `count` itself where no time has passed.
[[nodiscard]] std::uint64_t per_second(std::uint64_t count, std::chrono::nanoseconds elapsed);

/// Writes a duration for people: `0.42 s`, `42.0 s`, `3 min 5 s`, `2 h 10 min`.
[[nodiscard]] std::string duration_text(std::chrono::nanoseconds duration);

/// `1 entry`, `2 entries`, `1,000 commands`.
[[nodiscard]] std::string counted(std::uint64_t count, std::string const& one,
                                  std::string const& many);

}  // namespace daybook::app
