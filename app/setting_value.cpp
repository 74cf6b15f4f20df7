#include "app/setting_value.hpp"

#include "app/database_url.hpp"
#include "app/exit_code.hpp"
#include "app/figures.hpp"

namespace daybook::app {

void refuse(Given given, std::string_view rule) {
    std::string sentence{given.name};
    sentence += given.text.empty() ? " is empty" : " is \"" + without_password(given.text) + "\"";
    sentence.append(": it must be ").append(rule);
    throw Failure{ExitCode::configuration_wrong, sentence};
}

std::size_t integer_between(Given given, std::size_t smallest, std::size_t largest,
                            std::string_view what) {
    auto const value = parse_whole_number(given.text);
    if (!value || *value < smallest || *value > largest) {
        auto rule =
            "a whole number from " + std::to_string(smallest) + " to " + std::to_string(largest);
        if (!what.empty()) rule.append(" (").append(what).append(")");
        refuse(given, rule);
    }
    return *value;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (true) {
        auto const end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::string alternatives(std::string_view const* names, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text.append(i == 0 ? "" : i + 1 == count ? " or " : ", ").append(names[i]);
    }
    return text;
}

}  // namespace daybook::app
