#pragma once

#include <CLI/CLI.hpp>

#include <cstdint>
#include <span>
#include <string_view>

namespace daybook::app {

// What an option may be given, with a sentence for what it may not.

[[nodiscard]] CLI::Validator whole_number(std::uint64_t smallest, std::uint64_t largest);

/// Says which of `names` may have been meant.
[[nodiscard]] CLI::Validator one_of(std::span<std::string_view const> names);

}  // namespace daybook::app
