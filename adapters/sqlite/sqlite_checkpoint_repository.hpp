#pragma once

#include "ports/outbound/checkpoint_repository.hpp"
#include "sqlite/sqlite_statement.hpp"

namespace daybook::sqlite {

/// Heads of checkpoints in SQLite.
class SqliteCheckpointRepository final : public ports::CheckpointRepository {
  public:
    explicit SqliteCheckpointRepository(SqliteConnection& connection);

    std::vector<std::optional<model::ChainHead>> find(
        std::span<model::AccountId const> ids) override;
    void save(std::span<model::ChainHead const> heads) override;

  private:
    SqliteStatement find_;
    SqliteStatement save_;
};

}  // namespace daybook::sqlite
