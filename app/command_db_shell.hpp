#pragma once

#include "app/composition_root.hpp"
#include "app/exit_code.hpp"

namespace daybook::app {

struct DbShellOptions {};

/// `daybook db shell`: becomes psql, or the shell of SQLite. No secret is among its arguments.
/// Throws: Failure where that is not installed.
[[nodiscard]] ExitCode run_db_shell(CompositionRoot& root);

}  // namespace daybook::app
