#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "ports/outbound/clock.hpp"
#include "ports/outbound/migrator.hpp"
#include "postgres/postgres_connection_factory.hpp"
#include "postgres/postgres_migrator_options.hpp"

namespace daybook::postgres {

/// Migrates a database over a connection of its own.
///
/// Throws: as the port says; also unavailable behind a pooler, which would hand the lock to others.
class PostgresMigrator final : public ports::Migrator {
  public:
    /// `clock` outlives the migrator. Opens nothing yet.
    PostgresMigrator(PostgresMigratorOptions options, ports::Clock& clock);

    std::vector<ports::AppliedMigration> history() override;
    Applied apply(ports::Migration const& migration, ports::MigrationAuthor const& author) override;
    Applied baseline(std::span<ports::Migration const> migrations,
                     ports::MigrationAuthor const& author) override;
    void repair(ports::Migration const& migration, ports::MigrationAuthor const& author,
                std::string const& reason) override;
    std::string describe() const override;

  private:
    [[nodiscard]] PostgresSession& session();
    /// Runs `action` on the session; whatever libpqxx throws becomes a StorageError.
    template <class Action>
    auto guarded(Action action);
    /// The same, with the migrators' lock held and the history's table there.
    template <class Action>
    auto locked(Action action);

    PostgresMigratorOptions options_;
    PostgresConnectionFactory factory_;
    ports::Clock& clock_;
    std::unique_ptr<PostgresSession> session_;
};

}  // namespace daybook::postgres
