#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "fix/fix_message.hpp"
#include "fix/fix_values.hpp"
#include "model/field_text.hpp"

namespace daybook::fix {

/// Why a message cannot be booked as it is; one sentence for the operator. It never leaves the
/// decoders.
class Unreadable : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Throws Unreadable: `NAME (TAG) RULE, not "VALUE"`.
[[noreturn]] inline void refuse_field(std::string_view name, int tag, std::string_view value,
                                      std::string_view rule) {
    throw Unreadable{std::string{name} + " (" + std::to_string(tag) + ") " + std::string{rule} +
                     (value.empty() ? "" : ", not \"" + printable_text(value, 80) + "\"")};
}

/// A decimal, if the field is there. Throws: Unreadable.
[[nodiscard]] inline std::optional<model::Decimal> decimal_of(FixMessage const& message, int tag,
                                                              std::string_view name) {
    auto const text = message.find(tag);
    if (!text) return std::nullopt;
    auto const value = read_decimal(*text);
    if (!value) refuse_field(name, tag, *text, value.error());
    return *value;
}

/// The same of some meaning. Throws: Unreadable.
template <class Measure>
[[nodiscard]] std::optional<Measure> measure_of(FixMessage const& message, int tag,
                                                std::string_view name) {
    auto const value = decimal_of(message, tag, name);
    if (!value) return std::nullopt;
    return Measure{*value};
}

/// An id in visible ASCII, if the field is there. Throws: Unreadable.
template <class Id>
[[nodiscard]] std::optional<Id> id_of(FixMessage const& message, int tag, std::string_view name) {
    auto const text = message.find(tag);
    if (!text) return std::nullopt;
    if (printable_text(*text, text->size()) != *text) {
        refuse_field(name, tag, *text, "must be printable ASCII");
    }
    Id id;
    if (auto const read = model::read_text(*text, id); !read) {
        refuse_field(name, tag, *text, read.error());
    }
    return id;
}

}  // namespace daybook::fix
