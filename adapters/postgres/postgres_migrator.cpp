#include "postgres/postgres_migrator.hpp"

#include <algorithm>
#include <thread>
#include <utility>

#include "postgres/postgres_arguments.hpp"
#include "postgres/postgres_migration_lock.hpp"
#include "sql/sql_script.hpp"

template <>
inline constexpr auto daybook::model::names_of<daybook::ports::MigrationState> =
    std::to_array<std::string_view>({"applied", "baseline", "running", "failed"});

namespace daybook::postgres {
namespace {

using Kind = ports::StorageError::Kind;

constexpr std::chrono::milliseconds retry_pause_min{500};
constexpr std::chrono::milliseconds retry_pause_max{10'000};

constexpr char const* create_history =
    "CREATE TABLE IF NOT EXISTS daybook_migrations ("
    "version integer NOT NULL PRIMARY KEY CHECK (version > 0), "
    "name text COLLATE \"C\" NOT NULL, "
    "fingerprint text COLLATE \"C\" NOT NULL, "
    "state text COLLATE \"C\" NOT NULL "
    "CHECK (state IN ('applied', 'baseline', 'running', 'failed')), "
    "compatible_from integer NOT NULL, "
    "applied_by text COLLATE \"C\" NOT NULL, "
    "daybook_version text COLLATE \"C\" NOT NULL, "
    "started_at timestamptz NOT NULL, "
    "finished_at timestamptz, "
    "error text COLLATE \"C\")";

constexpr char const* list_history =
    "SELECT version, name, fingerprint, state, compatible_from, applied_by, daybook_version, "
    "(extract(epoch FROM started_at) * 1000000)::bigint, "
    "(extract(epoch FROM finished_at) * 1000000)::bigint, error "
    "FROM daybook_migrations ORDER BY version";

constexpr std::string_view insert_history =
    "INSERT INTO daybook_migrations (version, name, fingerprint, state, compatible_from, "
    "applied_by, daybook_version, started_at) VALUES ($1::bigint, $2::text, $3::text, $4::text, "
    "$5::bigint, $6::text, $7::text, $8::timestamptz)";

constexpr std::string_view finish_history =
    "UPDATE daybook_migrations SET state = $1::text, finished_at = $2::timestamptz "
    "WHERE version = $3::bigint";

bool has_history(PostgresSession& session) {
    auto answer = session.execute("SELECT to_regclass('daybook_migrations')");
    return answer.next() && answer.get<std::optional<std::string>>().has_value();
}

/// A pooler between us and the server hands the lock to somebody else.
void require_direct_connection(PostgresSession& session) {
    auto answer = session.execute("SELECT pg_backend_pid()");
    if (answer.next() && answer.get<int>() == session.server_pid()) return;
    throw ports::StorageError{
        Kind::unavailable,
        "postgres: a pooler stands before the server, and migrations need the "
        "server itself: set DAYBOOK_MIGRATE_URL"};
}

}  // namespace

PostgresMigrator::PostgresMigrator(PostgresMigratorOptions options, ports::Clock& clock)
    : options_{std::move(options)},
      factory_{{.url = options_.url, .application_name = "daybook migrate"},
               PostgresConnectionFactory::Purpose::for_schema},
      clock_{clock} {
    if (!options_.pause) {
        options_.pause = [](std::chrono::milliseconds time) { std::this_thread::sleep_for(time); };
    }
}

std::string PostgresMigrator::describe() const { return factory_.describe(); }

PostgresSession& PostgresMigrator::session() {
    if (session_ && session_->is_lost()) session_.reset();
    if (!session_) {
        session_ = factory_.open();
        require_direct_connection(*session_);
    }
    return *session_;
}

template <class Action>
auto PostgresMigrator::guarded(Action action) {
    try {
        return action(session());
    } catch (ports::StorageError const&) {
        throw;
    } catch (ports::MigrationError const&) {
        throw;
    } catch (...) {
        auto const failure = failure_in_flight(session_ == nullptr || session_->is_lost());
        session_.reset();
        throw storage_error(failure_kind(failure), failure);
    }
}

std::vector<ports::AppliedMigration> PostgresMigrator::history() {
    return guarded([](PostgresSession& session) {
        std::vector<ports::AppliedMigration> history;
        if (!has_history(session)) return history;
        auto rows = session.execute(list_history);
        while (rows.next()) {
            auto& row = history.emplace_back();
            rows.read(row.version, row.name, row.fingerprint, row.state, row.compatible_from,
                      row.applied_by, row.daybook_version, row.started_at, row.finished_at,
                      row.error);
        }
        return history;
    });
}

ports::Migrator::Applied PostgresMigrator::apply(ports::Migration const& migration,
                                                 ports::MigrationAuthor const& author) {
    return guarded([&](PostgresSession& session) {
        PostgresMigrationLock const lock{session, options_.lock_wait_max, options_.pause};
        session.execute(create_history);
        return apply_with_retries(migration, author);
    });
}

ports::Migrator::Applied PostgresMigrator::apply_with_retries(
    ports::Migration const& migration, ports::MigrationAuthor const& author) {
    auto pause = retry_pause_min;
    for (int tried = 1;; ++tried) {
        try {
            return apply_once(migration, author);
        } catch (TableIsLocked const& locked) {
            if (tried == tries_max) {
                throw ports::StorageError{
                    Kind::unavailable, "postgres: " + locked.reason + "; " + oldest_transaction()};
            }
        }
        options_.pause(pause);
        pause = std::min(pause * 2, retry_pause_max);
    }
}

ports::Migrator::Applied PostgresMigrator::apply_once(ports::Migration const& migration,
                                                      ports::MigrationAuthor const& author) {
    session_->execute("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
    try {
        session_->execute("SET LOCAL lock_timeout = " +
                          std::to_string(options_.table_wait_max.count()));
        session_->execute("SET LOCAL statement_timeout = 0");
        if (!enter_in_history(migration, author)) {
            session_->execute("ROLLBACK");
            return Applied::before;
        }
        run_script(migration.sql);
        session_->execute(finish_history,
                          {to_argument(ports::MigrationState::applied), to_argument(clock_.now()),
                           to_argument(migration.version)});
    } catch (...) {
        if (!session_->is_lost()) session_->execute("ROLLBACK");
        throw;
    }
    commit();
    return Applied::now;
}

bool PostgresMigrator::enter_in_history(ports::Migration const& migration,
                                        ports::MigrationAuthor const& author) {
    try {
        session_->execute(
            insert_history,
            {to_argument(migration.version), to_argument(migration.name),
             to_argument(migration.fingerprint), to_argument(ports::MigrationState::running),
             to_argument(migration.compatible_from), to_argument(author.applied_by),
             to_argument(author.daybook_version), to_argument(clock_.now())});
        return true;
    } catch (...) {
        if (failure_in_flight(session_->is_lost()).sqlstate == "23505") return false;
        throw;
    }
}

void PostgresMigrator::run_script(std::string_view script) {
    for (auto const& statement : sql::split_script(script)) {
        try {
            session_->execute(std::string{statement.text});
        } catch (...) {
            auto const failure = failure_in_flight(session_->is_lost());
            if (failure.connection_is_lost) throw;
            if (failure.sqlstate == "55P03" || failure.sqlstate == "40P01") {
                throw TableIsLocked{postgres::describe(failure)};
            }
            throw ports::MigrationError{statement.line, std::string{statement.text},
                                        postgres::describe(failure)};
        }
    }
}

void PostgresMigrator::commit() {
    try {
        session_->execute("COMMIT");
    } catch (...) {
        auto const failure = failure_in_flight(session_->is_lost());
        throw storage_error(commit_failure_kind(failure), failure);
    }
}

/// Most likely the one that holds the table: the lock itself is gone from pg_locks by now.
std::string PostgresMigrator::oldest_transaction() {
    auto oldest = session_->execute(
        "SELECT concat_ws(', ', 'pid ' || pid, nullif(application_name, ''), host(client_addr), "
        "'open since ' || to_char(xact_start, 'HH24:MI:SS') || 'Z') FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid() "
        "AND xact_start IS NOT NULL ORDER BY xact_start LIMIT 1");
    return oldest.next() ? "the oldest other transaction is of " + oldest.get<std::string>()
                         : std::string{"no other transaction is open now"};
}

}  // namespace daybook::postgres
