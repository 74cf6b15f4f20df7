#pragma once

#include <string_view>

namespace daybook::sql {

/// The oldest schema that stays usable, by the directives of a migration's text:
/// `compatible-from N`, `expand` (as before), or the migration's own number.
[[nodiscard]] int compatible_from(std::string_view sql, int version, int previous);

}  // namespace daybook::sql
