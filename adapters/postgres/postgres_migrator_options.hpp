#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "postgres/postgres_url.hpp"

namespace daybook::postgres {

struct PostgresMigratorOptions {
    PostgresUrl url;
    /// How long to wait for another migrator.
    std::chrono::milliseconds lock_wait_max{60'000};
    /// How long one statement waits for a table before the migration is rolled back and tried
    /// again: who waits for a table keeps all others waiting too.
    std::chrono::milliseconds table_wait_max{3'000};
    /// Waits; tests need not.
    std::function<void(std::chrono::milliseconds)> pause = {};
    /// Takes one sentence for people whenever something is waited for. It may be called from
    /// another thread while a member runs.
    std::function<void(std::string const&)> tell = {};
};

}  // namespace daybook::postgres
