#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/embedded_schema.hpp"
#include "app/schema_target.hpp"
#include "ports/outbound/clock.hpp"
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
    [[nodiscard]] std::unique_ptr<ports::Migrator> open_migrator(
        SchemaTargetOptions const& options = {});
    [[nodiscard]] std::unique_ptr<ports::SchemaReader> open_schema_reader() const;
    /// Prepares a migration: makes the folders, and the copy.
    void make_folders() const;
    void back_up_schema(int version) const;

    /// Writes a copy that is consistent, whatever others write meanwhile.
    void back_up_to(std::string const& file) const;

    struct Report {
        std::string engine;
        std::uint64_t file_bytes = 0;
        /// Names and values.
        std::vector<std::pair<std::string, std::string>> settings;
        /// What is wrong with the file, one sentence each.
        std::vector<std::string> findings;
    };
    [[nodiscard]] Report check() const;

    [[nodiscard]] EmbeddedSchema const& schema() const { return schema_; }
    void require_file() const;

  private:
    std::string path_;
    ports::Clock& clock_;
    EmbeddedSchema schema_;
};

}  // namespace daybook::app
