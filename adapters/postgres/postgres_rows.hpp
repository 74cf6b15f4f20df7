#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "postgres/postgres_connection.hpp"
#include "postgres/postgres_result.hpp"
#include "sql/book_tables.hpp"
#include "sql/statement_text.hpp"
#include "sql/table_rows.hpp"

namespace daybook::postgres {

// What follows from a table of the book: statements, and rows as the model has them.

template <auto const& table>
inline constexpr std::string_view insert_sql = sql::insert_statement<table, sql::Dialect::postgres>;
template <auto const& table>
inline constexpr std::string_view save_sql = sql::upsert_statement<table, sql::Dialect::postgres>;
template <auto const& table>
inline constexpr std::string_view update_sql = sql::update_statement<table, sql::Dialect::postgres>;
/// Its rows begin with the number of the key that they answer, from 1.
template <auto const& table>
inline constexpr std::string_view find_sql =
    sql::select_by_key_statement<table, sql::Dialect::postgres>;

/// "SELECT <the table's columns> FROM <rest>".
template <auto const& table>
[[nodiscard]] std::string select(std::string_view rest) {
    return sql::select_text(table.shape(), sql::Dialect::postgres, rest);
}
/// The same with the column `n` before the others: the number of the key that a row answers.
template <auto const& table>
[[nodiscard]] std::string select_by_key(std::string_view rest) {
    return sql::join("SELECT n, ", sql::select_list(table.shape(), sql::Dialect::postgres),
                     " FROM ", rest);
}

/// Runs a statement whose parameters are the columns of `rows`, and then `more`.
template <auto const& table, class Rows, class... More>
PostgresResult run_rows(PostgresConnection& connection, std::string_view sql, Rows const& rows,
                        More&&... more) {
    return table.with_members([&](auto... members) {
        return connection.run(sql, column(rows, members)..., std::forward<More>(more)...);
    });
}

/// The same with PostgresConnection::change().
template <auto const& table, class Rows>
void change_rows(PostgresConnection& connection, std::string_view sql, Rows const& rows) {
    table.with_members([&](auto... members) {
        connection.change(table.shape().name, sql, column(rows, members)...);
    });
}

/// The same with PostgresConnection::change_now().
template <auto const& table, class Rows>
PostgresResult change_rows_now(PostgresConnection& connection, std::string_view sql,
                               Rows const& rows) {
    return table.with_members([&](auto... members) {
        return connection.change_now(table.shape().name, sql, column(rows, members)...);
    });
}

/// The rows that hold these parts of the model.
template <class Parts>
[[nodiscard]] auto rows_of(Parts const& parts) {
    std::vector<decltype(sql::row_of(*parts.begin()))> rows;
    rows.reserve(parts.size());
    for (auto const& part : parts) rows.push_back(sql::row_of(part));
    return rows;
}

/// Reads the rows that are left.
template <auto const& table>
[[nodiscard]] auto read_all(PostgresResult result) {
    return read_all(std::move(result), sql::read_model<table, PostgresResult>);
}

template <auto const& table>
[[nodiscard]] auto read_first(PostgresResult result) {
    return read_first(std::move(result), sql::read_model<table, PostgresResult>);
}

/// Answers for `count` keys: rows begin with the number of their key, from 1.
/// Shape: result[i] holds what the row of key i + 1 says; nullopt where there is none.
template <auto const& table>
[[nodiscard]] auto read_by_key(std::size_t count, PostgresResult result) {
    return read_by_key(count, std::move(result), sql::read_model<table, PostgresResult>);
}

/// As read_by_key(), with any number of rows a key, in their order.
template <auto const& table>
[[nodiscard]] auto read_lists_by_key(std::size_t count, PostgresResult result) {
    return read_lists_by_key(count, std::move(result), sql::read_model<table, PostgresResult>);
}

}  // namespace daybook::postgres
