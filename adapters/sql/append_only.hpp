#pragma once

#include <string>
#include <vector>

#include "sql/dialect.hpp"
#include "sql/schema_statements.hpp"
#include "sql/table_shape.hpp"

namespace daybook::sql {

/// The triggers by which a table refuses to change what it has.
[[nodiscard]] std::vector<SchemaStatement> append_only_triggers(TableShape const& table,
                                                                Dialect dialect);
/// The function that the triggers of Postgres call.
[[nodiscard]] SchemaStatement append_only_function();

}  // namespace daybook::sql
