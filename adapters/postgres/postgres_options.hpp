#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "postgres/postgres_url.hpp"

namespace daybook::postgres {

/// Where the book is, and how long to wait for what.
struct PostgresOptions {
    PostgresUrl url;
    /// What pg_stat_activity shows where the URL names nothing else.
    std::string application_name = "daybook";
    std::chrono::milliseconds statement_timeout{30'000};
    std::chrono::milliseconds lock_timeout{10'000};
    /// A unit of work that does nothing for so long is ended by the server, with its locks.
    std::chrono::milliseconds idle_in_transaction_timeout{60'000};
    /// How long the server may take to answer before the connection is given up; 0 for as long as
    /// it likes. The server's own
    /// timeouts do not bound a commit that waits for a synchronous standby.
    std::chrono::milliseconds answer_deadline{40'000};

    /// Connections for readers, opened when needed, closed after `idle_max`.
    std::size_t pool_connections_max = 10;
    std::chrono::milliseconds pool_wait_max{5'000};
    std::chrono::milliseconds idle_max{20'000};
};

}  // namespace daybook::postgres
