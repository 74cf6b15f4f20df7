#include "app/command_migrate.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "app/figures.hpp"
#include "app/output.hpp"
#include "app/schema_gate.hpp"
#include "app/schema_report.hpp"

namespace daybook::app {

namespace {

/// Prints each migration when it is done.
MigrationListener announcing(Output& output, SchemaTarget const& target) {
    auto started = std::chrono::steady_clock::now();
    return {.before_first = [&](auto const& plan) { target.back_up(plan.current); },
            .applied =
                [&output, started](ports::Migration const& migration,
                                   ports::Migrator::Applied applied) mutable {
                    auto const now = std::chrono::steady_clock::now();
                    output.write(migration_title(migration.version, migration.name) +
                                 (applied == ports::Migrator::Applied::now
                                      ? "applied   in " + duration_text(now - started)
                                      : "applied   by another, meanwhile") +
                                 "\n");
                    output.flush();
                    started = now;
                }};
}

ExitCode run_up(bool json, SchemaTarget const& target, Output& output) {
    target.prepare();
    Output err{STDERR_FILENO};
    auto const before = report_schema(*target.migrator, target.embedded);
    auto& lines = json ? err : output;
    lines.write(schema_heading(before));
    migrate(*target.migrator, target.embedded, announcing(lines, target));
    auto const after = report_schema(*target.migrator, target.embedded);
    output.write(json ? schema_json(after) : schema_verdict(after));
    err.flush();
    output.flush();
    return ExitCode::done;
}

ExitCode run_status(bool json, SchemaTarget const& target, Output& output) {
    auto const report = report_schema(*target.migrator, target.embedded);
    output.write(json ? schema_json(report)
                      : schema_heading(report) + schema_history(report) + schema_verdict(report));
    output.flush();
    return exit_code_of(report.plan.state);
}

}  // namespace

ExitCode run_migrate(MigrateOptions const& options, CompositionRoot& root) {
    auto const target = root.schema_target();
    Output output{STDOUT_FILENO};
    switch (options.action) {
        case MigrateAction::up:
            return run_up(options.json, target, output);
        case MigrateAction::status:
            return run_status(options.json, target, output);
    }
    return ExitCode::internal_error;
}

}  // namespace daybook::app
