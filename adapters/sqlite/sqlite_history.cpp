#include "sqlite/sqlite_history.hpp"

#include <string_view>

#include "sql/migration_state_names.hpp"
#include "sqlite/sqlite_statement.hpp"

namespace daybook::sqlite {
namespace {

constexpr char find_history[] =
    "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'daybook_migrations'";

constexpr char list_history[] =
    "SELECT version, name, fingerprint, state, compatible_from, applied_by, daybook_version, "
    "started_at, finished_at, error FROM daybook_migrations ORDER BY version";

}  // namespace

bool has_history(SqliteConnection& connection) {
    return !connection.value_of(find_history).empty();
}

std::vector<ports::AppliedMigration> read_history(SqliteConnection& connection) {
    std::vector<ports::AppliedMigration> history;
    if (!has_history(connection)) return history;
    SqliteStatement list{connection, list_history};
    auto rows = list.query();
    while (rows.next()) {
        auto& row = history.emplace_back();
        rows.read(row.version, row.name, row.fingerprint, row.state, row.compatible_from,
                  row.applied_by, row.daybook_version, row.started_at, row.finished_at, row.error);
    }
    return history;
}

}  // namespace daybook::sqlite
