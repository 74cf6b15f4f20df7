#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <span>
#include <string_view>

#include "sql/column_type.hpp"
#include "sql/text_parts.hpp"

namespace daybook::sql {

/// A condition on a row, in the words of the code and as each engine needs it said.
struct Check {
    constexpr Check() = default;
    constexpr Check(char const* sql) : Check{sql, sql, sql} {}
    constexpr Check(std::string_view in_words, std::string_view of_sqlite,
                    std::string_view of_postgres)
        : words{in_words}, sqlite{of_sqlite}, postgres{of_postgres} {}

    [[nodiscard]] constexpr bool empty() const { return sqlite.empty() && postgres.empty(); }
    [[nodiscard]] constexpr std::string_view text(Dialect dialect) const {
        return dialect == Dialect::sqlite ? sqlite : postgres;
    }

    std::string_view words;
    std::string_view sqlite;
    std::string_view postgres;
};

/// A few values within a constant. A place that was not given is empty.
template <class Value, std::size_t Max>
class FewOf {
  public:
    constexpr FewOf() = default;
    constexpr FewOf(std::initializer_list<Value> values) : size_{values.size()} {
        std::ranges::copy(values, values_.begin());
    }
    [[nodiscard]] constexpr Value const* begin() const { return values_.data(); }
    [[nodiscard]] constexpr Value const* end() const { return values_.data() + size_; }

  private:
    std::array<Value, Max> values_{};
    std::size_t size_ = 0;
};

struct Index {
    std::string_view name;
    /// "account_id, id".
    std::string_view columns;
    /// Which rows it holds; empty for all.
    std::string_view where{};
    bool is_unique = false;
};

/// What a table has besides its columns and its key.
struct TableRules {
    FewOf<Check, 2> checks{};
    FewOf<Index, 3> indexes{};
    bool is_append_only = false;
    /// Units: percent of a page of Postgres that inserts fill; less where rows change in place.
    int fillfactor = 100;
};

/// A column as statements see it.
struct ColumnShape {
    std::string_view name;
    SqlType type = SqlType::text;
    bool is_nullable = false;
    /// What it may hold, if that is a list of names.
    std::span<std::string_view const> names;
    Check check;
    /// "assets (code)", or empty.
    std::string_view references;
};

/// A table as statements see it: its names and types without the row that it is bound to.
struct TableShape {
    std::string_view name;
    /// "account_id, id".
    std::string_view primary_key;
    std::span<ColumnShape const> columns;
    TableRules const* rules = nullptr;
};

/// Whether `name` is among "a, b, c".
[[nodiscard]] constexpr bool is_named(std::string_view names, std::string_view name) {
    bool found = false;
    for_each_part(names, ", ", [&](std::string_view one) { found = found || one == name; });
    return found;
}

// A comparison with nullptr is no constant to g++ 12 under UndefinedBehaviorSanitizer.
[[nodiscard]] constexpr bool has_column(TableShape const& table, std::string_view name) {
    return std::ranges::any_of(table.columns,
                               [name](ColumnShape const& column) { return column.name == name; });
}

/// Returns nullptr where there is none.
[[nodiscard]] constexpr ColumnShape const* find_column(TableShape const& table,
                                                       std::string_view name) {
    auto const found = std::ranges::find(table.columns, name, &ColumnShape::name);
    return found == table.columns.end() ? nullptr : &*found;
}

}  // namespace daybook::sql
