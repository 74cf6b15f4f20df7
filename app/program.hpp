#pragma once

namespace daybook::app {

/// The whole program: reads the command line and the environment, runs one command, and says on
/// stderr why it could not. Returns the process's exit code.
[[nodiscard]] int run_program(int count, char const* const* arguments);

}  // namespace daybook::app
