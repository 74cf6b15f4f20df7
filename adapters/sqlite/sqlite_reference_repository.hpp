#pragma once

#include "ports/outbound/reference_repository.hpp"
#include "sqlite/sqlite_statement.hpp"

namespace daybook::sqlite {

/// Assets and instruments in SQLite.
class SqliteReferenceRepository final : public ports::ReferenceRepository {
  public:
    explicit SqliteReferenceRepository(SqliteConnection& connection);

    std::vector<std::optional<model::Asset>> find_assets(
        std::span<model::AssetCode const> codes) override;
    std::vector<std::optional<model::Instrument>> find_instruments(
        std::span<model::InstrumentKey const> keys) override;
    void add_assets(std::span<model::Asset const> assets) override;
    void save_instruments(std::span<model::Instrument const> instruments) override;

  private:
    SqliteStatement find_asset_;
    SqliteStatement find_instrument_;
    SqliteStatement insert_asset_;
    SqliteStatement save_instrument_;
};

}  // namespace daybook::sqlite
