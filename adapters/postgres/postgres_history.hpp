#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ports/outbound/migrator.hpp"
#include "postgres/postgres_result.hpp"
#include "sql/migration_state_names.hpp"

namespace daybook::postgres {

// What migrations were applied, by whoever can execute(): a connection of the book or the session
// of a migrator.

template <class Executor>
[[nodiscard]] bool has_history(Executor& database) {
    auto found = database.execute("SELECT to_regclass('daybook_migrations')");
    return found.next() && found.template get<std::optional<std::string>>().has_value();
}

/// By version; empty where there is no history.
template <class Executor>
[[nodiscard]] std::vector<ports::AppliedMigration> read_history(Executor& database) {
    std::vector<ports::AppliedMigration> history;
    if (!has_history(database)) return history;
    auto rows = database.execute(
        "SELECT version, name, fingerprint, state, compatible_from, applied_by, daybook_version, "
        "(extract(epoch FROM started_at) * 1000000)::bigint, "
        "(extract(epoch FROM finished_at) * 1000000)::bigint, error "
        "FROM daybook_migrations ORDER BY version");
    while (rows.next()) {
        auto& row = history.emplace_back();
        rows.read(row.version, row.name, row.fingerprint, row.state, row.compatible_from,
                  row.applied_by, row.daybook_version, row.started_at, row.finished_at, row.error);
    }
    return history;
}

}  // namespace daybook::postgres
