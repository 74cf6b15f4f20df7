#include "sqlite/sqlite_reference_repository.hpp"

#include "sqlite/sqlite_rows.hpp"

namespace daybook::sqlite {
namespace {

/// Of a stored instrument neither kind nor assets change.
constexpr std::string_view save_instrument_sql = sql::fixed_text<[] {
    return sql::upsert_text(sql::instruments.shape(), sql::Dialect::sqlite, sql::instrument_rules);
}>;

}  // namespace

SqliteReferenceRepository::SqliteReferenceRepository(SqliteConnection& connection)
    : find_asset_{connection, find_sql<sql::assets>},
      find_instrument_{connection, find_sql<sql::instruments>},
      insert_asset_{connection, insert_sql<sql::assets>},
      save_instrument_{connection, save_instrument_sql} {}

std::vector<std::optional<model::Asset>> SqliteReferenceRepository::find_assets(
    std::span<model::AssetCode const> codes) {
    std::vector<std::optional<model::Asset>> found;
    found.reserve(codes.size());
    for (auto const& code : codes) {
        found.push_back(read_first<sql::assets>(find_asset_.query(code)));
    }
    return found;
}

std::vector<std::optional<model::Instrument>> SqliteReferenceRepository::find_instruments(
    std::span<model::InstrumentKey const> keys) {
    std::vector<std::optional<model::Instrument>> found;
    found.reserve(keys.size());
    for (auto const& key : keys) {
        found.push_back(
            read_first<sql::instruments>(find_instrument_.query(key.exchange, key.symbol)));
    }
    return found;
}

void SqliteReferenceRepository::add_assets(std::span<model::Asset const> assets) {
    for (auto const& asset : assets) run_row<sql::assets>(insert_asset_, asset);
}

void SqliteReferenceRepository::save_instruments(std::span<model::Instrument const> instruments) {
    for (auto const& instrument : instruments) {
        run_row<sql::instruments>(save_instrument_, sql::row_of(instrument));
    }
}

}  // namespace daybook::sqlite
