#pragma once

#include <vector>

#include "ports/outbound/migrator.hpp"
#include "postgres/postgres_connection.hpp"

namespace daybook::postgres {

/// Reads what migrations were applied, by version; empty where there is no history.
[[nodiscard]] std::vector<ports::AppliedMigration> read_history(PostgresConnection& connection);

}  // namespace daybook::postgres
