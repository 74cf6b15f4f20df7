#pragma once

#include <string>

#include "ports/outbound/clock.hpp"
#include "ports/outbound/migrator.hpp"
#include "postgres/postgres_index_build.hpp"
#include "postgres/postgres_migration_history.hpp"
#include "postgres/postgres_migrator_options.hpp"

namespace daybook::postgres {

/// A migration of one statement that no transaction may hold. Its row says `running` before the
/// statement, and `applied` or `failed` after it; who finds an unfinished row looks what the
/// statement left, and finishes it:
///
/// | the index is | CREATE INDEX CONCURRENTLY | DROP INDEX CONCURRENTLY |
/// |--------------|---------------------------|-------------------------|
/// | absent       | runs it                   | is done                 |
/// | invalid      | drops it, then runs it    | runs it                 |
/// | valid        | is done                   | runs it                 |
///
/// Any other statement is run again.
/// Throws: MigrationError; what libpqxx throws.
class PostgresStandaloneMigration {
  public:
    /// All outlive the object. The migrators' lock is held, and the history's table is there.
    PostgresStandaloneMigration(PostgresSession& session, PostgresMigratorOptions const& options,
                                ports::Clock& clock);

    [[nodiscard]] ports::Migrator::Applied run(ports::Migration const& migration,
                                               ports::MigrationAuthor const& author);
    /// Lets pass a migration whose index is as its statement leaves it, or that builds none.
    void require_done(ports::Migration const& migration);

  private:
    struct Statement {
        std::size_t line = 0;
        std::string text;
        std::optional<PostgresIndexBuild> index;
    };

    [[nodiscard]] static Statement only_statement(ports::Migration const& migration);
    void require_free_name(Statement const& statement);
    void finish_what_is_there(ports::Migration const& migration, Statement const& statement);
    void execute(ports::Migration const& migration, Statement const& statement);
    void run_watched(std::string const& sql);

    PostgresSession& session_;
    PostgresMigratorOptions const& options_;
    ports::Clock& clock_;
    PostgresMigrationHistory history_;
};

}  // namespace daybook::postgres
