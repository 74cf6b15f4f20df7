#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sql/dialect.hpp"
#include "sql/migration_lint.hpp"

namespace daybook::app {

/// One migration of a folder, or of this binary. A dialect whose file is missing has no text.
struct MigrationFiles {
    int version = 0;
    std::string name;
    std::string sqlite;
    std::string postgres;

    /// `0007_add_venue`
    [[nodiscard]] std::string folder() const;
    [[nodiscard]] std::string const& text(sql::Dialect dialect) const;
};

/// The migrations that are worked on: `migrations/` below the current folder.
///
/// Throws: Failure with usage where the folder is not there, or cannot be read or written.
class MigrationFolder {
  public:
    explicit MigrationFolder(std::filesystem::path path);

    /// `migrations` below the current folder, where it is there.
    [[nodiscard]] static std::optional<MigrationFolder> here();
    /// The same; Throws: Failure where it is not there.
    [[nodiscard]] static MigrationFolder require_here();

    /// Shape: by version.
    [[nodiscard]] std::vector<MigrationFiles> const& migrations() const { return migrations_; }
    /// What is wrong with numbers, names, missing files and LATEST, one sentence each: what the
    /// build refuses too.
    [[nodiscard]] std::vector<std::string> const& findings() const { return findings_; }

    /// Writes the next migration, and LATEST. Returns the paths of its two files.
    /// Throws: Failure with usage for a name that is no lower_case_name.
    std::vector<std::string> add(std::string_view name, std::string_view sqlite,
                                 std::string_view postgres);

  private:
    void read_migration(std::string const& folder);
    void check_latest();
    [[nodiscard]] std::string read_file(std::filesystem::path const& path) const;
    void write_file(std::filesystem::path const& path, std::string_view text) const;

    std::filesystem::path path_;
    std::vector<MigrationFiles> migrations_;
    std::vector<std::string> findings_;
};

/// Throws: Failure with usage for a name that is no lower_case_name.
void require_migration_name(std::string_view name);

/// The migrations of this binary.
[[nodiscard]] std::vector<MigrationFiles> embedded_migration_files();

/// What lint says of both files of each migration.
[[nodiscard]] std::vector<sql::LintFinding> lint_migrations(
    std::vector<MigrationFiles> const& migrations);

/// `migrations/0007_add_venue/postgres.sql`
[[nodiscard]] std::string migration_path(MigrationFiles const& files, sql::Dialect dialect);

}  // namespace daybook::app
