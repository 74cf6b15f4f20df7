#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ports/outbound/clock.hpp"
#include "ports/outbound/migrator.hpp"
#include "postgres/postgres_connection_factory.hpp"
#include "postgres/postgres_error.hpp"

namespace daybook::postgres {

struct PostgresMigratorOptions {
    PostgresUrl url;
    /// How long to wait for another migrator.
    std::chrono::milliseconds lock_wait_max{60'000};
    /// How long one statement waits for a table before the migration is rolled back and tried
    /// again: who waits for a table keeps all others waiting too.
    std::chrono::milliseconds table_wait_max{3'000};
    /// Waits; tests need not.
    std::function<void(std::chrono::milliseconds)> pause;
};

/// Migrates a database over a connection of its own.
class PostgresMigrator final : public ports::Migrator {
  public:
    static constexpr int tries_max = 10;

    /// `clock` outlives the migrator. Opens nothing yet.
    PostgresMigrator(PostgresMigratorOptions options, ports::Clock& clock);

    std::vector<ports::AppliedMigration> history() override;
    Applied apply(ports::Migration const& migration, ports::MigrationAuthor const& author) override;
    std::string describe() const override;

  private:
    /// Nothing of the migration remains.
    struct TableIsLocked {
        std::string reason;
    };

    [[nodiscard]] PostgresSession& session();
    /// Runs `action` on the session; whatever libpqxx throws becomes a StorageError.
    template <class Action>
    auto guarded(Action action);
    [[nodiscard]] Applied apply_with_retries(ports::Migration const& migration,
                                             ports::MigrationAuthor const& author);
    [[nodiscard]] Applied apply_once(ports::Migration const& migration,
                                     ports::MigrationAuthor const& author);
    [[nodiscard]] bool enter_in_history(ports::Migration const& migration,
                                        ports::MigrationAuthor const& author);
    void run_script(std::string_view script);
    void commit();
    [[nodiscard]] std::string oldest_transaction();

    PostgresMigratorOptions options_;
    PostgresConnectionFactory factory_;
    ports::Clock& clock_;
    std::unique_ptr<PostgresSession> session_;
};

}  // namespace daybook::postgres
