#pragma once

#include <string>

#include "ports/outbound/clock.hpp"
#include "ports/outbound/migrator.hpp"
#include "postgres/postgres_lock_watch.hpp"
#include "postgres/postgres_migration_history.hpp"
#include "postgres/postgres_migrator_options.hpp"

namespace daybook::postgres {

/// A migration in one transaction: its history's row first, then its statements. While a table is
/// in use, the whole transaction is tried again, after pauses in which the table's users go on.
///
/// Throws: MigrationError; MigrationLockError after the last try; StorageError from the commit;
/// what libpqxx throws. The session is in no transaction then, if it is not lost.
class PostgresTransactionalMigration {
  public:
    static constexpr int tries_max = 10;

    /// All outlive the object. The migrators' lock is held, and the history's table is there.
    PostgresTransactionalMigration(PostgresSession& session, PostgresMigratorOptions const& options,
                                   ports::Clock& clock);

    [[nodiscard]] ports::Migrator::Applied run(ports::Migration const& migration,
                                               ports::MigrationAuthor const& author);

  private:
    /// Nothing of the migration remains.
    struct TableIsLocked {
        std::string reason;
    };

    [[nodiscard]] ports::Migrator::Applied run_once(ports::Migration const& migration,
                                                    ports::MigrationAuthor const& author);
    void run_statements(ports::Migration const& migration);
    void commit();

    PostgresSession& session_;
    PostgresMigratorOptions const& options_;
    ports::Clock& clock_;
    PostgresMigrationHistory history_;
    PostgresLockWatch watch_;
};

}  // namespace daybook::postgres
