#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/timestamp.hpp"
#include "ports/outbound/migrator.hpp"
#include "postgres/postgres_session.hpp"

namespace daybook::postgres {

/// The table daybook_migrations of a database. Its primary key is what makes each migration run
/// once; the migrators' lock is for comfort.
///
/// Throws: what libpqxx throws. Threads: not safe.
class PostgresMigrationHistory {
  public:
    /// `session` outlives the history.
    explicit PostgresMigrationHistory(PostgresSession& session) : session_{session} {}

    /// Makes the table where there is none.
    void create();
    /// Empty where there is no table.
    [[nodiscard]] std::vector<ports::AppliedMigration> list();
    [[nodiscard]] std::optional<ports::MigrationState> state_of(int version);

    /// Adds a row. Returns false where somebody else has: an open transaction is broken then.
    [[nodiscard]] bool enter(ports::Migration const& migration,
                             ports::MigrationAuthor const& author, ports::MigrationState state,
                             model::Timestamp at);
    /// Makes an unfinished row this migration's, running.
    void restart(ports::Migration const& migration, ports::MigrationAuthor const& author,
                 model::Timestamp at);
    /// Ends a row. An empty `error` leaves none.
    void finish(int version, ports::MigrationState state, model::Timestamp at,
                std::string const& error);
    /// Makes a row this migration's, applied; it keeps who applied it and when.
    void amend(ports::Migration const& migration, model::Timestamp at, std::string const& reason);

  private:
    PostgresSession& session_;
};

}  // namespace daybook::postgres
