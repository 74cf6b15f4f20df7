#pragma once

#include <array>
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

/// `write(list, column, number)` of each column appends to `list`; what it appends is put apart by
/// ", ".
template <class Write>
[[nodiscard]] constexpr std::string each_column(TableShape const& table, Write write) {
    std::string list;
    std::size_t number = 0;
    for (auto const& column : table.columns) {
        std::string text;
        write(text, column, ++number);
        if (!text.empty() && !list.empty()) list += ", ";
        list += text;
    }
    return list;
}

/// Appends `?3` or `$3::text[]`.
constexpr void append_parameter(std::string& text, ColumnShape const& column, std::size_t number,
                                Dialect dialect) {
    std::array<char, 4> digits{};
    auto first = digits.end();
    for (; number > 0; number /= 10) *--first = static_cast<char>('0' + number % 10);
    bool const is_sqlite = dialect == Dialect::sqlite;
    text.append(is_sqlite ? "?" : "$").append(first, digits.end());
    if (!is_sqlite) text.append("::").append(element_name(column.type)).append("[]");
}

/// `account_id, id, exchange, ...`: to write.
[[nodiscard]] constexpr std::string column_list(TableShape const& table) {
    return each_column(table, [](std::string& text, ColumnShape const& column, std::size_t) {
        text += column.name;
    });
}

/// `$1::text[], $2::uuid[], ...`
[[nodiscard]] constexpr std::string parameter_list(TableShape const& table, Dialect dialect) {
    return each_column(table,
                       [=](std::string& text, ColumnShape const& column, std::size_t number) {
                           append_parameter(text, column, number, dialect);
                       });
}

/// `unnest($1::text[]) AS account_id, ...`: Postgres makes the rows of such a list as they are
/// taken. An unnest() of all arrays in FROM keeps each of them row by row first, at twice the cost.
[[nodiscard]] constexpr std::string unnest_list(TableShape const& table) {
    return each_column(table, [](std::string& text, ColumnShape const& column, std::size_t number) {
        text += "unnest(";
        append_parameter(text, column, number, Dialect::postgres);
        text.append(") AS ").append(column.name);
    });
}

/// The columns as they are read, or those of them in `only`: Postgres gives times as microseconds
/// since 1970.
[[nodiscard]] constexpr std::string select_list(TableShape const& table, Dialect dialect,
                                                std::string_view only = {}) {
    return each_column(table, [=](std::string& text, ColumnShape const& column, std::size_t) {
        if (!only.empty() && !is_named(only, column.name)) return;
        bool const is_moment = dialect == Dialect::postgres && column.type == SqlType::timestamp;
        if (is_moment) text += "(extract(epoch FROM ";
        text += column.name;
        if (is_moment) text.append(") * 1000000)::bigint AS ").append(column.name);
    });
}

/// `SELECT <columns> FROM <rest>`.
[[nodiscard]] constexpr std::string select_text(TableShape const& table, Dialect dialect,
                                                std::string_view rest) {
    return join("SELECT ", select_list(table, dialect), " FROM ", rest);
}

/// `a = u.a, b = u.b` of the columns that are neither of the key nor in `except`.
[[nodiscard]] constexpr std::string assignments(TableShape const& table, std::string_view source,
                                                std::string_view except = {}) {
    return each_column(table, [&](std::string& text, ColumnShape const& column, std::size_t) {
        if (is_named(table.primary_key, column.name) || is_named(except, column.name)) return;
        text.append(column.name).append(" = ").append(source).append(".").append(column.name);
    });
}

/// `INSERT INTO lots (<columns>) VALUES (?1, ...)`, or `SELECT unnest($1::text[]) AS ...`.
[[nodiscard]] constexpr std::string insert_text(TableShape const& table, Dialect dialect) {
    auto const into = join("INSERT INTO ", table.name, " (", column_list(table), ") ");
    if (dialect == Dialect::postgres) return join(into, "SELECT ", unnest_list(table));
    return join(into, "VALUES (", parameter_list(table, dialect), ")");
}

/// Inserts; of rows that exist it changes the columns in `changed`, or all but the key.
[[nodiscard]] constexpr std::string upsert_text(TableShape const& table, Dialect dialect,
                                                std::string_view changed = {}) {
    auto const fixed =
        each_column(table, [&](std::string& text, ColumnShape const& column, std::size_t) {
            if (!changed.empty() && !is_named(changed, column.name)) text += column.name;
        });
    return join(insert_text(table, dialect), " ON CONFLICT (", table.primary_key,
                ") DO UPDATE SET ", assignments(table, "excluded", fixed));
}

/// Reads by the primary key, whose columns are the parameters. Postgres puts the number of the key
/// that a row answers before its columns.
[[nodiscard]] constexpr std::string select_by_key_text(TableShape const& table, Dialect dialect) {
    bool const is_sqlite = dialect == Dialect::sqlite;
    std::string parameters;
    std::string names;
    std::string condition;
    std::size_t number = 0;
    for_each_part(table.primary_key, ", ", [&](std::string_view name) {
        if (++number > 1) {
            parameters += ", ";
            condition += " AND ";
        }
        auto const& column = *find_column(table, name);
        append_parameter(parameters, column, number, dialect);
        names.append("key_").append(name).append(", ");
        condition.append(name).append(is_sqlite ? " = " : " = key_");
        if (is_sqlite) append_parameter(condition, column, number, dialect);
        if (!is_sqlite) condition.append(name);
    });
    if (is_sqlite) return select_text(table, dialect, join(table.name, " WHERE ", condition));
    return join("SELECT n, ", select_list(table, dialect), " FROM unnest(", parameters,
                ") WITH ORDINALITY AS k(", names, "n) JOIN ", table.name, " ON ", condition);
}

/// `account_id = ?1 AND id = ?2`, or `lots.account_id = u.account_id AND ...`.
[[nodiscard]] constexpr std::string is_same_key(TableShape const& table, Dialect dialect) {
    std::string condition;
    std::size_t number = 0;
    for (auto const& column : table.columns) {
        ++number;
        if (!is_named(table.primary_key, column.name)) continue;
        if (!condition.empty()) condition += " AND ";
        if (dialect == Dialect::sqlite) {
            condition.append(column.name).append(" = ");
            append_parameter(condition, column, number, dialect);
        } else {
            condition.append(table.name).append(".").append(column.name);
            condition.append(" = u.").append(column.name);
        }
    }
    return condition;
}

/// Changes the columns that are neither of the key nor in `except` where the key is the same.
[[nodiscard]] constexpr std::string update_text(TableShape const& table, Dialect dialect,
                                                std::string_view except = {}) {
    auto const condition = is_same_key(table, dialect);
    if (dialect == Dialect::postgres) {
        return join("UPDATE ", table.name, " SET ", assignments(table, "u", except),
                    " FROM (SELECT ", unnest_list(table), ") AS u WHERE ", condition);
    }
    auto const changes =
        each_column(table, [&](std::string& text, ColumnShape const& column, std::size_t number) {
            if (is_named(table.primary_key, column.name) || is_named(except, column.name)) return;
            text.append(column.name).append(" = ");
            append_parameter(text, column, number, dialect);
        });
    return join("UPDATE ", table.name, " SET ", changes, " WHERE ", condition);
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
