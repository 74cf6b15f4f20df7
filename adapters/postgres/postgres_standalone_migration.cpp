#include "postgres/postgres_standalone_migration.hpp"

#include <utility>

#include "postgres/postgres_error.hpp"
#include "postgres/postgres_lock_watch.hpp"
#include "sql/sql_script.hpp"

namespace daybook::postgres {
namespace {

using Applied = ports::Migrator::Applied;
using Act = PostgresIndexBuild::Act;
using Found = PostgresIndexBuild::Found;
using State = ports::MigrationState;

constexpr std::chrono::milliseconds look_interval{1'000};

}  // namespace

PostgresStandaloneMigration::PostgresStandaloneMigration(PostgresSession& session,
                                                         PostgresMigratorOptions const& options,
                                                         ports::Clock& clock)
    : session_{session}, options_{options}, clock_{clock}, history_{session} {}

Applied PostgresStandaloneMigration::run(ports::Migration const& migration,
                                         ports::MigrationAuthor const& author) {
    auto const state = history_.state_of(migration.version);
    if (state == State::applied || state == State::baseline) return Applied::before;
    auto const statement = only_statement(migration);
    if (state) {
        history_.restart(migration, author, clock_.now());
        finish_what_is_there(migration, statement);
    } else {
        require_free_name(statement);
        if (!history_.enter(migration, author, State::running, clock_.now())) {
            return Applied::before;
        }
        execute(migration, statement);
    }
    history_.finish(migration.version, State::applied, clock_.now(), {});
    return Applied::now;
}

void PostgresStandaloneMigration::require_done(ports::Migration const& migration) {
    auto const statement = only_statement(migration);
    if (!statement.index) return;
    auto const found = statement.index->find(session_);
    if (statement.index->is_done(found)) return;
    auto const* const state = found == Found::absent    ? " is not there"
                              : found == Found::invalid ? " is invalid"
                                                        : " is still there";
    throw ports::MigrationError{
        statement.line, statement.text,
        "the index " + statement.index->index + state + ". Run: daybook migrate"};
}

PostgresStandaloneMigration::Statement PostgresStandaloneMigration::only_statement(
    ports::Migration const& migration) {
    auto const statements = sql::split_script(migration.sql);
    if (statements.size() != 1) {
        auto const other = statements.empty() ? sql::SqlStatement{1, {}, {}} : statements[1];
        throw ports::MigrationError{other.line, std::string{other.text},
                                    "a no-transaction migration holds exactly one statement"};
    }
    Statement only{statements[0].line, std::string{statements[0].text}, std::nullopt};
    auto const fail = [&](char const* rule) {
        throw ports::MigrationError{only.line, only.text, rule};
    };
    if (is_conditional(only.text)) {
        fail(
            "a no-transaction migration says neither IF EXISTS nor IF NOT EXISTS: they would "
            "take what a failed build left behind for the whole");
    }
    only.index = PostgresIndexBuild::parse(only.text);
    if (!only.index && is_nameless_index(only.text)) {
        fail("an index that is built concurrently needs a name, by which it is found again");
    }
    return only;
}

/// What has the name already is not this migration's, and must not be taken for it later.
void PostgresStandaloneMigration::require_free_name(Statement const& statement) {
    if (!statement.index || statement.index->act != Act::create) return;
    if (statement.index->find(session_) == Found::absent) return;
    throw ports::MigrationError{
        statement.line, statement.text,
        "there is an index " + statement.index->index + " that no migration made: drop it first"};
}

void PostgresStandaloneMigration::finish_what_is_there(ports::Migration const& migration,
                                                       Statement const& statement) {
    if (statement.index) {
        auto const found = statement.index->find(session_);
        if (statement.index->is_done(found)) return;
        if (statement.index->act == Act::create && found == Found::invalid) {
            execute(migration, {.line = statement.line,
                                .text = "DROP INDEX CONCURRENTLY " + statement.index->index,
                                .index = std::nullopt});
        }
    }
    execute(migration, statement);
}

void PostgresStandaloneMigration::execute(ports::Migration const& migration,
                                          Statement const& statement) {
    try {
        run_watched(statement.text);
    } catch (...) {
        auto const failure = failure_in_flight(session_.is_lost());
        if (failure.connection_is_lost) throw;
        auto const reason = describe(failure);
        history_.finish(migration.version, State::failed, clock_.now(), reason);
        throw ports::MigrationError{statement.line, statement.text, reason};
    }
}

/// The statement waits for as long as it must: it keeps nobody else waiting.
void PostgresStandaloneMigration::run_watched(std::string const& sql) {
    PostgresLockWatch const watch{{.url = options_.url,
                                   .server_pid = session_.server_pid(),
                                   .interval = look_interval,
                                   .tell = options_.tell}};
    session_.execute(sql);
}

}  // namespace daybook::postgres
