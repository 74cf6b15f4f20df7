#pragma once

#include <string>
#include <string_view>

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

template <class Tag>
[[nodiscard]] std::string to_text(StrongId<Tag> const& id) {
    return id.value();
}
template <class Tag>
[[nodiscard]] std::string to_text(Measure<Tag> value) {
    return value.value().to_string();
}
template <class Enum>
    requires std::is_enum_v<Enum>
[[nodiscard]] std::string to_text(Enum value) {
    return std::string{name_of(value)};
}
[[nodiscard]] inline std::string to_text(OrderId const& id) { return id.to_string(); }
[[nodiscard]] inline std::string to_text(Timestamp time) { return time.to_string(); }
[[nodiscard]] inline std::string to_text(std::string const& text) { return text; }

}  // namespace daybook::model
