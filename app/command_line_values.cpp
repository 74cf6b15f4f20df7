#include "app/command_line_values.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "app/figures.hpp"
#include "app/suggestion.hpp"

namespace daybook::app {

CLI::Validator whole_number(std::uint64_t smallest, std::uint64_t largest) {
    return CLI::Validator{
        [=](std::string& text) {
            auto const value = parse_whole_number(text);
            if (value && *value >= smallest && *value <= largest) return std::string{};
            throw CLI::ValidationError{"\"" + text + "\" is not a whole number from " +
                                       std::to_string(smallest) + " to " + std::to_string(largest)};
        },
        "NUMBER", "whole number"};
}

CLI::Validator one_of(std::span<std::string_view const> names) {
    std::vector<std::string> const known{names.begin(), names.end()};
    return CLI::Validator{[known](std::string& text) {
                              if (std::ranges::count(known, text) > 0) return std::string{};
                              auto sentence = "\"" + text + "\" is none of";
                              for (auto const& name : known)
                                  sentence += (name == known.front() ? " " : ", ") + name;
                              auto const meant = suggest(text, known);
                              return meant ? sentence + ": did you mean " + *meant + "?" : sentence;
                          },
                          "", "one of them"};
}

}  // namespace daybook::app
