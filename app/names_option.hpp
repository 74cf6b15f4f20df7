#pragma once

#include <CLI/CLI.hpp>

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/setting_value.hpp"

namespace daybook::app {

/// Accepts one of a few names. Says nothing in the help: what the option is for names them.
[[nodiscard]] inline CLI::Validator one_of_names(std::span<std::string_view const> names) {
    return {[known = std::vector(names.begin(), names.end())](std::string const& text) {
                if (std::ranges::count(known, text) > 0) return std::string{};
                return "\"" + text + "\" must be " + alternatives(known.data(), known.size());
            },
            "", "one of names"};
}

}  // namespace daybook::app
