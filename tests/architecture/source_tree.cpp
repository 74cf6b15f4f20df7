#include "architecture/source_tree.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

namespace daybook::architecture {
namespace {

namespace fs = std::filesystem;

bool is_word_character(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// Turns the comments of C++ text to spaces, and on demand the contents of its literals.
class Blanker {
  public:
    Blanker(std::string_view text, bool literals_too)
        : text_(text), out_(text), literals_too_(literals_too) {}

    std::string run() {
        while (at_ < text_.size()) {
            if (starts_with("//")) {
                blank_to(line_end(at_), true);
            } else if (starts_with("/*")) {
                blank_to(after("*/", at_ + 2), true);
            } else if (starts_with("R\"") && !follows_word()) {
                skip_raw_string();
            } else if (text_[at_] == '"' || (text_[at_] == '\'' && !is_digit_separator())) {
                skip_literal(text_[at_]);
            } else {
                ++at_;
            }
        }
        return std::move(out_);
    }

  private:
    [[nodiscard]] bool starts_with(std::string_view start) const {
        return text_.substr(at_).starts_with(start);
    }
    [[nodiscard]] bool follows_word() const { return at_ > 0 && is_word_character(text_[at_ - 1]); }

    [[nodiscard]] bool is_digit_separator() const {
        return follows_word() && at_ + 1 < text_.size() && is_word_character(text_[at_ + 1]) &&
               std::isxdigit(static_cast<unsigned char>(text_[at_ - 1])) != 0;
    }

    [[nodiscard]] std::size_t line_end(std::size_t from) const {
        return std::min(text_.find('\n', from), text_.size());
    }
    [[nodiscard]] std::size_t after(std::string_view end, std::size_t from) const {
        auto const found = text_.find(end, std::min(from, text_.size()));
        return found == std::string_view::npos ? text_.size() : found + end.size();
    }

    void blank_to(std::size_t end, bool blank) {
        for (; at_ < end; ++at_) {
            if (blank && text_[at_] != '\n') out_[at_] = ' ';
        }
    }

    void skip_literal(char quote) {
        auto end = ++at_;
        while (end < text_.size() && text_[end] != quote && text_[end] != '\n') {
            end += text_[end] == '\\' ? 2 : 1;
        }
        end = std::min(end, text_.size());
        blank_to(end, literals_too_);
        at_ = std::min(end + 1, text_.size());
    }

    void skip_raw_string() {
        auto const open = std::min(text_.find('(', at_), text_.size());
        auto const delimiter = text_.substr(at_ + 2, open - (at_ + 2));
        auto const close = ")" + std::string(delimiter) + "\"";
        blank_to(open, false);
        auto const end = after(close, at_);
        blank_to(end - std::min(close.size(), end - at_), literals_too_);
        at_ = end;
    }

    std::string_view text_;
    std::string out_;
    bool literals_too_;
    std::size_t at_ = 0;
};

std::string read_text(fs::path const& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

bool is_read(fs::path const& path) {
    static constexpr std::array extensions = {".hpp", ".cpp", ".h",     ".sh",
                                              ".txt", ".sql", ".cmake", ".json"};
    return std::ranges::find(extensions, path.extension().string()) != extensions.end() ||
           path.filename() == "LATEST";
}

}  // namespace

SourceFile::SourceFile(std::string path_from_root, std::string file_text)
    : path(std::move(path_from_root)),
      text(std::move(file_text)),
      code(Blanker(text, false).run()),
      bare(Blanker(text, true).run()) {}

bool SourceFile::is_cpp() const {
    return path.ends_with(".hpp") || path.ends_with(".cpp") || path.ends_with(".h");
}

bool SourceFile::is_below(std::string_view folder) const {
    return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

std::vector<SourceFile> read_source_tree(std::string const& root) {
    std::vector<SourceFile> files;
    auto const add = [&](fs::directory_entry const& entry) {
        if (entry.is_regular_file() && !entry.is_symlink() && is_read(entry.path())) {
            files.emplace_back(fs::relative(entry.path(), root).generic_string(),
                               read_text(entry.path()));
        }
    };
    for (auto const* folder :
         {"domain", "ports", "adapters", "app", "migrations", "tests", "deploy"}) {
        auto const path = fs::path(root) / folder;
        if (!fs::exists(path)) continue;
        for (auto const& entry : fs::recursive_directory_iterator(path)) add(entry);
    }
    for (auto const& entry : fs::directory_iterator(root)) add(entry);
    std::ranges::sort(files, {}, &SourceFile::path);
    return files;
}

std::vector<Include> includes_of(SourceFile const& file) {
    std::vector<Include> includes;
    std::string_view const code = file.code;
    int line = 0;
    for (std::size_t start = 0; start < code.size(); ++start) {
        ++line;
        auto const end = std::min(code.find('\n', start), code.size());
        auto rest = code.substr(start, end - start);
        start = end;
        auto const skip_spaces = [&] {
            rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
        };
        auto const skip = [&](std::string_view token) {
            skip_spaces();
            bool const found = rest.starts_with(token);
            if (found) rest.remove_prefix(token.size());
            return found;
        };
        if (!skip("#") || !skip("include")) continue;
        skip_spaces();
        if (rest.empty() || (rest.front() != '<' && rest.front() != '"')) continue;
        bool const angled = rest.front() == '<';
        auto const close = rest.find(angled ? '>' : '"', 1);
        if (close == std::string_view::npos) continue;
        includes.push_back({line, std::string(rest.substr(1, close - 1)), angled});
    }
    return includes;
}

std::vector<int> lines_with_word(std::string_view text, std::string_view word) {
    std::vector<int> lines;
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        auto const end = at + word.size();
        bool const starts = at == 0 || !is_word_character(text[at - 1]);
        bool const ends = end == text.size() || !is_word_character(text[end]);
        if (starts && ends) lines.push_back(line_at(text, at));
    }
    return lines;
}

int line_at(std::string_view text, std::size_t position) {
    return 1 + static_cast<int>(std::ranges::count(text.substr(0, position), '\n'));
}

std::string to_string(std::vector<Finding> const& findings) {
    std::string out;
    for (auto const& finding : findings) {
        out += finding.path + ":" + std::to_string(finding.line) + ": " + finding.message + "\n";
    }
    return out;
}

}  // namespace daybook::architecture
