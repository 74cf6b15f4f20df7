#include "postgres/postgres_reference_repository.hpp"

#include "postgres/postgres_rows.hpp"

namespace daybook::postgres {
namespace {

using model::Asset;
using model::Instrument;
using model::InstrumentKey;

/// Of a stored instrument neither kind nor assets change.
constexpr std::string_view save_instruments_sql = sql::fixed_text<[] {
    return sql::upsert_text(sql::instruments.shape(), sql::Dialect::postgres,
                            sql::instrument_rules);
}>;

}  // namespace

PostgresReferenceRepository::PostgresReferenceRepository(PostgresConnection& connection)
    : connection_{connection} {}

std::vector<std::optional<Asset>> PostgresReferenceRepository::find_assets(
    std::span<model::AssetCode const> codes) {
    if (codes.empty()) return {};
    return read_by_key<sql::assets>(codes.size(),
                                    connection_.run(find_sql<sql::assets>, column(codes)));
}

std::vector<std::optional<Instrument>> PostgresReferenceRepository::find_instruments(
    std::span<InstrumentKey const> keys) {
    if (keys.empty()) return {};
    return read_by_key<sql::instruments>(
        keys.size(),
        connection_.run(find_sql<sql::instruments>, column(keys, &InstrumentKey::exchange),
                        column(keys, &InstrumentKey::symbol)));
}

void PostgresReferenceRepository::add_assets(std::span<Asset const> assets) {
    if (!assets.empty()) run_rows<sql::assets>(connection_, insert_sql<sql::assets>, assets);
}

void PostgresReferenceRepository::save_instruments(std::span<Instrument const> instruments) {
    if (instruments.empty()) return;
    run_rows<sql::instruments>(connection_, save_instruments_sql, rows_of(instruments));
}

}  // namespace daybook::postgres
