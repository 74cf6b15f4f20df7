#include <unistd.h>

#include <set>

#include "app/command_db_schema.hpp"
#include "app/embedded_schema.hpp"
#include "app/migration_refusal.hpp"
#include "app/output.hpp"
#include "app/schema_gate.hpp"
#include "app/schema_replay.hpp"
#include "app/schema_report.hpp"
#include "sql/schema_push.hpp"
#include "sql/schema_statements.hpp"
#include "sql/sql_tokens.hpp"

namespace daybook::app {

namespace {

constexpr char const* reset_command = "DAYBOOK_ENV=development daybook db reset --yes";

/// Throws: Failure for a database that may hold something to be kept.
void require_throw_away(SchemaTarget const& target, Configuration const& configuration) {
    auto const database = target.migrator->describe();
    bool const is_development = configuration.environment == DeploymentEnvironment::development;
    if (target.dialect == sql::Dialect::postgres && !is_development) {
        throw Failure{ExitCode::configuration_wrong,
                      database +
                          " is not known to be for throwing away: set "
                          "DAYBOOK_ENV=development where it is. Else run: daybook migrate"};
    }
}

[[noreturn]] void refuse_entries(SchemaTarget const& target) {
    throw Failure{ExitCode::usage, target.migrator->describe() +
                                       " has entries in its book, and is not thrown away. Run: "
                                       "daybook migrate"};
}

void migrate_quietly(SchemaTarget const& target) {
    target.prepare();
    migrate(*target.migrator, target.embedded,
            {.before_first = [](services::MigrationPlan const&) {},
             .applied = [](ports::Migration const&, ports::Migrator::Applied) {}});
}

sql::SchemaPush decide(SchemaTarget const& target) {
    auto const push =
        sql::decide_schema_push({.live = target.reader->live(),
                                 .code = read_code_schema(*target.reader, target.dialect).described,
                                 .statements = sql::schema_statements(target.dialect),
                                 .dialect = target.dialect,
                                 .add_column = sql::add_column_statements});
    if (push.refusals.empty()) return push;
    auto text = "nothing was pushed. To make the database anew, run: " + std::string{reset_command};
    for (auto const& refusal : push.refusals) text += "\n    " + refusal;
    throw Failure{ExitCode::schema_drift, text};
}

/// Applies statements as a migration that is in no file: whoever reads the history sees it.
void apply(std::vector<std::string> const& statements, SchemaTarget const& target,
           ports::Sha256& sha256) {
    std::string script;
    for (auto const& statement : statements) script += statement + ";\n";
    auto const fingerprint = sql::sql_fingerprint(script, sha256);
    auto const last = target.migrator->history().back().version;
    ports::Migration const migration{.version = last + 1,
                                     .name = "push",
                                     .fingerprint = fingerprint,
                                     .compatible_from = static_cast<int>(target.embedded.size()),
                                     .sql = script};
    try {
        target.migrator->apply(migration, this_author());
    } catch (ports::MigrationError const& error) {
        throw Failure{ExitCode::migration_failed, std::string{error.what()} + "\n    " +
                                                      error.statement() + "\nNothing was pushed."};
    } catch (ports::MigrationLockError const& error) {
        throw Failure{ExitCode::lock_not_obtained, error.what()};
    }
}

/// Throws: Failure where a table is neither in the code nor made by a migration.
void require_only_ours(std::vector<ports::SchemaItem> const& live, SchemaTarget const& target) {
    using Kind = ports::SchemaItem::Kind;
    std::set<std::string> ours;
    for (auto const& item : sql::code_schema(target.dialect)) ours.insert(item.table);
    std::vector<std::string_view> scripts;
    for (auto const& migration : target.embedded) scripts.push_back(migration.sql);
    for (auto const& item : target.reader->after(scripts)) ours.insert(item.table);
    for (auto const& item : live) {
        if ((item.kind != Kind::table && item.kind != Kind::function) || ours.contains(item.table))
            continue;
        throw Failure{ExitCode::usage,
                      target.migrator->describe() + " holds " + item.table +
                          ", which is not Daybook's: drop it by hand, or choose another database"};
    }
}

}  // namespace

ExitCode run_db_push(CompositionRoot& root) {
    auto const target = root.schema_target();
    require_throw_away(target, root.configuration());
    if (target.eraser->has_entries()) refuse_entries(target);
    migrate_quietly(target);
    auto const push = decide(target);
    Output output{STDOUT_FILENO};
    auto const sha256 = root.make_sha256();
    if (!push.statements.empty()) apply(push.statements, target, *sha256);
    for (auto const& statement : push.statements) output.write(statement + ";\n");
    output.write(
        push.statements.empty()
            ? "Nothing to do: the database has the schema of the code.\n"
            : "-- Pushed. When it is right, run: daybook migrate generate NAME, and then: " +
                  std::string{reset_command} + "\n");
    output.flush();
    return ExitCode::done;
}

ExitCode run_db_reset(DbResetOptions const& options, CompositionRoot& root) {
    auto const target = root.schema_target();
    require_throw_away(target, root.configuration());
    if (!options.yes) {
        throw Failure{ExitCode::usage,
                      "this drops every table of " + target.migrator->describe() +
                          ", and nothing was dropped. To do so, run: " + reset_command};
    }
    auto const live = target.reader->live();
    require_only_ours(live, target);
    if (!target.eraser->erase(live)) refuse_entries(target);
    migrate_quietly(target);
    Output output{STDOUT_FILENO};
    auto const report = report_schema(*target.migrator, target.embedded);
    output.write(schema_place(report) + "\n" + schema_history(report) + schema_verdict(report));
    output.flush();
    return ExitCode::done;
}

}  // namespace daybook::app
