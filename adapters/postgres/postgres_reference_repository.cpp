#include "postgres/postgres_reference_repository.hpp"

#include "postgres/postgres_rows.hpp"

namespace daybook::postgres {
namespace {

using model::Asset;
using model::Instrument;
using model::InstrumentKey;

std::string const find_assets_sql = select_by_key(
    asset_columns,
    "unnest($1::text[]) WITH ORDINALITY AS k(key_code, n) JOIN assets ON code = key_code");

std::string const find_instruments_sql = select_by_key(
    instrument_columns,
    "unnest($1::text[], $2::text[]) WITH ORDINALITY AS k(key_exchange, key_symbol, n) "
    "JOIN instruments ON exchange = key_exchange AND symbol = key_symbol");

constexpr std::string_view insert_assets_sql =
    "INSERT INTO assets (code, display_decimals) SELECT * FROM unnest($1::text[], $2::bigint[])";

constexpr std::string_view save_instruments_sql =
    "INSERT INTO instruments (exchange, symbol, kind, base_asset, quote_asset, "
    "price_increment_quote, quantity_increment_base, min_quantity_base, min_notional_quote, "
    "maker_fee_rate, taker_fee_rate, state) SELECT * FROM unnest($1::text[], $2::text[], "
    "$3::text[], $4::text[], $5::text[], $6::numeric[], $7::numeric[], $8::numeric[], "
    "$9::numeric[], $10::numeric[], $11::numeric[], $12::text[]) "
    "ON CONFLICT (exchange, symbol) DO UPDATE SET state = excluded.state";

}  // namespace

PostgresReferenceRepository::PostgresReferenceRepository(PostgresConnection& connection)
    : connection_{connection} {}

std::vector<std::optional<Asset>> PostgresReferenceRepository::find_assets(
    std::span<model::AssetCode const> codes) {
    if (codes.empty()) return {};
    return read_by_key(codes.size(), connection_.run(find_assets_sql, column(codes)), read_asset);
}

std::vector<std::optional<Instrument>> PostgresReferenceRepository::find_instruments(
    std::span<InstrumentKey const> keys) {
    if (keys.empty()) return {};
    return read_by_key(keys.size(),
                       connection_.run(find_instruments_sql, column(keys, &InstrumentKey::exchange),
                                       column(keys, &InstrumentKey::symbol)),
                       read_instrument);
}

void PostgresReferenceRepository::add_assets(std::span<Asset const> assets) {
    if (assets.empty()) return;
    connection_.run(insert_assets_sql, column(assets, &Asset::code),
                    column(assets, &Asset::display_decimals));
}

void PostgresReferenceRepository::save_instruments(std::span<Instrument const> instruments) {
    if (instruments.empty()) return;
    auto const& rows = instruments;
    connection_.run(
        save_instruments_sql, column(rows, [](Instrument const& row) { return row.key.exchange; }),
        column(rows, [](Instrument const& row) { return row.key.symbol; }),
        column(rows, &Instrument::kind), column(rows, &Instrument::base_asset),
        column(rows, &Instrument::quote_asset), column(rows, &Instrument::price_increment_quote),
        column(rows, &Instrument::quantity_increment_base),
        column(rows, &Instrument::min_quantity_base), column(rows, &Instrument::min_notional_quote),
        column(rows, &Instrument::maker_fee_rate), column(rows, &Instrument::taker_fee_rate),
        column(rows, &Instrument::state));
}

}  // namespace daybook::postgres
