#pragma once

#include <string>

namespace daybook::e2e {

/// What a line of the shell prints on stdout; empty where it cannot be run.
[[nodiscard]] std::string output_of(std::string const& command);

}  // namespace daybook::e2e
