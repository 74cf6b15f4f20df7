#pragma once

#include <memory>
#include <string>
#include <vector>

#include "ports/outbound/clock.hpp"
#include "ports/outbound/migrator.hpp"
#include "sqlite/sqlite_connection_factory.hpp"

namespace daybook::sqlite {

/// Migrates a file, which apply() makes where there is none. The options' busy_timeout is how long
/// to wait for another migrator.
class SqliteMigrator final : public ports::Migrator {
  public:
    /// `clock` outlives the migrator. Opens nothing yet.
    SqliteMigrator(SqliteOptions options, ports::Clock& clock);

    std::vector<ports::AppliedMigration> history() override;
    Applied apply(ports::Migration const& migration, ports::MigrationAuthor const& author) override;
    std::string describe() const override;

    /// Whether the file exists and holds any table: what a migration could destroy.
    [[nodiscard]] bool has_content();
    /// Writes a copy of everything committed to `file`, which appears whole or not at all.
    void backup_to(std::string const& file);
    /// What PRAGMA quick_check finds wrong with the file, one sentence each; empty for a sound one.
    [[nodiscard]] std::vector<std::string> check_integrity();

  private:
    [[nodiscard]] SqliteConnection& connection();
    [[nodiscard]] bool file_exists() const;

    SqliteConnectionFactory factory_;
    ports::Clock& clock_;
    std::unique_ptr<SqliteConnection> connection_;
};

}  // namespace daybook::sqlite
