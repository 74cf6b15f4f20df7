#pragma once

#include <memory>
#include <mutex>
#include <random>
#include <string>

#include "postgres/postgres_deadlines.hpp"
#include "postgres/postgres_options.hpp"
#include "postgres/postgres_reconnect_fsm.hpp"
#include "postgres/postgres_session.hpp"

namespace daybook::postgres {

/// The one place where sessions are opened and given their settings. While the server is away only
/// one caller at a time tries it, after pauses; the others are told so at once.
///
/// Threads: safe. Outlives its sessions.
class PostgresConnectionFactory {
  public:
    /// for_schema: without timeouts, and without this adapter's wishes for plans.
    enum class Purpose { for_book, for_schema };

    explicit PostgresConnectionFactory(PostgresOptions options,
                                       Purpose purpose = Purpose::for_book);

    /// Throws: StorageError; unavailable if the server cannot be reached or is not tried yet.
    [[nodiscard]] std::unique_ptr<PostgresSession> open();
    /// The server, for people, without secrets.
    [[nodiscard]] std::string describe() const { return options_.url.describe(); }
    [[nodiscard]] PostgresOptions const& options() const { return options_; }
    [[nodiscard]] PostgresDeadlines& deadlines() { return deadlines_; }

  private:
    [[nodiscard]] std::unique_ptr<PostgresSession> connect();
    void require_permission();
    void tell_failed(std::string const& reason);
    void tell_connected();

    PostgresOptions options_;
    Purpose purpose_;
    std::string connection_string_;
    PostgresDeadlines deadlines_;
    std::mutex mutex_;
    PostgresReconnectFsm fsm_;
    std::string last_failure_;
    std::minstd_rand jitter_;
};

}  // namespace daybook::postgres
