#include "postgres/postgres_pool.hpp"

#include <algorithm>
#include <utility>

namespace daybook::postgres {

PostgresPool::Lease::Lease(PostgresPool& pool, std::unique_ptr<PostgresConnection> connection)
    : pool_{pool}, connection_{std::move(connection)} {}

PostgresPool::Lease::~Lease() { pool_.give_back(std::move(connection_)); }

PostgresPool::Lease PostgresPool::borrow() {
    auto const& options = factory_.options();
    std::unique_lock lock{mutex_};
    bool const is_free = given_back_.wait_for(
        lock, options.pool_wait_max, [&] { return on_loan_ < options.pool_connections_max; });
    if (!is_free) {
        throw ports::StorageError{ports::StorageError::Kind::unavailable,
                                  "postgres: all connections for reading are in use"};
    }
    std::unique_ptr<PostgresConnection> connection;
    if (idle_.empty()) {
        connection = std::make_unique<PostgresConnection>(factory_);
    } else {
        connection = std::move(idle_.back().connection);
        idle_.pop_back();
    }
    ++on_loan_;
    return {*this, std::move(connection)};
}

void PostgresPool::close_idle(Time now) {
    std::vector<Idle> old;  // Closed after the lock is gone.
    std::scoped_lock const lock{mutex_};
    auto const young = std::ranges::find_if(
        idle_, [&](Idle const& idle) { return now - idle.since < factory_.options().idle_max; });
    std::move(idle_.begin(), young, std::back_inserter(old));
    idle_.erase(idle_.begin(), young);
}

std::size_t PostgresPool::size() const {
    std::scoped_lock const lock{mutex_};
    return idle_.size() + on_loan_;
}

void PostgresPool::give_back(std::unique_ptr<PostgresConnection> connection) {
    {
        std::scoped_lock const lock{mutex_};
        --on_loan_;
        if (connection->is_open()) {
            idle_.push_back({std::move(connection), std::chrono::steady_clock::now()});
        }
    }
    given_back_.notify_one();
}

}  // namespace daybook::postgres
