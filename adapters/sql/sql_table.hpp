#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "sql/column_type.hpp"
#include "sql/table_shape.hpp"

namespace daybook::sql {

// A table is declared as a constant: its columns are bound to the members of the struct that holds
// a row of it, and take their types from them. What does not fit together does not compile.

/// A column: its name, the member that holds it, a condition if there is one, what it refers to.
template <class Row, ColumnValue Value>
struct Column {
    std::string_view name;
    Value Row::* member;
    Check check{};
    std::string_view references{};

    [[nodiscard]] constexpr ColumnShape shape() const {
        using Type = SqlTypeOf<typename Nullable<Value>::type>;
        return {name, Type::type, Nullable<Value>::value, Type::names, check, references};
    }
};

template <class Row, class... Values>
struct Columns {
    std::tuple<Column<Row, Values>...> all;
};

/// The columns of a table, all of one row.
template <class Row, class... Values>
[[nodiscard]] consteval Columns<Row, Values...> columns(Column<Row, Values>... all) {
    return {{all...}};
}

/// Stands for a value of any type where only its presence counts.
struct AnyField {
    template <class Value>
    operator Value() const;
};

template <class Row, std::size_t... Fields>
[[nodiscard]] consteval bool takes(std::index_sequence<Fields...>) {
    return requires { Row{(static_cast<void>(Fields), AnyField{})...}; };
}

/// Whether the aggregate `Row` has so many members, no more and no less.
template <class Row, std::size_t Count>
[[nodiscard]] consteval bool has_fields() {
    return takes<Row>(std::make_index_sequence<Count>{}) &&
           !takes<Row>(std::make_index_sequence<Count + 1>{});
}

/// A table of rows of the type `Row`.
///
/// Columns keep the order of the declaration, in the database, in every list of columns and in
/// every row that is read or written.
template <class Row_, class... Values>
class Table {
  public:
    using Row = Row_;

    consteval Table(std::string_view name, std::string_view primary_key,
                    Columns<Row, Values...> columns, TableRules rules = {})
        : name_{name}, primary_key_{primary_key}, columns_{columns.all}, rules_{rules} {
        static_assert(std::is_aggregate_v<Row>);
        static_assert(has_fields<Row, sizeof...(Values)>(),
                      "a table has a column for each field of its row");
        std::apply([this](auto... column) { shapes_ = {column.shape()...}; }, columns_);
        require_columns(primary_key);
        for (auto const& index : rules_.indexes) require_columns(index.columns);
    }

    [[nodiscard]] constexpr TableShape shape() const {
        return {name_, primary_key_, shapes_, &rules_};
    }
    /// Calls `use` with the members of all columns.
    template <class Use>
    constexpr decltype(auto) with_members(Use use) const {
        return std::apply([&](auto const&... column) { return use(column.member...); }, columns_);
    }

    /// Whether no member is bound twice; then none is forgotten, as there are as many of both.
    /// Apart from the declaration, because the compiler is slow at it.
    [[nodiscard]] constexpr bool binds_each_member_once() const {
        return with_members([](auto... members) {
            auto const times = [&](auto member) {
                return (0 + ... + (is_same_member(member, members) ? 1 : 0));
            };
            return ((times(members) == 1) && ...);
        });
    }

  private:
    template <class One, class Other>
    [[nodiscard]] static constexpr bool is_same_member(One one, Other other) {
        if constexpr (std::same_as<One, Other>) {
            return one == other;
        } else {
            return false;
        }
    }
    constexpr void require_columns(std::string_view names) const {
        for_each_part(names, ", ", [&](std::string_view name) {
            if (!has_column(shape(), name)) throw "a key names a column that is not one";
        });
    }

    std::string_view name_;
    std::string_view primary_key_;
    std::tuple<Column<Row, Values>...> columns_;
    std::array<ColumnShape, sizeof...(Values)> shapes_;
    TableRules rules_;
};

}  // namespace daybook::sql
