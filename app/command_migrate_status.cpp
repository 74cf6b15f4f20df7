#include "app/command_migrate_database.hpp"
#include "app/migration_refusal.hpp"
#include "app/schema_drift.hpp"
#include "app/schema_json.hpp"
#include "app/schema_report.hpp"

namespace daybook::app {

namespace {

/// What the plan says of a migration above its text.
std::string notes(ports::Migration const& migration, std::string const& file,
                  int compatible_before) {
    auto text = "-- " + migration_title(migration.version, migration.name) + file + "\n";
    text += migration.in_transaction
                ? "-- One transaction: all of it or nothing.\n"
                : "-- Without a transaction: when it is cut off, the next run clears what it left, "
                  "and finishes.\n";
    if (migration.compatible_from > compatible_before) {
        text += "-- Binaries for a schema before " + std::to_string(migration.compatible_from) +
                " cannot use the database afterwards.\n";
    }
    return text;
}

std::string file_of(ports::Migration const& migration, sql::Dialect dialect) {
    auto const number = migration_title(migration.version, "").substr(0, 4);
    return "migrations/" + number + "_" + std::string{migration.name} +
           (dialect == sql::Dialect::sqlite ? "/sqlite.sql" : "/postgres.sql");
}

}  // namespace

ExitCode run_migrate_plan(MigrateOptions const& options, CompositionRoot& root, Output& output) {
    auto const target = root.schema_target();
    target.require_own_tables();
    auto const report = report_schema(*target.migrator, target.embedded);
    auto const plan = plan_or_refuse(target.embedded, report.history, options.to);
    output.write("-- " + schema_heading(report));
    if (plan.pending.empty()) {
        output.write("-- Nothing is pending.\n");
        return ExitCode::done;
    }
    int compatible = 1;
    for (auto const& row : report.history) compatible = row.compatible_from;
    for (auto const& migration : plan.pending) {
        output.write("\n" + notes(migration, file_of(migration, target.dialect), compatible));
        output.write(migration.sql);
        if (!migration.sql.ends_with('\n')) output.write("\n");
        compatible = migration.compatible_from;
    }
    return ExitCode::schema_behind;
}

ExitCode run_migrate_status(MigrateOptions const& options, CompositionRoot& root, Output& output) {
    auto const target = root.schema_target();
    target.require_own_tables();
    auto report = report_schema(*target.migrator, target.embedded);
    check_drift(report, *target.reader, target.embedded);
    output.write(options.json ? schema_json(report)
                              : schema_place(report) + "\n" + schema_history(report) +
                                    schema_verdict(report));
    return exit_code_of(report);
}

}  // namespace daybook::app
