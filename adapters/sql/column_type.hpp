#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "model/account.hpp"
#include "model/measure.hpp"
#include "model/names.hpp"
#include "model/order_id.hpp"
#include "model/strong_id.hpp"
#include "model/timestamp.hpp"
#include "sql/dialect.hpp"

namespace daybook::sql {

/// What a column keeps. bigint: 8 bytes; integer: 4. hash: 32 bytes.
enum class SqlType { text, bigint, integer, decimal, timestamp, uuid, hash };

/// The column type of a member's type. A type that is not here, such as double, has no column.
template <class Value>
struct SqlTypeOf;

template <SqlType Type>
struct SqlTypeIs {
    static constexpr SqlType type = Type;
    /// What the column may hold, if that is a list of names.
    static constexpr std::span<std::string_view const> names{};
};

template <>
struct SqlTypeOf<std::string> : SqlTypeIs<SqlType::text> {};
template <class Tag>
struct SqlTypeOf<model::StrongId<Tag>> : SqlTypeIs<SqlType::text> {};
template <class Enum>
    requires(std::is_enum_v<Enum> && !model::names_of<Enum>.empty())
struct SqlTypeOf<Enum> : SqlTypeIs<SqlType::text> {
    static constexpr std::span<std::string_view const> names{model::names_of<Enum>};
};
/// Every new rule has a new name: a list of them would make each a migration.
template <>
struct SqlTypeOf<model::Refusal> : SqlTypeIs<SqlType::text> {};
template <>
struct SqlTypeOf<std::int32_t> : SqlTypeIs<SqlType::integer> {};
template <>
struct SqlTypeOf<std::uint32_t> : SqlTypeIs<SqlType::bigint> {};
template <>
struct SqlTypeOf<std::int64_t> : SqlTypeIs<SqlType::bigint> {};
template <>
struct SqlTypeOf<std::uint64_t> : SqlTypeIs<SqlType::bigint> {};
template <class Tag>
struct SqlTypeOf<model::Measure<Tag>> : SqlTypeIs<SqlType::decimal> {};
template <>
struct SqlTypeOf<model::Timestamp> : SqlTypeIs<SqlType::timestamp> {};
template <>
struct SqlTypeOf<model::OrderId> : SqlTypeIs<SqlType::uuid> {};
template <>
struct SqlTypeOf<model::Hash> : SqlTypeIs<SqlType::hash> {};

/// An optional member is a column that may be NULL.
template <class Value>
struct Nullable {
    using type = Value;
    static constexpr bool value = false;
};
template <class Value>
struct Nullable<std::optional<Value>> {
    using type = Value;
    static constexpr bool value = true;
};

template <class Value>
concept ColumnValue = requires { SqlTypeOf<typename Nullable<Value>::type>::type; };

/// As CREATE TABLE names it.
[[nodiscard]] constexpr std::string_view type_name(SqlType type, Dialect dialect) {
    bool const is_postgres = dialect == Dialect::postgres;
    switch (type) {
        case SqlType::text:
            return is_postgres ? "text COLLATE \"C\"" : "TEXT";
        case SqlType::bigint:
            return is_postgres ? "bigint" : "INTEGER";
        case SqlType::integer:
            return is_postgres ? "integer" : "INTEGER";
        case SqlType::decimal:
            return is_postgres ? "numeric(39,18)" : "TEXT";
        case SqlType::timestamp:
            return is_postgres ? "timestamptz" : "INTEGER";
        case SqlType::uuid:
            return is_postgres ? "uuid" : "BLOB";
        case SqlType::hash:
            return is_postgres ? "bytea" : "BLOB";
    }
    return {};
}

/// The element of an array that is passed to Postgres for the column: integers are all bigint.
[[nodiscard]] constexpr std::string_view element_name(SqlType type) {
    if (type == SqlType::text) return "text";
    if (type == SqlType::integer) return "bigint";
    if (type == SqlType::decimal) return "numeric";
    return type_name(type, Dialect::postgres);
}

/// As people name it, whatever the engine.
[[nodiscard]] constexpr std::string_view logical_name(SqlType type) {
    switch (type) {
        case SqlType::text:
            return "text";
        case SqlType::bigint:
        case SqlType::integer:
            return "integer";
        case SqlType::decimal:
            return "decimal";
        case SqlType::timestamp:
            return "timestamp";
        case SqlType::uuid:
            return "uuid";
        case SqlType::hash:
            return "bytes";
    }
    return {};
}

}  // namespace daybook::sql
