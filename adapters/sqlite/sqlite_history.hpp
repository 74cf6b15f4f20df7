#pragma once

#include <vector>

#include "ports/outbound/migrator.hpp"
#include "sqlite/sqlite_connection.hpp"

namespace daybook::sqlite {

[[nodiscard]] bool has_history(SqliteConnection& connection);
/// Reads what migrations were applied, by version; empty where there is no history.
[[nodiscard]] std::vector<ports::AppliedMigration> read_history(SqliteConnection& connection);

}  // namespace daybook::sqlite
