#pragma once

#include "ports/outbound/book_reader.hpp"
#include "postgres/postgres_pool.hpp"

namespace daybook::postgres {

/// Opens REPEATABLE READ transactions, one at a time, on connections of the pool.
class PostgresBookSnapshots final : public ports::BookSnapshots {
  public:
    /// `pool` outlives it.
    explicit PostgresBookSnapshots(PostgresPool& pool) : pool_{pool} {}

    void read(std::function<void(ports::BookReader&)> const& read) override;
    std::vector<std::optional<model::Order>> find_orders(
        std::span<ports::OrderKey const> keys) override;

  private:
    PostgresPool& pool_;
};

}  // namespace daybook::postgres
