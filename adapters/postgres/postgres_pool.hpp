#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

#include "postgres/postgres_connection.hpp"

namespace daybook::postgres {

/// Connections for readers: at most `pool_connections_max`, opened when needed, the one that was
/// used last first, so that the others grow old and are closed.
///
/// Threads: safe.
class PostgresPool {
  public:
    using Time = std::chrono::steady_clock::time_point;

    explicit PostgresPool(PostgresConnectionFactory& factory) : factory_{factory} {}

    /// A connection on loan, given back when destroyed.
    class Lease {
      public:
        Lease(PostgresPool& pool, std::unique_ptr<PostgresConnection> connection);
        Lease(Lease const&) = delete;
        Lease& operator=(Lease const&) = delete;
        ~Lease();

        [[nodiscard]] PostgresConnection& operator*() const { return *connection_; }
        [[nodiscard]] PostgresConnection* operator->() const { return connection_.get(); }

      private:
        PostgresPool& pool_;
        std::unique_ptr<PostgresConnection> connection_;
    };

    /// Throws: unavailable if all connections stay on loan for `pool_wait_max`.
    [[nodiscard]] Lease borrow();
    /// Closes what nobody has used for `idle_max`.
    void close_idle(Time now);
    /// How many connections there are, on loan or idle.
    [[nodiscard]] std::size_t size() const;

  private:
    struct Idle {
        std::unique_ptr<PostgresConnection> connection;
        Time since;
    };

    void give_back(std::unique_ptr<PostgresConnection> connection);

    PostgresConnectionFactory& factory_;
    mutable std::mutex mutex_;
    std::condition_variable given_back_;
    /// Oldest first.
    std::vector<Idle> idle_;
    std::size_t on_loan_ = 0;
};

}  // namespace daybook::postgres
