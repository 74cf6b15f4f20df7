#pragma once

#include <string_view>
#include <vector>

#include "architecture/source_tree.hpp"

namespace daybook::architecture {

/// A rule of docs/style.md that can be read off one file.
struct StyleRule {
    std::string_view name;
    std::vector<Finding> (*check)(SourceFile const& file);
};

std::vector<StyleRule> const& style_rules();

/// Base names (of a .cpp, or a .hpp and its .cpp side by side) that occur in two places.
std::vector<Finding> check_base_names(std::vector<SourceFile> const& files);

}  // namespace daybook::architecture
