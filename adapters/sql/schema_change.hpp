#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "ports/outbound/schema_reader.hpp"
#include "sql/dialect.hpp"
#include "sql/schema_statements.hpp"

namespace daybook::sql {

/// What a generated migration is made from.
struct SchemaChangeSource {
    /// What a reader of SQLite says of the migrations there are, and of the code's script.
    std::vector<ports::SchemaItem> migrated;
    std::vector<ports::SchemaItem> code;
    /// The statements of the code.
    std::vector<SchemaStatement> sqlite;
    std::vector<SchemaStatement> postgres;
    /// The texts of the migrations there are: what they create by name is there.
    std::vector<std::string_view> postgres_migrations;
    /// The statements that add a column that may be NULL.
    std::function<std::vector<std::string>(std::string_view table, std::string_view column,
                                           Dialect)>
        add_column;
};

/// One migration, for both dialects.
struct GeneratedMigration {
    /// Goes behind the migration's name; empty for the first.
    std::string suffix;
    std::string sqlite;
    std::string postgres;
};

struct SchemaChange {
    /// Empty where there is nothing to do.
    std::vector<GeneratedMigration> migrations;
    /// Why nothing is generated, one sentence each, naming table and column.
    std::vector<std::string> refusals;
};

/// Decides what brings the migrations to the code: new tables with their indexes and triggers, new
/// columns, new indexes and triggers of old tables. An index of a table that is in use becomes a
/// migration of its own, as Postgres builds it without keeping others waiting only so.
/// Errors: what is gone from the code, perhaps renamed, what has changed, and columns that are NOT
/// NULL are refused.
[[nodiscard]] SchemaChange decide_schema_change(SchemaChangeSource const& source);

}  // namespace daybook::sql
