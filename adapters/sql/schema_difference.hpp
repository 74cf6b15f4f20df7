#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ports/outbound/schema_reader.hpp"

namespace daybook::sql {

/// One thing in which a schema is not what it should be.
struct SchemaDifference {
    enum class Kind { missing, unexpected, changed };

    Kind kind = Kind::missing;
    /// As it should be; of something unexpected, as it is.
    ports::SchemaItem item;
    /// As it is, where it is something else.
    std::string found;
};

/// Compares what one reader said of two schemas of the same engine. The order of columns does not
/// count: a column that is added comes last in every engine.
/// Shape: what is missing or changed in the order of `wanted`, then what is unexpected in the order
/// of `found`. Of a table that is missing or unexpected, only the table itself.
[[nodiscard]] std::vector<SchemaDifference> schema_differences(
    std::vector<ports::SchemaItem> const& found, std::vector<ports::SchemaItem> const& wanted);

/// How the two schemas are called in sentences.
struct SchemaNames {
    std::string_view found = "the database";
    std::string_view wanted = "the code";
};

/// One sentence that names table and column:
/// `column orders.venue (text) is in the code and not in the database`.
[[nodiscard]] std::string difference_text(SchemaDifference const& difference,
                                          SchemaNames const& names);

/// `column orders.side`, `primary key of orders`, `function daybook_append_only`.
[[nodiscard]] std::string item_title(ports::SchemaItem const& item);

}  // namespace daybook::sql
