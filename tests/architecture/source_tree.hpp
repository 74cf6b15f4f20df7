#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace daybook::architecture {

/// One text file of the project as the rules read it.
struct SourceFile {
    SourceFile(std::string path_from_root, std::string file_text);

    /// From the project's root, such as "domain/model/order.cpp".
    std::string path;
    std::string text;
    /// The text with comments turned to spaces. Shape: as long as `text`, same lines.
    std::string code;
    /// The code with what stands between quotes turned to spaces too.
    std::string bare;

    [[nodiscard]] bool is_cpp() const;
    [[nodiscard]] bool is_below(std::string_view folder) const;
};

/// One #include line.
struct Include {
    int line;
    std::string name;
    /// <name> and not "name".
    bool angled;
};

/// What a rule found, and where. Line 0 is the whole file.
struct Finding {
    std::string path;
    int line;
    std::string message;
};

/// Every text file below the project's folders, sorted by path: sources, scripts, SQL, CMake.
std::vector<SourceFile> read_source_tree(std::string const& root);

std::vector<Include> includes_of(SourceFile const& file);

/// The lines, counted from 1, on which `word` stands in `text` as a whole word.
std::vector<int> lines_with_word(std::string_view text, std::string_view word);

/// The line, counted from 1, of a position.
int line_at(std::string_view text, std::size_t position);

/// One finding a line, for a test's message.
std::string to_string(std::vector<Finding> const& findings);

}  // namespace daybook::architecture
