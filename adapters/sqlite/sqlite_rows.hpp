#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "sql/book_tables.hpp"
#include "sql/statement_text.hpp"
#include "sql/table_rows.hpp"
#include "sqlite/sqlite_statement.hpp"

namespace daybook::sqlite {

// What follows from a table of the book: statements, and rows as the model has them.

template <auto const& table>
inline constexpr std::string_view insert_sql = sql::insert_statement<table, sql::Dialect::sqlite>;
template <auto const& table>
inline constexpr std::string_view save_sql = sql::upsert_statement<table, sql::Dialect::sqlite>;
template <auto const& table>
inline constexpr std::string_view update_sql = sql::update_statement<table, sql::Dialect::sqlite>;
template <auto const& table>
inline constexpr std::string_view find_sql =
    sql::select_by_key_statement<table, sql::Dialect::sqlite>;

/// "SELECT <the table's columns> FROM <rest>".
template <auto const& table>
[[nodiscard]] std::string select(std::string_view rest) {
    return sql::select_text(table.shape(), sql::Dialect::sqlite, rest);
}

/// Runs a statement whose parameters are the columns of `row`. Returns how many rows it changed.
template <auto const& table, class Row>
int run_row(SqliteStatement& statement, Row const& row) {
    return table.with_members([&](auto... members) { return statement.run(row.*members...); });
}

/// Reads the rows that are left.
template <auto const& table>
[[nodiscard]] auto read_all(SqliteRows rows) {
    std::vector<decltype(sql::read_model<table>(rows))> all;
    while (rows.next()) all.push_back(sql::read_model<table>(rows));
    return all;
}

template <auto const& table>
[[nodiscard]] auto read_first(SqliteRows rows) {
    std::optional<decltype(sql::read_model<table>(rows))> first;
    if (rows.next()) first = sql::read_model<table>(rows);
    return first;
}

}  // namespace daybook::sqlite
