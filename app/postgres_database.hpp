#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "app/database_url.hpp"
#include "app/embedded_schema.hpp"
#include "app/migrator_patience.hpp"
#include "app/store_report.hpp"
#include "ports/outbound/clock.hpp"
#include "ports/outbound/schema_eraser.hpp"
#include "ports/outbound/schema_reader.hpp"
#include "ports/outbound/storage.hpp"

namespace daybook::app {

/// The book in a Postgres database: migrating, opening, copying and checking it.
///
/// Throws: Failure; configuration_wrong for a URL that libpq does not understand,
/// database_unreachable where no server answers, and those of schema_gate.hpp.
class PostgresDatabase {
  public:
    /// Migrations go through `migrate_url` where it is given: another role, or past a pooler.
    PostgresDatabase(DatabaseUrl const& url, std::optional<DatabaseUrl> const& migrate_url,
                     ports::Clock& clock, ports::Sha256& sha256);

    /// Opens a database of this binary's schema, or one that `migrate` brings to it.
    [[nodiscard]] std::unique_ptr<ports::Storage> open_for_booking(bool migrate);
    /// Opens the database as it is.
    [[nodiscard]] std::unique_ptr<ports::Storage> open_for_reading();
    [[nodiscard]] std::unique_ptr<ports::Migrator> open_migrator(MigratorPatience patience = {});
    /// `answer_max`: see PostgresSchemaReader.
    [[nodiscard]] std::unique_ptr<ports::SchemaReader> open_schema_reader(
        std::chrono::milliseconds answer_max = std::chrono::milliseconds{0}) const;
    [[nodiscard]] std::unique_ptr<ports::SchemaEraser> open_schema_eraser() const;

    [[nodiscard]] StoreReport check() const;
    /// Tries once; nullopt where the server answers, else why it does not, in one sentence.
    [[nodiscard]] std::optional<std::string> why_unreachable() const;
    /// Writes what pg_restore reads. `file`: is overwritten, and may be left unfinished.
    void back_up_to(std::string const& file) const;
    /// Makes an empty database the one in `file`, on the timeline given, in one transaction.
    /// Throws: Failure where it has tables.
    void restore_from(std::string const& file, std::string const& timeline);
    /// Makes this process psql.
    [[noreturn]] void become_shell() const;

    [[nodiscard]] EmbeddedSchema const& schema() const { return schema_; }

  private:
    Secret url_;
    Secret migrate_url_;
    ports::Clock& clock_;
    EmbeddedSchema schema_;
};

}  // namespace daybook::app
