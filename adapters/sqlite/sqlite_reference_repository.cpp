#include "sqlite/sqlite_reference_repository.hpp"

#include "sqlite/sqlite_rows.hpp"

namespace daybook::sqlite {

SqliteReferenceRepository::SqliteReferenceRepository(SqliteConnection& connection)
    : find_asset_{connection, select(asset_columns, "assets WHERE code = ?")},
      find_instrument_{connection,
                       select(instrument_columns, "instruments WHERE exchange = ? AND symbol = ?")},
      insert_asset_{connection, "INSERT INTO assets (code, display_decimals) VALUES (?, ?)"},
      save_instrument_{
          connection,
          "INSERT INTO instruments (exchange, symbol, kind, base_asset, quote_asset, "
          "price_increment_quote, quantity_increment_base, min_quantity_base, min_notional_quote, "
          "maker_fee_rate, taker_fee_rate, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
          "ON CONFLICT (exchange, symbol) DO UPDATE SET state = excluded.state"} {}

std::vector<std::optional<model::Asset>> SqliteReferenceRepository::find_assets(
    std::span<model::AssetCode const> codes) {
    std::vector<std::optional<model::Asset>> found;
    found.reserve(codes.size());
    for (auto const& code : codes) {
        auto& answer = found.emplace_back();
        auto rows = find_asset_.query(code);
        if (rows.next()) answer = read_asset(rows);
    }
    return found;
}

std::vector<std::optional<model::Instrument>> SqliteReferenceRepository::find_instruments(
    std::span<model::InstrumentKey const> keys) {
    std::vector<std::optional<model::Instrument>> found;
    found.reserve(keys.size());
    for (auto const& key : keys) {
        auto& answer = found.emplace_back();
        auto rows = find_instrument_.query(key.exchange, key.symbol);
        if (rows.next()) answer = read_instrument(rows);
    }
    return found;
}

void SqliteReferenceRepository::add_assets(std::span<model::Asset const> assets) {
    for (auto const& asset : assets) {
        insert_asset_.run(asset.code, asset.display_decimals);
    }
}

void SqliteReferenceRepository::save_instruments(std::span<model::Instrument const> instruments) {
    for (auto const& instrument : instruments) {
        save_instrument_.run(instrument.key.exchange, instrument.key.symbol, instrument.kind,
                             instrument.base_asset, instrument.quote_asset,
                             instrument.price_increment_quote, instrument.quantity_increment_base,
                             instrument.min_quantity_base, instrument.min_notional_quote,
                             instrument.maker_fee_rate, instrument.taker_fee_rate,
                             instrument.state);
    }
}

}  // namespace daybook::sqlite
