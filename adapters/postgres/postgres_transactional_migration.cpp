#include "postgres/postgres_transactional_migration.hpp"

#include <algorithm>
#include <array>

#include "postgres/postgres_error.hpp"
#include "sql/sql_script.hpp"

namespace daybook::postgres {
namespace {

using Applied = ports::Migrator::Applied;
using std::chrono::milliseconds;

constexpr milliseconds retry_pause_min{500};
constexpr milliseconds retry_pause_max{10'000};
/// How often it is looked who holds a table, within the time that a statement waits for it.
constexpr int looks = 8;

bool is_lock_failure(PostgresFailure const& failure) {
    return failure.sqlstate == "55P03" || failure.sqlstate == "40P01";
}

/// `3.2 s`
std::string seconds_text(milliseconds time) {
    auto const tenths = time.count() / 100;
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
}

}  // namespace

PostgresTransactionalMigration::PostgresTransactionalMigration(
    PostgresSession& session, PostgresMigratorOptions const& options, ports::Clock& clock)
    : session_{session},
      options_{options},
      clock_{clock},
      history_{session},
      watch_{{.url = options.url,
              .server_pid = session.server_pid(),
              .interval = std::max(options.table_wait_max / looks, milliseconds{1})}} {}

Applied PostgresTransactionalMigration::run(ports::Migration const& migration,
                                            ports::MigrationAuthor const& author) {
    auto pause = retry_pause_min;
    std::string blocker;
    for (int tried = 1;; ++tried) {
        try {
            return run_once(migration, author);
        } catch (TableIsLocked const& locked) {
            auto const seen = watch_.take_blocker();
            if (!seen.empty()) blocker = seen;
            auto const& reason = blocker.empty() ? locked.reason : blocker;
            if (tried == tries_max) {
                throw ports::MigrationLockError{reason + "; gave up after " +
                                                std::to_string(tries_max) +
                                                " tries. Nothing was changed."};
            }
            if (options_.tell) {
                options_.tell(reason + "; retry " + std::to_string(tried) + " of " +
                              std::to_string(tries_max - 1) + " in " + seconds_text(pause));
            }
        }
        options_.pause(pause);
        pause = std::min(pause * 2, retry_pause_max);
    }
}

Applied PostgresTransactionalMigration::run_once(ports::Migration const& migration,
                                                 ports::MigrationAuthor const& author) {
    session_.execute("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
    try {
        session_.execute("SET LOCAL lock_timeout = " +
                         std::to_string(options_.table_wait_max.count()));
        session_.execute("SET LOCAL statement_timeout = 0");
        if (!history_.enter(migration, author, ports::MigrationState::running, clock_.now())) {
            session_.execute("ROLLBACK");
            return Applied::before;
        }
        run_statements(migration);
        history_.finish(migration.version, ports::MigrationState::applied, clock_.now(), {});
    } catch (...) {
        if (!session_.is_lost()) session_.execute("ROLLBACK");
        throw;
    }
    commit();
    return Applied::now;
}

void PostgresTransactionalMigration::run_statements(ports::Migration const& migration) {
    for (auto const& statement : sql::split_script(migration.sql)) {
        try {
            session_.execute(std::string{statement.text});
        } catch (...) {
            auto const failure = failure_in_flight(session_.is_lost());
            if (failure.connection_is_lost) throw;
            if (is_lock_failure(failure)) throw TableIsLocked{describe(failure)};
            throw ports::MigrationError{statement.line, std::string{statement.text},
                                        describe(failure)};
        }
    }
}

void PostgresTransactionalMigration::commit() {
    try {
        session_.execute("COMMIT");
    } catch (...) {
        auto const failure = failure_in_flight(session_.is_lost());
        throw storage_error(commit_failure_kind(failure), failure);
    }
}

}  // namespace daybook::postgres
