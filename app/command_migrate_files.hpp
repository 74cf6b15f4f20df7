#pragma once

#include "app/command_migrate.hpp"
#include "app/output.hpp"

namespace daybook::app {

/// Those actions of `daybook migrate` that work on files, at the top of the source tree.
/// Throws: Failure.
[[nodiscard]] ExitCode run_migrate_generate(MigrateOptions const& options, CompositionRoot& root,
                                            Output& output);
[[nodiscard]] ExitCode run_migrate_new(MigrateOptions const& options, Output& output);
[[nodiscard]] ExitCode run_migrate_lint(MigrateOptions const& options, Output& output);
/// Where there is no folder, this binary's own migrations are checked.
[[nodiscard]] ExitCode run_migrate_check(MigrateOptions const& options, CompositionRoot& root,
                                         Output& output);

}  // namespace daybook::app
