#include "postgres/postgres_migrator.hpp"

#include <thread>
#include <utility>

#include "postgres/postgres_error.hpp"
#include "postgres/postgres_migration_history.hpp"
#include "postgres/postgres_migration_lock.hpp"
#include "postgres/postgres_standalone_migration.hpp"
#include "postgres/postgres_transactional_migration.hpp"

namespace daybook::postgres {
namespace {

using Applied = ports::Migrator::Applied;
using Kind = ports::StorageError::Kind;
using State = ports::MigrationState;

/// A pooler between us and the server hands the lock to somebody else.
void require_direct_connection(PostgresSession& session) {
    auto answer = session.execute("SELECT pg_backend_pid()");
    if (answer.next() && answer.get<int>() == session.server_pid()) return;
    throw ports::StorageError{
        Kind::unavailable,
        "postgres: a pooler stands before the server, and migrations need the "
        "server itself: set DAYBOOK_MIGRATE_URL"};
}

/// A role or a database may have timeouts of its own. The server is to notice when this process
/// dies, and to end the statement under way; not every system can.
void configure(PostgresSession& session) {
    session.execute(
        "SELECT set_config('statement_timeout', '0', false), "
        "set_config('lock_timeout', '0', false), "
        "set_config('idle_in_transaction_session_timeout', '0', false)");
    try {
        session.execute("SET client_connection_check_interval = '1s'");
    } catch (...) {
        if (failure_in_flight(session.is_lost()).connection_is_lost) throw;
    }
}

}  // namespace

PostgresMigrator::PostgresMigrator(PostgresMigratorOptions options, ports::Clock& clock)
    : options_{std::move(options)},
      factory_{{.url = options_.url,
                .application_name = "daybook migrate",
                .answer_deadline = std::chrono::milliseconds{0}},
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
        configure(*session_);
    }
    return *session_;
}

template <class Action>
auto PostgresMigrator::guarded(Action action) {
    try {
        return action(session());
    } catch (ports::StorageError const&) {
        session_.reset();
        throw;
    } catch (ports::MigrationError const&) {
        throw;
    } catch (ports::MigrationLockError const&) {
        throw;
    } catch (...) {
        auto const failure = failure_in_flight(session_ == nullptr || session_->is_lost());
        session_.reset();
        throw storage_error(failure_kind(failure), failure);
    }
}

template <class Action>
auto PostgresMigrator::locked(Action action) {
    return guarded([&](PostgresSession& session) {
        PostgresMigrationLock const lock{session, options_};
        PostgresMigrationHistory history{session};
        history.create();
        return action(session, history);
    });
}

std::vector<ports::AppliedMigration> PostgresMigrator::history() {
    return guarded(
        [](PostgresSession& session) { return PostgresMigrationHistory{session}.list(); });
}

Applied PostgresMigrator::apply(ports::Migration const& migration,
                                ports::MigrationAuthor const& author) {
    return locked([&](PostgresSession& session, PostgresMigrationHistory&) {
        return migration.in_transaction
                   ? PostgresTransactionalMigration{session, options_, clock_}.run(migration,
                                                                                   author)
                   : PostgresStandaloneMigration{session, options_, clock_}.run(migration, author);
    });
}

Applied PostgresMigrator::baseline(std::span<ports::Migration const> migrations,
                                   ports::MigrationAuthor const& author) {
    return locked([&](PostgresSession& session, PostgresMigrationHistory& history) {
        if (!history.list().empty()) return Applied::before;
        session.execute("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
        for (auto const& migration : migrations) {
            if (history.enter(migration, author, State::baseline, clock_.now())) continue;
            session.execute("ROLLBACK");
            return Applied::before;
        }
        session.execute("COMMIT");
        return Applied::now;
    });
}

void PostgresMigrator::repair(ports::Migration const& migration,
                              ports::MigrationAuthor const& author, std::string const& reason) {
    locked([&](PostgresSession& session, PostgresMigrationHistory& history) {
        auto const state = history.state_of(migration.version);
        if (!state) {
            throw ports::MigrationError{
                1, {}, "migration " + std::to_string(migration.version) + " is not in the history"};
        }
        bool const unfinished = state == State::running || state == State::failed;
        if (unfinished && !migration.in_transaction) {
            PostgresStandaloneMigration{session, options_, clock_}.require_done(migration);
        }
        history.amend(migration, clock_.now(), ports::repair_note(author, reason));
    });
}

}  // namespace daybook::postgres
