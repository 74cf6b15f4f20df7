#include "postgres/postgres_migration_history.hpp"

#include "postgres/postgres_arguments.hpp"
#include "postgres/postgres_error.hpp"
#include "postgres/postgres_history.hpp"

namespace daybook::postgres {
namespace {

constexpr char const* create_table =
    "CREATE TABLE IF NOT EXISTS daybook_migrations ("
    "version integer NOT NULL PRIMARY KEY CHECK (version > 0), "
    "name text COLLATE \"C\" NOT NULL, "
    "fingerprint text COLLATE \"C\" NOT NULL, "
    "state text COLLATE \"C\" NOT NULL "
    "CHECK (state IN ('applied', 'baseline', 'running', 'failed')), "
    "compatible_from integer NOT NULL, "
    "applied_by text COLLATE \"C\" NOT NULL, "
    "daybook_version text COLLATE \"C\" NOT NULL, "
    "started_at timestamptz NOT NULL, "
    "finished_at timestamptz, "
    "error text COLLATE \"C\")";

constexpr std::string_view find_state =
    "SELECT state FROM daybook_migrations WHERE version = $1::bigint";

constexpr std::string_view insert_row =
    "INSERT INTO daybook_migrations (version, name, fingerprint, state, compatible_from, "
    "applied_by, daybook_version, started_at, finished_at) VALUES ($1::bigint, $2::text, "
    "$3::text, $4::text, $5::bigint, $6::text, $7::text, $8::timestamptz, "
    "CASE $4::text WHEN 'running' THEN NULL ELSE $8::timestamptz END)";

constexpr std::string_view restart_row =
    "UPDATE daybook_migrations SET name = $2::text, fingerprint = $3::text, state = 'running', "
    "compatible_from = $4::bigint, applied_by = $5::text, daybook_version = $6::text, "
    "started_at = $7::timestamptz, finished_at = NULL, error = NULL WHERE version = $1::bigint";

constexpr std::string_view finish_row =
    "UPDATE daybook_migrations SET state = $2::text, finished_at = $3::timestamptz, "
    "error = nullif($4::text, '') WHERE version = $1::bigint";

constexpr std::string_view amend_row =
    "UPDATE daybook_migrations SET name = $2::text, fingerprint = $3::text, state = "
    "CASE state WHEN 'baseline' THEN 'baseline' ELSE 'applied' END, "
    "compatible_from = $4::bigint, finished_at = coalesce(finished_at, $5::timestamptz), "
    "error = $6::text WHERE version = $1::bigint";

}  // namespace

void PostgresMigrationHistory::create() {
    // IF NOT EXISTS alone asks for the right to create even where the table is there.
    if (!has_history(session_)) session_.execute(create_table);
}

std::vector<ports::AppliedMigration> PostgresMigrationHistory::list() {
    return read_history(session_);
}

std::optional<ports::MigrationState> PostgresMigrationHistory::state_of(int version) {
    auto row = session_.execute(find_state, {to_argument(version)});
    if (!row.next()) return std::nullopt;
    return row.get<ports::MigrationState>();
}

bool PostgresMigrationHistory::enter(ports::Migration const& migration,
                                     ports::MigrationAuthor const& author,
                                     ports::MigrationState state, model::Timestamp at) {
    try {
        session_.execute(insert_row,
                         {to_argument(migration.version), to_argument(migration.name),
                          to_argument(migration.fingerprint), to_argument(state),
                          to_argument(migration.compatible_from), to_argument(author.applied_by),
                          to_argument(author.daybook_version), to_argument(at)});
        return true;
    } catch (...) {
        if (failure_in_flight(session_.is_lost()).sqlstate == "23505") return false;
        throw;
    }
}

void PostgresMigrationHistory::restart(ports::Migration const& migration,
                                       ports::MigrationAuthor const& author, model::Timestamp at) {
    session_.execute(
        restart_row,
        {to_argument(migration.version), to_argument(migration.name),
         to_argument(migration.fingerprint), to_argument(migration.compatible_from),
         to_argument(author.applied_by), to_argument(author.daybook_version), to_argument(at)});
}

void PostgresMigrationHistory::finish(int version, ports::MigrationState state, model::Timestamp at,
                                      std::string const& error) {
    session_.execute(finish_row, {to_argument(version), to_argument(state), to_argument(at),
                                  to_argument(error)});
}

void PostgresMigrationHistory::amend(ports::Migration const& migration, model::Timestamp at,
                                     std::string const& reason) {
    session_.execute(amend_row,
                     {to_argument(migration.version), to_argument(migration.name),
                      to_argument(migration.fingerprint), to_argument(migration.compatible_from),
                      to_argument(at), to_argument(reason)});
}

}  // namespace daybook::postgres
