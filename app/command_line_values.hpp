#pragma once

#include <CLI/CLI.hpp>

#include <cstdint>

namespace daybook::app {

// What an option may be given, with a sentence for what it may not.

[[nodiscard]] CLI::Validator whole_number(std::uint64_t smallest, std::uint64_t largest);

}  // namespace daybook::app
