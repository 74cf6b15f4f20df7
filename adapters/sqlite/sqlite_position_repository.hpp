#pragma once

#include "ports/outbound/position_repository.hpp"
#include "sqlite/sqlite_statement.hpp"

namespace daybook::sqlite {

/// Positions and their lots in SQLite.
class SqlitePositionRepository final : public ports::PositionRepository {
  public:
    explicit SqlitePositionRepository(SqliteConnection& connection);

    std::vector<std::optional<model::PositionState>> find(
        std::span<ports::PositionKey const> keys) override;
    std::vector<std::vector<model::Lot>> lots_of(std::span<ports::PositionKey const> keys) override;
    std::vector<std::vector<model::PositionState>> of_accounts(
        std::span<model::AccountId const> accounts) override;
    void save(std::span<ports::PositionChange const> changes) override;

  private:
    void save_lots(ports::PositionChange const& change);

    SqliteStatement find_;
    SqliteStatement of_account_;
    SqliteStatement find_lots_;
    SqliteStatement save_;
    SqliteStatement save_lot_;
    SqliteStatement remove_lot_;
};

}  // namespace daybook::sqlite
