#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "ports/outbound/schema_reader.hpp"
#include "sql/dialect.hpp"
#include "sql/schema_statements.hpp"

namespace daybook::sql {

/// What statements are chosen from that bring one database to the code.
struct SchemaPushSource {
    /// What a reader says of the database, and of the code's script.
    std::vector<ports::SchemaItem> live;
    std::vector<ports::SchemaItem> code;
    /// The statements of the code, in the database's dialect.
    std::vector<SchemaStatement> statements;
    Dialect dialect = Dialect::sqlite;
    std::function<std::vector<std::string>(std::string_view table, std::string_view column,
                                           Dialect)>
        add_column;
};

struct SchemaPush {
    /// Without semicolons, in an order in which they run. Empty where there is nothing to do.
    std::vector<std::string> statements;
    std::vector<std::string> refusals;
};

/// Decides what brings a database to the code, refusing what SchemaGap refuses.
[[nodiscard]] SchemaPush decide_schema_push(SchemaPushSource const& source);

}  // namespace daybook::sql
