#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace daybook::model {

/// One member of a command, as text. A member of a nested object has a dotted name, `order.id`,
/// and an element of a list its number, from 0: `fees.0.asset`.
struct Field {
    /// boolean: "true" or "false". empty_list: a list without elements, and no value.
    enum class Kind { text, integer, boolean, empty_list };

    std::string name;
    std::string value;
    Kind kind = Kind::text;

    friend bool operator==(Field const&, Field const&) = default;
};

/// A command as it is written: the form between JSON and the typed command.
/// Shape: members of one nested object or list stand together, elements in their order; names are
/// unique; no member of an object is called by a number.
using Fields = std::vector<Field>;

/// How deep objects and lists may be nested, the outermost object counted.
inline constexpr int fields_depth_max = 3;

/// Writes `fields` as canonical JSON: in their order, without spaces, `\"` and `\\` the only
/// escapes.
[[nodiscard]] std::string to_canonical_json(Fields const& fields);

/// Reads what to_canonical_json() wrote; nullopt for any other text.
[[nodiscard]] std::optional<Fields> from_canonical_json(std::string_view json);

}  // namespace daybook::model
