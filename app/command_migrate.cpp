#include "app/command_migrate.hpp"

#include <unistd.h>

#include "app/command_migrate_database.hpp"
#include "app/command_migrate_files.hpp"

namespace daybook::app {

namespace {

ExitCode run(MigrateOptions const& options, CompositionRoot& root, Output& output) {
    switch (options.action) {
        case MigrateAction::up:
            return run_migrate_up(options, root, output);
        case MigrateAction::plan:
            return run_migrate_plan(options, root, output);
        case MigrateAction::status:
            return run_migrate_status(options, root, output);
        case MigrateAction::generate:
            return run_migrate_generate(options, root, output);
        case MigrateAction::create:
            return run_migrate_new(options, output);
        case MigrateAction::lint:
            return run_migrate_lint(options, output);
        case MigrateAction::check:
            return run_migrate_check(options, root, output);
        case MigrateAction::baseline:
            return run_migrate_baseline(options, root, output);
        case MigrateAction::repair:
            return run_migrate_repair(options, root, output);
    }
    return ExitCode::internal_error;
}

}  // namespace

ExitCode run_migrate(MigrateOptions const& options, CompositionRoot& root) {
    Output output{STDOUT_FILENO};
    auto const code = run(options, root, output);
    output.flush();
    return code;
}

}  // namespace daybook::app
