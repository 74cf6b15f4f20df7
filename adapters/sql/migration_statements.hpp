#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sql/sql_tokens.hpp"

namespace daybook::sql {

using SqlTokens = std::span<SqlToken const>;

/// `CREATE TABLE name (item, item, ...)`. Shape: columns and constraints, as they are written.
struct CreateTable {
    std::string table;
    std::vector<SqlTokens> items;
};

/// `ALTER TABLE name action, action, ...`.
struct AlterTable {
    std::string table;
    std::vector<SqlTokens> actions;
};

/// `CREATE INDEX name ON table ...`.
struct CreateIndex {
    std::string table;
    std::string name;
    bool is_concurrent = false;
};

/// `ADD COLUMN name type ...`, or a column of CREATE TABLE.
struct ColumnDefinition {
    std::string name;
    /// Behind the name.
    SqlTokens type_and_rules;
};

/// Read one statement each. Shape: what is returned points into `statement`; nullopt for every
/// other statement.
[[nodiscard]] std::optional<CreateTable> read_create_table(SqlTokens statement);
[[nodiscard]] std::optional<AlterTable> read_alter_table(SqlTokens statement);
[[nodiscard]] std::optional<CreateIndex> read_create_index(SqlTokens statement);
/// The tables of `DROP TABLE a, b`; empty for every other statement.
[[nodiscard]] std::vector<std::string> read_drop_table(SqlTokens statement);

/// The column of an action `ADD COLUMN ...`; nullopt for every other action.
[[nodiscard]] std::optional<ColumnDefinition> read_add_column(SqlTokens action);
/// The column of an item of CREATE TABLE; nullopt for a constraint.
[[nodiscard]] std::optional<ColumnDefinition> read_column(SqlTokens item);

}  // namespace daybook::sql
