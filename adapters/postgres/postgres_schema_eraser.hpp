#pragma once

#include "ports/outbound/schema_eraser.hpp"
#include "postgres/postgres_connection_factory.hpp"

namespace daybook::postgres {

/// Erases the schema of a database, over a connection of its own.
class PostgresSchemaEraser final : public ports::SchemaEraser {
  public:
    /// Opens nothing yet.
    explicit PostgresSchemaEraser(PostgresUrl url);

    bool has_entries() override;
    bool erase(std::span<ports::SchemaItem const> items) override;

  private:
    /// Runs `action` on a session; whatever libpqxx throws becomes a StorageError.
    template <class Action>
    bool guarded(Action action);

    PostgresConnectionFactory factory_;
};

}  // namespace daybook::postgres
