#include "support/fix_scenarios.hpp"

#include <algorithm>
#include <sstream>
#include <utility>

#include "support/fix_order_state_scenarios.hpp"

namespace daybook::support {
namespace {

std::vector<std::string> words_of(std::string const& text) {
    std::istringstream in{text};
    std::vector<std::string> words;
    for (std::string word; in >> word;) words.push_back(word);
    return words;
}

std::string joined(std::vector<std::string> const& words, std::size_t from) {
    std::string text;
    for (auto i = from; i < words.size(); ++i) text += (text.empty() ? "" : " ") + words[i];
    return text;
}

/// Takes `as Y` or `of Y` from the end.
std::string take_name(std::vector<std::string>& words) {
    if (words.size() < 4) return {};
    auto const& before = words[words.size() - 2];
    if (before != "as" && before != "of") return {};
    auto name = words.back();
    words.resize(words.size() - 2);
    return name;
}

}  // namespace

std::string test_name(FixScenario const& scenario) {
    auto name = scenario.id;
    std::erase(name, '.');
    return name;
}

std::vector<FixScenario> parse_fix_scenarios(std::string_view text) {
    std::vector<FixScenario> scenarios;
    std::istringstream in{std::string{text}};
    int number = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        line = line.substr(0, line.find('#'));
        auto const arrow = line.find("->");
        auto words = words_of(line.substr(0, arrow));
        if (words.empty()) continue;
        if (words.front() == "scenario") {
            scenarios.push_back({words.at(1), joined(words, 2), {}, {}, {}});
        } else if (words.front() == "order") {
            scenarios.back().quantity = words.at(1);
            scenarios.back().time_in_force = words.at(2);
        } else {
            auto const expected = words_of(line.substr(arrow + 2));
            auto name = take_name(words);
            scenarios.back().rows.push_back(
                {std::move(words), joined(expected, 0), number, std::move(name)});
        }
    }
    return scenarios;
}

std::vector<FixScenario> fix_scenarios() {
    return parse_fix_scenarios(tests::fix_order_state_scenarios);
}

}  // namespace daybook::support
