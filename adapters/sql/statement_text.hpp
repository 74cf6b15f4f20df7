#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "sql/dialect.hpp"
#include "sql/fixed_text.hpp"
#include "sql/table_shape.hpp"

namespace daybook::sql {

// Statements as they follow from a table. Their parameters are the columns in their order, numbered
// from 1: of SQLite a value each (`?1`), of Postgres an array each with one element a row
// (`$1::text[]`), so that one statement writes or looks up any number of rows.

/// `write(column, number)` of each column, with ", " between; what is empty is left out.
template <class Write>
[[nodiscard]] constexpr std::string each_column(TableShape const& table, Write write) {
    std::string list;
    std::size_t number = 0;
    for (auto const& column : table.columns) {
        std::string const text = write(column, ++number);
        if (!text.empty() && !list.empty()) list += ", ";
        list += text;
    }
    return list;
}

[[nodiscard]] constexpr std::string number_text(std::size_t number) {
    std::string text;
    for (; number > 0; number /= 10) {
        text.insert(text.begin(), static_cast<char>('0' + number % 10));
    }
    return text;
}

/// `?3` or `$3::text[]`.
[[nodiscard]] constexpr std::string parameter(ColumnShape const& column, std::size_t number,
                                              Dialect dialect) {
    if (dialect == Dialect::sqlite) return "?" + number_text(number);
    return "$" + number_text(number) + "::" + std::string{element_name(column.type)} + "[]";
}

/// `account_id, id, exchange, ...`: to write.
[[nodiscard]] constexpr std::string column_list(TableShape const& table) {
    return each_column(
        table, [](ColumnShape const& column, std::size_t) { return std::string{column.name}; });
}

/// `$1::text[], $2::uuid[], ...`
[[nodiscard]] constexpr std::string parameter_list(TableShape const& table, Dialect dialect) {
    return each_column(table, [=](ColumnShape const& column, std::size_t number) {
        return parameter(column, number, dialect);
    });
}

/// The columns as they are read: Postgres gives times as microseconds since 1970.
[[nodiscard]] constexpr std::string select_list(TableShape const& table, Dialect dialect) {
    return each_column(table, [=](ColumnShape const& column, std::size_t) {
        std::string const name{column.name};
        if (dialect == Dialect::sqlite || column.type != SqlType::timestamp) return name;
        return "(extract(epoch FROM " + name + ") * 1000000)::bigint AS " + name;
    });
}

/// `SELECT <columns> FROM <rest>`.
[[nodiscard]] constexpr std::string select_text(TableShape const& table, Dialect dialect,
                                                std::string_view rest) {
    return "SELECT " + select_list(table, dialect) + " FROM " + std::string{rest};
}

/// `a = u.a, b = u.b` of the columns that are neither of the key nor in `except`.
[[nodiscard]] constexpr std::string assignments(TableShape const& table, std::string_view source,
                                                std::string_view except = {}) {
    return each_column(table, [&](ColumnShape const& column, std::size_t) {
        if (is_named(table.primary_key, column.name) || is_named(except, column.name)) {
            return std::string{};
        }
        std::string const name{column.name};
        return name + " = " + std::string{source} + "." + name;
    });
}

[[nodiscard]] constexpr std::string insert_text(TableShape const& table, Dialect dialect) {
    auto const parameters = parameter_list(table, dialect);
    return "INSERT INTO " + std::string{table.name} + " (" + column_list(table) + ") " +
           (dialect == Dialect::sqlite ? "VALUES (" + parameters + ")"
                                       : "SELECT * FROM unnest(" + parameters + ")");
}

/// Inserts; of rows that exist it changes the columns in `changed`, or all but the key.
[[nodiscard]] constexpr std::string upsert_text(TableShape const& table, Dialect dialect,
                                                std::string_view changed = {}) {
    std::string except;
    for (auto const& column : table.columns) {
        if (changed.empty() || is_named(changed, column.name)) continue;
        if (!except.empty()) except += ", ";
        except += column.name;
    }
    return insert_text(table, dialect) + " ON CONFLICT (" + std::string{table.primary_key} +
           ") DO UPDATE SET " + assignments(table, "excluded", except);
}

/// Reads by the primary key, whose columns are the parameters. Postgres puts the number of the key
/// that a row answers before its columns.
[[nodiscard]] constexpr std::string select_by_key_text(TableShape const& table, Dialect dialect) {
    std::string parameters;
    std::string names;
    std::string condition;
    std::size_t number = 0;
    for_each_part(table.primary_key, ", ", [&](std::string_view part) {
        std::string const name{part};
        auto const value = parameter(*find_column(table, part), ++number, dialect);
        parameters += (number > 1 ? ", " : "") + value;
        names += "key_" + name + ", ";
        condition += (number > 1 ? " AND " : "") + name + " = " +
                     (dialect == Dialect::sqlite ? value : "key_" + name);
    });
    std::string const name{table.name};
    if (dialect == Dialect::sqlite) {
        return select_text(table, dialect, name + " WHERE " + condition);
    }
    return "SELECT n, " + select_list(table, dialect) + " FROM unnest(" + parameters +
           ") WITH ORDINALITY AS k(" + names + "n) JOIN " + name + " ON " + condition;
}

/// Changes the columns that are neither of the key nor in `except` where the key is the same.
[[nodiscard]] constexpr std::string update_text(TableShape const& table, Dialect dialect,
                                                std::string_view except = {}) {
    std::string const name{table.name};
    std::string condition;
    auto const changes = each_column(table, [&](ColumnShape const& column, std::size_t number) {
        std::string const column_name{column.name};
        bool const is_key = is_named(table.primary_key, column.name);
        bool const is_sqlite = dialect == Dialect::sqlite;
        if (is_key) {
            condition += (condition.empty() ? "" : " AND ") +
                         (is_sqlite ? column_name : name + "." + column_name) + " = " +
                         (is_sqlite ? parameter(column, number, dialect) : "u." + column_name);
        }
        if (is_key || is_named(except, column.name)) return std::string{};
        return column_name + " = " +
               (is_sqlite ? parameter(column, number, dialect) : "u." + column_name);
    });
    if (dialect == Dialect::sqlite) {
        return "UPDATE " + name + " SET " + changes + " WHERE " + condition;
    }
    return "UPDATE " + name + " SET " + changes + " FROM unnest(" + parameter_list(table, dialect) +
           ") AS u(" + column_list(table) + ") WHERE " + condition;
}

template <auto const& table, Dialect dialect>
inline constexpr std::string_view insert_statement =
    fixed_text<[] { return insert_text(table.shape(), dialect); }>;
template <auto const& table, Dialect dialect>
inline constexpr std::string_view upsert_statement =
    fixed_text<[] { return upsert_text(table.shape(), dialect); }>;
template <auto const& table, Dialect dialect>
inline constexpr std::string_view select_by_key_statement =
    fixed_text<[] { return select_by_key_text(table.shape(), dialect); }>;
template <auto const& table, Dialect dialect>
inline constexpr std::string_view update_statement =
    fixed_text<[] { return update_text(table.shape(), dialect); }>;

}  // namespace daybook::sql
