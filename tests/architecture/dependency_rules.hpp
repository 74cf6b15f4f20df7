#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "architecture/source_tree.hpp"

namespace daybook::architecture {

/// A layer of docs/architecture.md: a folder, the name that stands first in an #include of it, and
/// the other layers it may include.
struct Layer {
    std::string_view name;
    std::string_view folder;
    std::vector<std::string_view> sees;
    /// The folder may be absent as a whole.
    bool optional = false;
};

/// Every layer. It says once more, on purpose, what the CMake files say.
std::vector<Layer> const& layers();

/// Why `path` may not have this #include; nullopt if it may.
std::optional<std::string> refuse_include(std::string_view path, Include const& include);

/// Every #include that is refused.
std::vector<Finding> check_includes(std::vector<SourceFile> const& files);

/// Layers without a source, and folders below adapters/ that are no layer.
std::vector<Finding> check_layers_are_filled(std::string const& root,
                                             std::vector<SourceFile> const& files);

/// One finding for each #include that closes a cycle.
std::vector<Finding> check_include_cycles(std::vector<SourceFile> const& files);

}  // namespace daybook::architecture
