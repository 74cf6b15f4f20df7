#pragma once

#include "ports/outbound/execution_repository.hpp"
#include "sqlite/sqlite_statement.hpp"

namespace daybook::sqlite {

/// Executions in SQLite, clustered by the entry that booked them.
class SqliteExecutionRepository final : public ports::ExecutionRepository {
  public:
    explicit SqliteExecutionRepository(SqliteConnection& connection);

    std::vector<std::optional<model::Execution>> find(
        std::span<ports::ExecutionKey const> keys) override;
    std::vector<std::vector<model::Execution>> of_orders(
        std::span<ports::OrderKey const> orders) override;
    std::vector<std::vector<model::Execution>> corrections_of_orders(
        std::span<ports::OrderKey const> orders) override;
    std::vector<std::vector<model::Execution>> trades_of_positions(
        std::span<ports::PositionKey const> positions) override;
    void add(std::span<model::Execution const> executions) override;

  private:
    SqliteStatement find_;
    SqliteStatement find_of_order_;
    SqliteStatement find_corrections_;
    SqliteStatement find_trades_;
    SqliteStatement insert_;
};

}  // namespace daybook::sqlite
