#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ports/outbound/schema_reader.hpp"
#include "sql/dialect.hpp"

namespace daybook::sql {

/// One statement that makes a part of the book's schema.
struct SchemaStatement {
    ports::SchemaItem::Kind kind = ports::SchemaItem::Kind::table;
    /// The table it belongs to; of a function, its own name.
    std::string table;
    std::string name;
    std::string sql;
};

/// Everything that makes an empty database the book's, in an order in which it runs.
/// Shape: each `sql` ends without a semicolon; kinds are table, index, function, trigger, and check
/// for the domain of Postgres that has the check of a column.
[[nodiscard]] std::vector<SchemaStatement> schema_statements(Dialect dialect);
/// The same as one script.
[[nodiscard]] std::string schema_script(Dialect dialect);

/// `ALTER TABLE orders ADD COLUMN ...`, and on Postgres what makes its domain. Requires a column
/// that may be NULL, as it has no default.
/// Throws: std::invalid_argument for a table or column that the book has not.
[[nodiscard]] std::vector<std::string> add_column_statements(std::string_view table,
                                                             std::string_view column,
                                                             Dialect dialect);

/// The schema in the words of the code, item by item as SchemaReader gives what schema_script()
/// makes: definitions are `decimal NOT NULL`, `side IN ('BUY', 'SELL')`.
///
/// Shape: tables by name; of each the table itself, its columns, checks, primary key, foreign keys,
/// indexes and triggers. Checks, triggers and functions that only this engine has to be told have
/// an empty definition: the words say it elsewhere (`uuid`, `decimal`, `append-only`). A table's is
/// `append-only` or empty.
[[nodiscard]] std::vector<ports::SchemaItem> code_schema(Dialect dialect);
/// The same without what only one engine has to be told, and therefore the same for both.
[[nodiscard]] std::vector<ports::SchemaItem> code_schema();

}  // namespace daybook::sql
