#pragma once

#include <memory>

#include "app/database_url.hpp"
#include "app/embedded_schema.hpp"
#include "app/schema_target.hpp"
#include "ports/outbound/clock.hpp"
#include "ports/outbound/storage.hpp"

namespace daybook::app {

/// The book in a Postgres database: migrating and opening it.
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
    [[nodiscard]] std::unique_ptr<ports::Migrator> open_migrator(
        SchemaTargetOptions const& options = {});
    [[nodiscard]] std::unique_ptr<ports::SchemaReader> open_schema_reader();
    [[nodiscard]] EmbeddedSchema const& schema() const { return schema_; }

  private:
    Secret url_;
    Secret migrate_url_;
    ports::Clock& clock_;
    EmbeddedSchema schema_;
};

}  // namespace daybook::app
