#include "postgres/postgres_history.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>

template <>
inline constexpr auto daybook::model::names_of<daybook::ports::MigrationState> =
    std::to_array<std::string_view>({"applied", "baseline", "running", "failed"});

namespace daybook::postgres {
namespace {

constexpr char const* find_history = "SELECT to_regclass('daybook_migrations')";

constexpr char const* list_history =
    "SELECT version, name, fingerprint, state, compatible_from, applied_by, daybook_version, "
    "(extract(epoch FROM started_at) * 1000000)::bigint, "
    "(extract(epoch FROM finished_at) * 1000000)::bigint, error "
    "FROM daybook_migrations ORDER BY version";

}  // namespace

std::vector<ports::AppliedMigration> read_history(PostgresConnection& connection) {
    std::vector<ports::AppliedMigration> history;
    auto found = connection.execute(find_history);
    if (!found.next() || !found.get<std::optional<std::string>>()) return history;
    auto rows = connection.execute(list_history);
    while (rows.next()) {
        auto& row = history.emplace_back();
        rows.read(row.version, row.name, row.fingerprint, row.state, row.compatible_from,
                  row.applied_by, row.daybook_version, row.started_at, row.finished_at, row.error);
    }
    return history;
}

}  // namespace daybook::postgres
