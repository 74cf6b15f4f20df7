#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/timestamp.hpp"

namespace daybook::ports {

/// One step of the schema, as this binary carries it.
struct Migration {
    int version = 0;
    std::string_view name;
    std::string_view fingerprint;
    /// The oldest schema whose binaries can still use the database afterwards.
    int compatible_from = 0;
    /// Statements in the store's dialect, separated by semicolons.
    std::string_view sql;
    /// False: one statement that no transaction may hold, such as CREATE INDEX CONCURRENTLY. When
    /// it was cut off, the next apply() looks what it left behind, and heals it.
    bool in_transaction = true;
};

/// Who applies a migration.
struct MigrationAuthor {
    std::string applied_by;
    std::string daybook_version;
};

/// What a repaired row's error says: `repaired by joe@host with daybook 1.4.0: a typo`.
[[nodiscard]] inline std::string repair_note(MigrationAuthor const& author,
                                             std::string const& reason) {
    return "repaired by " + author.applied_by + " with daybook " + author.daybook_version + ": " +
           reason;
}

enum class MigrationState { applied, baseline, running, failed };

/// One row of the history. Rows are never deleted.
struct AppliedMigration {
    int version = 0;
    std::string name;
    std::string fingerprint;
    MigrationState state = MigrationState::applied;
    int compatible_from = 0;
    std::string applied_by;
    std::string daybook_version;
    model::Timestamp started_at;
    std::optional<model::Timestamp> finished_at;
    std::optional<std::string> error;

    friend bool operator==(AppliedMigration const&, AppliedMigration const&) = default;
};

/// A statement of a migration failed. Nothing of the migration remains where it runs in a
/// transaction; else its row says `failed`, and the next apply() heals what is left.
class MigrationError : public std::runtime_error {
  public:
    /// `line` counts from 1 within the migration's text.
    MigrationError(std::size_t line, std::string statement, std::string const& what)
        : std::runtime_error{what}, line_{line}, statement_{std::move(statement)} {}

    [[nodiscard]] std::size_t line() const { return line_; }
    [[nodiscard]] std::string const& statement() const { return statement_; }

  private:
    std::size_t line_;
    std::string statement_;
};

/// The migrators' lock, or one of a table, was not to be had in time; nothing was changed.
class MigrationLockError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Reads and extends the history of a store's schema. What is to be applied is decided elsewhere.
///
/// Threads: not safe; any number of migrators, in any number of processes, may run at once.
/// Throws: StorageError from any member; unavailable where the store cannot be reached or is lost.
/// MigrationLockError from those that change something.
class Migrator {
  public:
    enum class Applied { now, before };

    virtual ~Migrator() = default;

    /// What has been applied, by version; empty where there is no history.
    [[nodiscard]] virtual std::vector<AppliedMigration> history() = 0;
    /// Applies one migration whole or not at all. Returns `before` where the version is in the
    /// history by now. One that no transaction may hold, and that was begun and not finished, is
    /// finished. Throws: MigrationError for a statement that fails.
    virtual Applied apply(Migration const& migration, MigrationAuthor const& author) = 0;
    /// Enters these migrations in an empty history, in state `baseline`, without running them.
    /// Returns `before`, and changes nothing, where there is a history.
    virtual Applied baseline(std::span<Migration const> migrations,
                             MigrationAuthor const& author) = 0;
    /// Makes the row of the migration's version this migration's: accepts a text that was edited,
    /// and ends one that was begun and not finished, if what it makes is there. The row's error
    /// keeps the reason, and who gave it.
    /// Throws: MigrationError where no such version is in the history, or where what the migration
    /// makes is not there; nothing was changed.
    virtual void repair(Migration const& migration, MigrationAuthor const& author,
                        std::string const& reason) = 0;
    /// The store, for people, without secrets.
    [[nodiscard]] virtual std::string describe() const = 0;
};

}  // namespace daybook::ports
