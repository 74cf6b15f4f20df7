#pragma once

#include "app/command_migrate.hpp"
#include "app/output.hpp"

namespace daybook::app {

/// Those actions of `daybook migrate` that look at a database or change it.
/// Throws: Failure; StorageError where the database cannot be reached.
[[nodiscard]] ExitCode run_migrate_up(MigrateOptions const& options, CompositionRoot& root,
                                      Output& output);
[[nodiscard]] ExitCode run_migrate_plan(MigrateOptions const& options, CompositionRoot& root,
                                        Output& output);
[[nodiscard]] ExitCode run_migrate_status(MigrateOptions const& options, CompositionRoot& root,
                                          Output& output);
[[nodiscard]] ExitCode run_migrate_baseline(MigrateOptions const& options, CompositionRoot& root,
                                            Output& output);
[[nodiscard]] ExitCode run_migrate_repair(MigrateOptions const& options, CompositionRoot& root,
                                          Output& output);

}  // namespace daybook::app
