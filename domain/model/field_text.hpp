#pragma once

#include <array>
#include <charconv>
#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>

#include <tl/expected.hpp>

#include "model/command.hpp"
#include "model/fields.hpp"
#include "model/names.hpp"

namespace daybook::model {

/// How each type of a command's member is written as text and read back. Reading answers with
/// the rule that the text breaks, as the end of a sentence: "must be ...".
using FieldError = std::string;

[[nodiscard]] tl::expected<void, FieldError> read_text(std::string_view text, AccountId& out);
[[nodiscard]] tl::expected<void, FieldError> read_text(std::string_view text, AssetCode& out);
[[nodiscard]] tl::expected<void, FieldError> read_text(std::string_view text, ExchangeCode& out);
[[nodiscard]] tl::expected<void, FieldError> read_text(std::string_view text, Symbol& out);
[[nodiscard]] tl::expected<void, FieldError> read_text(std::string_view text, IdempotencyKey& out);
[[nodiscard]] tl::expected<void, FieldError> read_text(std::string_view text, ExecId& out);
[[nodiscard]] tl::expected<void, FieldError> read_text(std::string_view text, ExchangeOrderId& out);
[[nodiscard]] tl::expected<void, FieldError> read_text(std::string_view text, OrderId& out);
[[nodiscard]] tl::expected<void, FieldError> read_text(std::string_view text, Timestamp& out);
[[nodiscard]] tl::expected<void, FieldError> read_text(std::string_view text, Decimal& out);
/// Free text of people: 1 to 500 bytes without control characters.
[[nodiscard]] tl::expected<void, FieldError> read_text(std::string_view text, std::string& out);
[[nodiscard]] tl::expected<void, FieldError> read_integer(std::string_view text, int& out);
[[nodiscard]] tl::expected<void, FieldError> read_integer(std::string_view text,
                                                          std::uint64_t& out);
[[nodiscard]] tl::expected<void, FieldError> read_text(std::string_view text, ClientOrderId& out);
[[nodiscard]] tl::expected<void, FieldError> read_text(std::string_view text, bool& out);
[[nodiscard]] tl::expected<void, FieldError> read_text(std::string_view text, Hash& out);
[[nodiscard]] tl::expected<void, FieldError> read_text(std::string_view text, ChainHeads& out);
/// "must be one of A, B, C"
[[nodiscard]] FieldError one_of(std::string_view const* names, std::size_t count);

template <class Tag>
[[nodiscard]] tl::expected<void, FieldError> read_text(std::string_view text, Measure<Tag>& out) {
    Decimal value;
    auto const read = read_text(text, value);
    if (read) out = Measure<Tag>{value};
    return read;
}

template <class Enum>
    requires std::is_enum_v<Enum>
[[nodiscard]] tl::expected<void, FieldError> read_text(std::string_view text, Enum& out) {
    auto const value = from_name<Enum>(text);
    if (!value) return tl::unexpected{one_of(names_of<Enum>.data(), names_of<Enum>.size())};
    out = *value;
    return {};
}

/// Room for the text of every value that is no text itself.
using TextBuffer = std::array<char, 2 * std::tuple_size_v<Hash>>;
static_assert(Decimal::text_max <= std::tuple_size_v<TextBuffer>);

/// The text of a value: its own, or printed into `buffer`.
template <class Tag>
[[nodiscard]] std::string_view text_of(StrongId<Tag> const& id, TextBuffer&) {
    return id.value();
}
template <class Tag>
[[nodiscard]] std::string_view text_of(Measure<Tag> value, TextBuffer& buffer) {
    return {buffer.data(), value.value().print(buffer.data())};
}
template <class Enum>
    requires std::is_enum_v<Enum>
[[nodiscard]] std::string_view text_of(Enum value, TextBuffer&) {
    return name_of(value);
}
[[nodiscard]] inline std::string_view text_of(OrderId const& id, TextBuffer& buffer) {
    static_assert(OrderId::text_max <= std::tuple_size_v<TextBuffer>);
    return {buffer.data(), id.print(buffer.data())};
}
[[nodiscard]] inline std::string_view text_of(Timestamp time, TextBuffer& buffer) {
    static_assert(Timestamp::text_max <= std::tuple_size_v<TextBuffer>);
    return {buffer.data(), time.print(buffer.data())};
}
[[nodiscard]] inline std::string_view text_of(std::string const& text, TextBuffer&) { return text; }
template <std::integral Integer>
    requires(!std::is_same_v<Integer, bool>)
[[nodiscard]] std::string_view text_of(Integer value, TextBuffer& buffer) {
    auto* const begin = buffer.data();
    return {begin, std::to_chars(begin, begin + buffer.size(), value).ptr};
}

[[nodiscard]] inline std::string_view text_of(ChainHeads const& heads, TextBuffer&) {
    return heads.text();
}
[[nodiscard]] inline std::string_view text_of(Hash const& hash, TextBuffer& buffer) {
    auto const text = to_hex(hash);
    return {buffer.data(), text.copy(buffer.data(), buffer.size())};
}

[[nodiscard]] inline std::string_view text_of(bool value, TextBuffer&) {
    return value ? "true" : "false";
}

template <class T>
concept WholeNumber = std::is_same_v<T, int> || std::is_same_v<T, std::uint64_t>;

/// What a member of type T is as a Field.
template <class T>
inline constexpr Field::Kind field_kind_of = WholeNumber<T>            ? Field::Kind::integer
                                             : std::is_same_v<T, bool> ? Field::Kind::boolean
                                                                       : Field::Kind::text;

template <class Value>
    requires requires(Value const& value, TextBuffer& buffer) { text_of(value, buffer); }
[[nodiscard]] std::string to_text(Value const& value) {
    TextBuffer buffer;
    return std::string{text_of(value, buffer)};
}

}  // namespace daybook::model
