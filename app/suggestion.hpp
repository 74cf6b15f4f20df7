#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace daybook::app {

/// The one of `names` that somebody may have meant who wrote `given`: the only one that begins so,
/// or the nearest by letters that are missing, added, replaced or swapped with their neighbour, of
/// which there may be one in three. nullopt where none is near.
[[nodiscard]] std::optional<std::string> suggest(std::string_view given,
                                                 std::span<std::string const> names);

}  // namespace daybook::app
