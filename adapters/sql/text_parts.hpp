#pragma once

#include <algorithm>
#include <string_view>

namespace daybook::sql {

/// Calls `use` with each part of "a;b;c". Empty text has no part.
template <class Use>
constexpr void for_each_part(std::string_view text, std::string_view separator, Use use) {
    while (!text.empty()) {
        auto const end = std::min(text.find(separator), text.size());
        use(text.substr(0, end));
        text.remove_prefix(std::min(end + separator.size(), text.size()));
    }
}

}  // namespace daybook::sql
