#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace daybook::app {

/// One value as somebody set it.
struct Given {
    /// The flag or the variable.
    std::string_view name;
    std::string_view text;
};

/// Throws: Failure with configuration_wrong: the name, the value without any password, the rule.
[[noreturn]] void refuse(Given given, std::string_view rule);

/// Reads a whole number. `what` it counts, for people; may be empty. Throws: as refuse().
[[nodiscard]] std::size_t integer_between(Given given, std::size_t smallest, std::size_t largest,
                                          std::string_view what);

/// What stands between separators. Shape: at least one part; parts may be empty.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);

/// `none, paper or fix`.
[[nodiscard]] std::string alternatives(std::string_view const* names, std::size_t count);

/// Reads the name of an enumerator. Shape: `names` in the order of Choice. Throws: as refuse().
template <class Choice, std::size_t count>
[[nodiscard]] Choice one_of(Given given, std::array<std::string_view, count> const& names) {
    for (std::size_t i = 0; i < count; ++i) {
        if (names[i] == given.text) return static_cast<Choice>(i);
    }
    refuse(given, alternatives(names.data(), count));
}

/// Reads true or false. Throws: as refuse().
[[nodiscard]] inline bool boolean(Given given) {
    return one_of<bool>(given, std::to_array<std::string_view>({"false", "true"}));
}

}  // namespace daybook::app
