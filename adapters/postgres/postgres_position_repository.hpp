#pragma once

#include "ports/outbound/position_repository.hpp"
#include "postgres/postgres_connection.hpp"

namespace daybook::postgres {

/// Positions and their lots in Postgres.
class PostgresPositionRepository final : public ports::PositionRepository {
  public:
    explicit PostgresPositionRepository(PostgresConnection& connection);

    std::vector<std::optional<model::PositionState>> find(
        std::span<ports::PositionKey const> keys) override;
    std::vector<std::vector<model::Lot>> lots_of(std::span<ports::PositionKey const> keys) override;
    std::vector<std::vector<model::PositionState>> of_accounts(
        std::span<model::AccountId const> accounts) override;
    void save(std::span<ports::PositionChange const> changes) override;

  private:
    PostgresConnection& connection_;
};

}  // namespace daybook::postgres
