#pragma once

#include <memory>
#include <optional>
#include <string>

#include "app/embedded_schema.hpp"
#include "app/migrator_patience.hpp"
#include "app/store_report.hpp"
#include "ports/outbound/clock.hpp"
#include "ports/outbound/schema_eraser.hpp"
#include "ports/outbound/schema_reader.hpp"
#include "ports/outbound/storage.hpp"

namespace daybook::app {

/// The book in a file of SQLite: making, migrating, opening, copying and checking it.
///
/// Throws: Failure; database_unreachable where the file is missing or cannot be opened.
class EmbeddedDatabase {
  public:
    EmbeddedDatabase(std::string path, ports::Clock& clock, ports::Sha256& sha256);

    /// Makes the file where there is none, with the folders above it, and brings it to this
    /// binary's schema; an older one that is not empty is copied beside itself first.
    [[nodiscard]] std::unique_ptr<ports::Storage> open_for_booking();
    /// Opens the file as it is.
    [[nodiscard]] std::unique_ptr<ports::Storage> open_for_reading();
    [[nodiscard]] std::unique_ptr<ports::Migrator> open_migrator(MigratorPatience patience = {});
    [[nodiscard]] std::unique_ptr<ports::SchemaReader> open_schema_reader() const;
    [[nodiscard]] std::unique_ptr<ports::SchemaEraser> open_schema_eraser() const;
    /// Throws: Failure with history_mismatch for a file that holds tables and no history.
    void require_own_tables() const;
    /// Prepares a migration: makes the folders, and refuses a file with tables of somebody else.
    void prepare_migration() const;
    /// Copies a file of this schema before it is migrated; the newest copies are kept.
    void back_up_schema(int version) const;

    /// Writes a copy that is consistent, whatever others write meanwhile.
    void back_up_to(std::string const& file) const;
    /// Makes the book the one in `file`, on the timeline given, whole or not at all.
    /// Throws: Failure where somebody has the book open, or where there is one and not `yes`.
    void restore_from(std::string const& file, std::string const& timeline, bool yes) const;

    [[nodiscard]] StoreReport check() const;
    /// Tries once; nullopt where the file can be read, else why not, in one sentence.
    [[nodiscard]] std::optional<std::string> why_unreachable() const;

    [[nodiscard]] EmbeddedSchema const& schema() const { return schema_; }
    void require_file() const;

  private:
    void require_usable_schema_of_backup(std::string const& file) const;
    void make_folders() const;

    std::string path_;
    ports::Clock& clock_;
    EmbeddedSchema schema_;
};

}  // namespace daybook::app
