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

/// What checks a column on Postgres, which reads and plans the CHECKs of a table anew in every
/// statement that writes to it, and those of a domain once a session: see docs/decisions/0013.
struct Domain {
    /// `orders_side`.
    std::string name;
    /// `CREATE DOMAIN orders_side AS text COLLATE "C" CHECK (VALUE IN ('BUY', 'SELL'))`.
    std::string sql;
};

/// One for each column of the table with a check, in their order.
[[nodiscard]] std::vector<Domain> domains_of(TableShape const& table);

/// CREATE TABLE with keys and checks; on Postgres its domains have to be there.
[[nodiscard]] std::string create_table(TableShape const& table, Dialect dialect);
/// What adds a column, with its domain on Postgres: that gets its check last, because Postgres
/// writes a table anew for a column whose domain has one.
[[nodiscard]] std::vector<std::string> add_column(TableShape const& table,
                                                  ColumnShape const& column, Dialect dialect);
[[nodiscard]] std::string create_index(TableShape const& table, Index const& index);

}  // namespace daybook::sql
