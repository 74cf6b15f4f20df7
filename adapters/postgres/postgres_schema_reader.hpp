#pragma once

#include <memory>

#include "ports/outbound/schema_reader.hpp"
#include "postgres/postgres_connection_factory.hpp"

namespace daybook::postgres {

/// Tells the schema that unqualified names mean in a database, by its catalogue. What belongs to
/// an extension is left out.
///
/// after() needs the right to create a schema: it makes one within a transaction, and rolls back.
class PostgresSchemaReader final : public ports::SchemaReader {
  public:
    /// Opens nothing yet.
    explicit PostgresSchemaReader(PostgresUrl url);

    std::vector<ports::SchemaItem> live() override;
    std::vector<ports::SchemaItem> after(std::span<std::string_view const> scripts) override;

  private:
    /// Runs `action` on a session in a transaction that is rolled back.
    template <class Action>
    std::vector<ports::SchemaItem> rolled_back(Action action);

    PostgresConnectionFactory factory_;
};

}  // namespace daybook::postgres
