#pragma once

#include "ports/outbound/reference_repository.hpp"
#include "postgres/postgres_connection.hpp"

namespace daybook::postgres {

/// Assets and instruments in Postgres.
class PostgresReferenceRepository final : public ports::ReferenceRepository {
  public:
    explicit PostgresReferenceRepository(PostgresConnection& connection);

    std::vector<std::optional<model::Asset>> find_assets(
        std::span<model::AssetCode const> codes) override;
    std::vector<std::optional<model::Instrument>> find_instruments(
        std::span<model::InstrumentKey const> keys) override;
    void add_assets(std::span<model::Asset const> assets) override;
    void save_instruments(std::span<model::Instrument const> instruments) override;

  private:
    PostgresConnection& connection_;
};

}  // namespace daybook::postgres
