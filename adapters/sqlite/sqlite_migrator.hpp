#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ports/outbound/clock.hpp"
#include "ports/outbound/migrator.hpp"
#include "sqlite/sqlite_connection_factory.hpp"

namespace daybook::sqlite {

/// Migrates a file, which apply() makes where there is none. The options' busy_timeout is how long
/// to wait for others who write; `tell`, if given, takes one sentence for people then. What no
/// transaction may hold elsewhere runs in one here.
class SqliteMigrator final : public ports::Migrator {
  public:
    /// `clock` outlives the migrator. Opens nothing yet.
    SqliteMigrator(SqliteOptions options, ports::Clock& clock,
                   std::function<void(std::string const&)> tell = {});

    std::vector<ports::AppliedMigration> history() override;
    Applied apply(ports::Migration const& migration, ports::MigrationAuthor const& author) override;
    Applied baseline(std::span<ports::Migration const> migrations,
                     ports::MigrationAuthor const& author) override;
    void repair(ports::Migration const& migration, ports::MigrationAuthor const& author,
                std::string const& reason) override;
    std::string describe() const override;

    /// Whether the file exists and holds any table: what a migration could destroy.
    [[nodiscard]] bool has_content();
    /// Writes a copy of everything committed to `file`, which appears whole or not at all. Returns
    /// false, and writes nothing, where a `version` is asked for and the database has another.
    bool backup_to(std::string const& file, std::optional<int> version = std::nullopt);
    /// What PRAGMA quick_check finds wrong with the file, one sentence each; empty for a sound one.
    [[nodiscard]] std::vector<std::string> check_integrity();

  private:
    [[nodiscard]] SqliteConnection& reading();
    [[nodiscard]] SqliteConnection& writing();
    [[nodiscard]] bool file_exists() const;
    void begin_exclusive(SqliteConnection& database);
    /// Runs `action` in a transaction of its own, and gives what it returns.
    template <class Action>
    auto exclusively(Action action);

    SqliteConnectionFactory factory_;
    ports::Clock& clock_;
    std::function<void(std::string const&)> tell_;
    std::unique_ptr<SqliteConnection> connection_;
    bool is_writable_ = false;
};

}  // namespace daybook::sqlite
