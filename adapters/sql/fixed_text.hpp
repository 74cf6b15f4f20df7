#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace daybook::sql {

template <auto Make>
inline constexpr auto fixed_bytes = [] {
    constexpr auto size = Make().size();
    std::array<char, size> bytes{};
    std::ranges::copy(Make(), bytes.begin());
    return bytes;
}();

/// What the function `Make` answers, made by the compiler: it is there before main() and for good.
template <auto Make>
inline constexpr std::string_view fixed_text{fixed_bytes<Make>.data(), fixed_bytes<Make>.size()};

}  // namespace daybook::sql
