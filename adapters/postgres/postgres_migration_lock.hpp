#pragma once

#include "postgres/postgres_migrator_options.hpp"
#include "postgres/postgres_session.hpp"

namespace daybook::postgres {

/// The lock that all migrators of one database take. It is polled for: who blocks on it would
/// deadlock with CREATE INDEX CONCURRENTLY, which waits for all transactions.
///
/// It belongs to the server's session: where a migrator was killed, it is held until the server
/// has ended the statement that was under way.
class PostgresMigrationLock {
  public:
    static constexpr std::chrono::milliseconds pause_min{50};
    static constexpr std::chrono::milliseconds pause_max{1000};

    /// Waits for the options' lock_wait_max at most, by the sum of the pauses.
    /// Throws: MigrationLockError, naming the holder; what libpqxx throws.
    PostgresMigrationLock(PostgresSession& session, PostgresMigratorOptions const& options);
    PostgresMigrationLock(PostgresMigrationLock const&) = delete;
    PostgresMigrationLock& operator=(PostgresMigrationLock const&) = delete;
    /// Gives it back; a session that is lost has done so.
    ~PostgresMigrationLock();

  private:
    PostgresSession& session_;
};

}  // namespace daybook::postgres
