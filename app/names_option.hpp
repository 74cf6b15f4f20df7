#pragma once

#include <CLI/CLI.hpp>

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/setting_value.hpp"
#include "app/suggestion.hpp"

namespace daybook::app {

/// Accepts one of a few names. Says nothing in the help: what the option is for names them.
[[nodiscard]] inline CLI::Validator one_of_names(std::span<std::string_view const> names) {
    return {
        [known = std::vector(names.begin(), names.end())](std::string const& text) {
            if (std::ranges::count(known, text) > 0) return std::string{};
            auto sentence = "\"" + text + "\" must be " + alternatives(known.data(), known.size());
            auto const meant = suggest(text, std::vector<std::string>(known.begin(), known.end()));
            return meant ? sentence + ": did you mean " + *meant + "?" : sentence;
        },
        "", "one of names"};
}

}  // namespace daybook::app
