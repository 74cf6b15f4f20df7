#include "architecture/style_rules.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <regex>
#include <string>

namespace daybook::architecture {
namespace {

constexpr std::size_t line_columns_max = 100;
constexpr int file_lines_max = 500;

bool is_pure(SourceFile const& file) {
    return file.is_cpp() && (file.is_below("domain") || file.is_below("ports"));
}

std::vector<Finding> find_words(SourceFile const& file, std::string_view text,
                                std::vector<std::string> const& words, std::string const& message) {
    std::vector<Finding> findings;
    for (auto const& word : words) {
        for (auto const line : lines_with_word(text, word)) {
            findings.push_back({file.path, line, word + ": " + message});
        }
    }
    return findings;
}

std::vector<Finding> check_bytes(SourceFile const& file) {
    std::vector<Finding> findings;
    auto const wrong = std::ranges::find_if(
        file.text, [](char c) { return c == '\r' || static_cast<unsigned char>(c) > 0x7f; });
    if (wrong != file.text.end()) {
        auto const position = static_cast<std::size_t>(wrong - file.text.begin());
        findings.push_back({file.path, line_at(file.text, position), "text is ASCII and LF"});
    }
    if (file.is_cpp() && !file.text.ends_with('\n')) {
        findings.push_back({file.path, 0, "the last line ends in LF"});
    }
    return findings;
}

std::vector<Finding> check_size(SourceFile const& file) {
    std::vector<Finding> findings;
    if (!file.is_cpp()) return findings;
    int line = 0;
    for (std::size_t start = 0; start < file.text.size(); ++start) {
        ++line;
        auto const end = std::min(file.text.find('\n', start), file.text.size());
        if (end - start > line_columns_max) {
            findings.push_back({file.path, line, "a line has at most 100 columns"});
        }
        start = end;
    }
    if (line > file_lines_max) {
        findings.push_back({file.path, line, "a file has at most 500 lines"});
    }
    return findings;
}

std::vector<Finding> check_pragma_once(SourceFile const& file) {
    bool const header = file.path.ends_with(".hpp") || file.path.ends_with(".h");
    if (!header || file.code.find("#pragma once\n") != std::string::npos) return {};
    return {{file.path, 1, "a header starts with #pragma once"}};
}

std::vector<Finding> check_floating_point(SourceFile const& file) {
    if (!is_pure(file)) return {};
    return find_words(file, file.bare, {"double", "float"},
                      "no floating point in domain/ and ports/");
}

std::vector<Finding> check_clock_and_randomness(SourceFile const& file) {
    if (!is_pure(file)) return {};
    static std::string const message = "no clock and no randomness in domain/ and ports/";
    auto findings =
        find_words(file, file.bare,
                   {"random_device", "mt19937", "mt19937_64", "default_random_engine", "rand",
                    "srand", "getrandom", "clock_gettime", "gettimeofday", "this_thread"},
                   message);
    // system_clock::now() under any name, and the C function.
    static std::regex const calls(R"(::\s*now\s*\(|\btime\s*\(\s*(nullptr|NULL|0|&))");
    for (std::sregex_iterator it(file.bare.begin(), file.bare.end(), calls), end; it != end; ++it) {
        auto const position = static_cast<std::size_t>(it->position());
        findings.push_back({file.path, line_at(file.bare, position), message});
    }
    return findings;
}

std::vector<Finding> check_leftovers(SourceFile const& file) {
    // In pieces, so that this file passes too.
    static std::vector<std::string> const words = {std::string("TO") + "DO",
                                                   std::string("FIX") + "ME"};
    return find_words(file, file.text, words, "do it, or file it elsewhere");
}

std::vector<Finding> check_sleep(SourceFile const& file) {
    if (!file.is_cpp() || !file.is_below("tests")) return {};
    return find_words(file, file.bare, {"sleep_for", "sleep_until", "sleep", "usleep", "nanosleep"},
                      "no test sleeps to be right");
}

/// Where the full expression with the co_await at `start` ends, or the first '{' before that.
std::size_t end_of_await(std::string_view text, std::size_t start) {
    int depth = 0;
    for (auto at = start; at < text.size(); ++at) {
        char const c = text[at];
        if (c == '{') return at;
        if (c == ';' || c == '}') return at;
        if (c == '(' || c == '[') ++depth;
        if ((c == ')' || c == ']') && --depth < 0) return at;
    }
    return text.size();
}

/// g++ 12 destroys twice what such an expression creates in place: lambdas with captures and
/// braced aggregates. Both need a brace, so no brace may stand in the expression.
std::vector<Finding> check_await(SourceFile const& file) {
    static std::string const word = "co_await";
    std::vector<Finding> findings;
    if (!file.is_cpp()) return findings;
    std::string_view const text = file.bare;
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        auto const end = end_of_await(text, at);
        if (end < text.size() && text[end] == '{') {
            findings.push_back(
                {file.path, line_at(text, at),
                 "name lambdas and braced values before a co_await, then move them"});
        }
    }
    return findings;
}

}  // namespace

std::vector<StyleRule> const& style_rules() {
    static std::vector<StyleRule> const rules = {
        {"Bytes", check_bytes},
        {"Size", check_size},
        {"PragmaOnce", check_pragma_once},
        {"FloatingPoint", check_floating_point},
        {"ClockAndRandomness", check_clock_and_randomness},
        {"Leftovers", check_leftovers},
        {"Sleep", check_sleep},
        {"Await", check_await},
    };
    return rules;
}

std::vector<Finding> check_base_names(std::vector<SourceFile> const& files) {
    std::vector<Finding> findings;
    std::map<std::string, std::string> places;
    for (auto const& file : files) {
        if (!file.is_cpp()) continue;
        auto const stem = file.path.substr(0, file.path.rfind('.'));
        auto const [place, added] = places.emplace(stem.substr(stem.rfind('/') + 1), stem);
        if (!added && place->second != stem) {
            findings.push_back({file.path, 0, "the name is taken by " + place->second});
        }
    }
    return findings;
}

}  // namespace daybook::architecture
