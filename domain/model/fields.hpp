#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace daybook::model {

/// One member of a command, as text. A member of a nested object has a dotted name: `fee.asset`.
struct Field {
    /// boolean: `true` or `false`, of no command.
    enum class Kind { text, integer, boolean };

    std::string name;
    std::string value;
    Kind kind = Kind::text;

    friend bool operator==(Field const&, Field const&) = default;
};

/// A command as it is written: the form between JSON and the typed command.
/// Shape: members of one nested object stand together; names are unique.
using Fields = std::vector<Field>;

/// Writes `fields` as canonical JSON: in their order, without spaces, `\"` and `\\` the only
/// escapes, one level of nesting for dotted names.
[[nodiscard]] std::string to_canonical_json(Fields const& fields);

/// Reads what to_canonical_json() wrote; nullopt for any other text.
[[nodiscard]] std::optional<Fields> from_canonical_json(std::string_view json);

}  // namespace daybook::model
