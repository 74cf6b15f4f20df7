#pragma once

#include "ports/outbound/checkpoint_repository.hpp"
#include "postgres/postgres_connection.hpp"

namespace daybook::postgres {

/// Heads of checkpoints in Postgres.
class PostgresCheckpointRepository final : public ports::CheckpointRepository {
  public:
    explicit PostgresCheckpointRepository(PostgresConnection& connection);

    std::vector<std::optional<model::ChainHead>> find(
        std::span<model::AccountId const> ids) override;
    void save(std::span<model::ChainHead const> heads) override;

  private:
    PostgresConnection& connection_;
};

}  // namespace daybook::postgres
