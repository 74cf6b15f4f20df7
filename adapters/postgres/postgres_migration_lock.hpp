#pragma once

#include <chrono>
#include <functional>

#include "postgres/postgres_session.hpp"

namespace daybook::postgres {

/// The lock that all migrators of one database take. It is polled for: who blocks on it would
/// deadlock with CREATE INDEX CONCURRENTLY, which waits for all transactions.
class PostgresMigrationLock {
  public:
    using Pause = std::function<void(std::chrono::milliseconds)>;

    static constexpr std::chrono::milliseconds pause_min{50};
    static constexpr std::chrono::milliseconds pause_max{1000};

    /// Waits for `wait_max` at most, by the sum of the pauses.
    /// Throws: unavailable, naming the holder; what libpqxx throws.
    PostgresMigrationLock(PostgresSession& session, std::chrono::milliseconds wait_max,
                          Pause const& pause);
    PostgresMigrationLock(PostgresMigrationLock const&) = delete;
    PostgresMigrationLock& operator=(PostgresMigrationLock const&) = delete;
    /// Gives it back; a session that is lost has done so.
    ~PostgresMigrationLock();

  private:
    PostgresSession& session_;
};

}  // namespace daybook::postgres
