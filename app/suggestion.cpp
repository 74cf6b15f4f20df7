#include "app/suggestion.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace daybook::app {

namespace {

/// Source: optimal string alignment, after Damerau, "A technique for computer detection and
/// correction of spelling errors", 1964.
std::size_t edits_between(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before_last(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            auto const replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
            bool const is_swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (is_swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
        }
        std::swap(before_last, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

std::optional<std::string> only_one_that_begins(std::string_view given,
                                                std::span<std::string const> names) {
    auto const begins = [&](std::string const& name) { return name.starts_with(given); };
    auto const found = std::ranges::find_if(names, begins);
    if (given.size() < 2 || std::ranges::count_if(names, begins) != 1) return std::nullopt;
    return *found;
}

}  // namespace

std::optional<std::string> suggest(std::string_view given, std::span<std::string const> names) {
    if (auto const longer = only_one_that_begins(given, names)) return longer;
    auto nearest = std::max<std::size_t>(1, given.size() / 3) + 1;
    std::optional<std::string> suggestion;
    for (auto const& name : names) {
        auto const edits = edits_between(given, name);
        if (edits >= nearest || edits >= name.size()) continue;
        nearest = edits;
        suggestion = name;
    }
    return suggestion;
}

}  // namespace daybook::app
