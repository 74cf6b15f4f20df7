#include "sqlite/sqlite_schema_eraser.hpp"

#include <filesystem>
#include <string>
#include <utility>

namespace daybook::sqlite {
namespace {

using Access = SqliteConnectionFactory::Access;

bool has_rows(SqliteConnection& connection) {
    auto const table = connection.value_of(
        "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'entries'");
    return !table.empty() && !connection.value_of("SELECT 1 FROM entries LIMIT 1").empty();
}

std::string drop(std::string const& table) {
    std::string text = "DROP TABLE IF EXISTS \"";
    for (char const c : table) text.append(c == '"' ? 2 : 1, c);
    return text + "\"";
}

}  // namespace

SqliteSchemaEraser::SqliteSchemaEraser(SqliteOptions options) : factory_{std::move(options)} {}

bool SqliteSchemaEraser::has_entries() {
    bool const is_there = std::filesystem::exists(factory_.options().path);
    return is_there && has_rows(*factory_.open(Access::read));
}

bool SqliteSchemaEraser::erase(std::span<ports::SchemaItem const> items) {
    auto const connection = factory_.open(Access::write);
    // The order of the tables would matter otherwise.
    connection->execute("PRAGMA foreign_keys = OFF");
    // Rolled back when the connection goes.
    connection->begin(SqliteConnection::Begin::exclusive);
    if (has_rows(*connection)) return false;
    for (auto const& item : items) {
        if (item.kind != ports::SchemaItem::Kind::table) continue;
        connection->execute(drop(item.table).c_str());
    }
    connection->execute("DROP TABLE IF EXISTS daybook_migrations");
    connection->execute("PRAGMA user_version = 0");
    connection->commit();
    return true;
}

}  // namespace daybook::sqlite
