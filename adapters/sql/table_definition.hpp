#pragma once

#include <string>
#include <vector>

#include "sql/dialect.hpp"
#include "sql/table_shape.hpp"

namespace daybook::sql {

/// What an engine checks of each row of a table, in the order of its CREATE TABLE: first the
/// columns' checks, then the table's. A check without text for an engine is not there.
struct TableCheck {
    /// nullptr for a check of the whole table.
    ColumnShape const* column = nullptr;
    std::string words;
    std::string sql;
};

/// Those that follow from the columns' types are among them: the names of an enumeration, the
/// length of a blob, that a decimal is a number.
[[nodiscard]] std::vector<TableCheck> checks_of(TableShape const& table, Dialect dialect);

/// `side text COLLATE "C" NOT NULL CHECK (...)`.
[[nodiscard]] std::string column_definition(TableShape const& table, ColumnShape const& column,
                                            Dialect dialect);
/// CREATE TABLE with keys and checks.
[[nodiscard]] std::string create_table(TableShape const& table, Dialect dialect);
[[nodiscard]] std::string create_index(TableShape const& table, Index const& index);

}  // namespace daybook::sql
