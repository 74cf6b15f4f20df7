#include <algorithm>

#include "app/command_migrate_database.hpp"
#include "app/embedded_schema.hpp"
#include "app/migration_refusal.hpp"
#include "app/schema_drift.hpp"
#include "app/schema_report.hpp"
#include "sql/schema_difference.hpp"

namespace daybook::app {

namespace {

/// Throws: Failure where the schema is not what these migrations make.
void require_schema_of(std::span<ports::Migration const> migrations, SchemaTarget const& target) {
    std::vector<std::string_view> scripts;
    for (auto const& migration : migrations) scripts.push_back(migration.sql);
    auto const differences =
        sql::schema_differences(target.reader->live(), target.reader->after(scripts));
    if (differences.empty()) return;
    auto const version = "schema " + std::to_string(migrations.back().version);
    std::string text = "the database's schema is not " + version +
                       ", and nothing was changed. See: daybook db schema";
    for (auto const& difference : differences) {
        text += "\n    " +
                sql::difference_text(difference, {.found = "the database", .wanted = version});
    }
    throw Failure{ExitCode::schema_drift, text};
}

/// Runs what changes the history. Throws: Failure where it cannot be.
template <class Action>
auto changing_history(Action const& action) {
    try {
        return action();
    } catch (ports::MigrationLockError const& error) {
        throw Failure{ExitCode::lock_not_obtained, error.what()};
    } catch (ports::MigrationError const& error) {
        throw Failure{ExitCode::history_mismatch, error.what()};
    }
}

[[noreturn]] void refuse_history(SchemaReport const& report) {
    throw Failure{ExitCode::history_mismatch,
                  report.database + " has a history, up to migration " +
                      std::to_string(report.history.back().version) +
                      ": a baseline is for a database without one. Run: daybook migrate status"};
}

}  // namespace

ExitCode run_migrate_baseline(MigrateOptions const& options, CompositionRoot& root,
                              Output& output) {
    auto const target = root.schema_target();
    auto const& last = require_version(target.embedded, options.version);
    auto const report = report_schema(*target.migrator, target.embedded);
    if (!report.history.empty()) refuse_history(report);
    auto const adopted = target.embedded.first(static_cast<std::size_t>(last.version));
    require_schema_of(adopted, target);
    auto const done =
        changing_history([&] { return target.migrator->baseline(adopted, this_author()); });
    auto const after = report_schema(*target.migrator, target.embedded);
    // Another was faster: what it entered is not for us to judge.
    if (done == ports::Migrator::Applied::before) refuse_history(after);
    output.write(schema_place(after) + "\n" + schema_history(after) + schema_verdict(after));
    return ExitCode::done;
}

ExitCode run_migrate_repair(MigrateOptions const& options, CompositionRoot& root, Output& output) {
    if (options.reason.find_first_not_of(' ') == std::string::npos) {
        throw Failure{ExitCode::usage, "--reason is empty: the history keeps why it was repaired"};
    }
    auto const target = root.schema_target();
    auto const& migration = require_version(target.embedded, options.version);
    auto const before = report_schema(*target.migrator, target.embedded);
    auto const row =
        std::ranges::find(before.history, migration.version, &ports::AppliedMigration::version);
    bool const is_right = row != before.history.end() && row->name == migration.name &&
                          row->fingerprint == migration.fingerprint &&
                          (row->state == ports::MigrationState::applied ||
                           row->state == ports::MigrationState::baseline);
    if (is_right) {
        throw Failure{ExitCode::usage, "migration " + std::to_string(migration.version) + " " +
                                           row->name +
                                           " is as this binary has it: there is nothing to "
                                           "repair. Run: daybook migrate status"};
    }
    changing_history([&] {
        target.migrator->repair(migration, this_author(), options.reason);
        return 0;
    });
    auto after = report_schema(*target.migrator, target.embedded);
    check_drift(after, *target.reader, target.embedded);
    output.write(schema_place(after) + "\n" + schema_history(after) + schema_verdict(after));
    return ExitCode::done;
}

}  // namespace daybook::app
