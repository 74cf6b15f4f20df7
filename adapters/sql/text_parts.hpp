#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace daybook::sql {

/// The parts one after the other. Also for the compiler's use, where g++ 12 cannot add strings.
template <class... Parts>
[[nodiscard]] constexpr std::string join(Parts const&... parts) {
    std::string text;
    (text.append(std::string_view{parts}), ...);
    return text;
}

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
