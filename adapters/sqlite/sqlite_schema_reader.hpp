#pragma once

#include "ports/outbound/schema_reader.hpp"
#include "sqlite/sqlite_connection_factory.hpp"

namespace daybook::sqlite {

/// Tells a file's schema by SQLite's pragmas, and by the text of what they leave out: CHECKs,
/// indexes' expressions and triggers.
class SqliteSchemaReader final : public ports::SchemaReader {
  public:
    /// Opens nothing yet; live() never makes a file.
    explicit SqliteSchemaReader(SqliteOptions options);

    std::vector<ports::SchemaItem> live() override;
    std::vector<ports::SchemaItem> after(std::span<std::string_view const> scripts) override;

  private:
    SqliteConnectionFactory factory_;
};

}  // namespace daybook::sqlite
