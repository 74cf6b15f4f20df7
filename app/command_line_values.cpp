#include "app/command_line_values.hpp"

#include <string>

#include "app/figures.hpp"

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

}  // namespace daybook::app
