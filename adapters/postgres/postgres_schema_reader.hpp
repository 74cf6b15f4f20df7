#pragma once

#include <chrono>
#include <memory>
#include <optional>

#include "ports/outbound/schema_reader.hpp"
#include "postgres/postgres_connection_factory.hpp"
#include "postgres/postgres_housekeeper.hpp"

namespace daybook::postgres {

/// Tells the schema that unqualified names mean in a database, by its catalogue. What belongs to
/// an extension is left out.
///
/// after() needs the right to create a schema: it makes one within a transaction, and rolls back.
class PostgresSchemaReader final : public ports::SchemaReader {
  public:
    /// Opens nothing yet. `answer_max`: how long the server may take for one answer; 0 for as long
    /// as it likes.
    explicit PostgresSchemaReader(PostgresUrl url,
                                  std::chrono::milliseconds answer_max = std::chrono::milliseconds{
                                      0});

    std::vector<ports::SchemaItem> live() override;
    std::vector<ports::SchemaItem> after(std::span<std::string_view const> scripts) override;

  private:
    /// Runs `action` on a session in a transaction that is rolled back.
    template <class Action>
    std::vector<ports::SchemaItem> rolled_back(char const* begin, Action action);

    PostgresConnectionFactory factory_;
    /// Cuts off a server that does not answer; there where somebody waits for no longer.
    std::optional<PostgresHousekeeper> housekeeper_;
};

}  // namespace daybook::postgres
