#pragma once

#include "ports/outbound/schema_eraser.hpp"
#include "sqlite/sqlite_connection_factory.hpp"

namespace daybook::sqlite {

/// Erases the schema of a file, which stays, empty.
class SqliteSchemaEraser final : public ports::SchemaEraser {
  public:
    /// Opens nothing yet.
    explicit SqliteSchemaEraser(SqliteOptions options);

    bool has_entries() override;
    bool erase(std::span<ports::SchemaItem const> items) override;

  private:
    SqliteConnectionFactory factory_;
};

}  // namespace daybook::sqlite
