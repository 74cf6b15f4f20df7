#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "model/account.hpp"
#include "model/measure.hpp"
#include "model/names.hpp"
#include "model/order_id.hpp"
#include "model/strong_id.hpp"
#include "model/timestamp.hpp"

namespace daybook::postgres {

// Values as Postgres takes them in binary format: no text to quote, no rounding, NULL apart.
// Source: PostgreSQL 15, src/backend/utils/adt, the *_recv functions.

/// The object id of a type's elements in an array. Source: src/include/catalog/pg_type.dat.
enum class PostgresType : std::int32_t {
    bytea = 17,
    bigint = 20,
    text = 25,
    timestamptz = 1184,
    numeric = 1700,
    uuid = 2950
};

void append_integer(std::string& out, std::int16_t value);
void append_integer(std::string& out, std::int32_t value);
void append_integer(std::string& out, std::int64_t value);

template <class Value>
struct PostgresCodec;

template <class Text>
    requires std::convertible_to<Text const&, std::string_view>
struct PostgresCodec<Text> {
    static constexpr auto type = PostgresType::text;
    static void append(std::string& out, std::string_view text) { out += text; }
};
template <class Tag>
struct PostgresCodec<model::StrongId<Tag>> {
    static constexpr auto type = PostgresType::text;
    static void append(std::string& out, model::StrongId<Tag> const& id) { out += id.value(); }
};
template <class Enum>
    requires std::is_enum_v<Enum>
struct PostgresCodec<Enum> {
    static constexpr auto type = PostgresType::text;
    static void append(std::string& out, Enum value) { out += model::name_of(value); }
};
template <std::integral Integer>
struct PostgresCodec<Integer> {
    static constexpr auto type = PostgresType::bigint;
    static void append(std::string& out, Integer value) {
        append_integer(out, static_cast<std::int64_t>(value));
    }
};
template <>
struct PostgresCodec<model::Decimal> {
    static constexpr auto type = PostgresType::numeric;
    static void append(std::string& out, model::Decimal value);
};
template <class Tag>
struct PostgresCodec<model::Measure<Tag>> {
    static constexpr auto type = PostgresType::numeric;
    static void append(std::string& out, model::Measure<Tag> value) {
        PostgresCodec<model::Decimal>::append(out, value.value());
    }
};
template <>
struct PostgresCodec<model::Timestamp> {
    static constexpr auto type = PostgresType::timestamptz;
    static void append(std::string& out, model::Timestamp value);
};
template <>
struct PostgresCodec<model::OrderId> {
    static constexpr auto type = PostgresType::uuid;
    static void append(std::string& out, model::OrderId const& id);
};
template <>
struct PostgresCodec<model::Hash> {
    static constexpr auto type = PostgresType::bytea;
    static void append(std::string& out, model::Hash const& hash);
};

/// An array of one dimension, whose elements may be NULL.
class PostgresArray {
  public:
    PostgresArray(PostgresType type, std::size_t count);

    template <class Value>
    void add(Value const& value) {
        auto const start = begin_element();
        PostgresCodec<Value>::append(bytes_, value);
        end_element(start);
    }
    template <class Value>
    void add(std::optional<Value> const& value) {
        if (value) {
            add(*value);
        } else {
            add_null();
        }
    }

    [[nodiscard]] std::string take() && { return std::move(bytes_); }

  private:
    [[nodiscard]] std::size_t begin_element();
    void end_element(std::size_t start);
    void add_null();

    std::string bytes_;
};

template <class Value>
struct Unwrapped {
    using type = Value;
};
template <class Value>
struct Unwrapped<std::optional<Value>> {
    using type = Value;
};

/// The array of `part` of each of `rows`: a column for unnest(). `part` is a function or a member.
template <class Rows, class Part>
[[nodiscard]] PostgresArray column(Rows const& rows, Part part) {
    using Value = std::remove_cvref_t<decltype(std::invoke(part, *rows.begin()))>;
    PostgresArray array{PostgresCodec<typename Unwrapped<Value>::type>::type, rows.size()};
    for (auto const& row : rows) array.add(std::invoke(part, row));
    return array;
}

/// A column of the values themselves.
template <class Values>
[[nodiscard]] PostgresArray column(Values const& values) {
    return column(values, std::identity{});
}

/// An array of the value, or an empty one: for `cardinality($n) = 0 OR ... = ANY($n)`.
template <class Value>
[[nodiscard]] PostgresArray at_most_one(std::optional<Value> const& value) {
    PostgresArray array{PostgresCodec<Value>::type, value ? 1u : 0u};
    if (value) array.add(*value);
    return array;
}

template <class Value>
[[nodiscard]] std::string to_argument(Value const& value) {
    std::string bytes;
    PostgresCodec<Value>::append(bytes, value);
    return bytes;
}
[[nodiscard]] inline std::string to_argument(PostgresArray&& array) {
    return std::move(array).take();
}

}  // namespace daybook::postgres
