#pragma once

#include "ports/outbound/execution_repository.hpp"
#include "postgres/postgres_connection.hpp"

namespace daybook::postgres {

/// Executions in Postgres, clustered by the entry that booked them.
class PostgresExecutionRepository final : public ports::ExecutionRepository {
  public:
    explicit PostgresExecutionRepository(PostgresConnection& connection);

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
    PostgresConnection& connection_;
};

}  // namespace daybook::postgres
