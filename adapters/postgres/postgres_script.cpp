#include "postgres/postgres_script.hpp"

#include <algorithm>

namespace daybook::postgres {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

/// Finds where the things that start at a place of a script end.
class Scanner {
  public:
    explicit Scanner(std::string_view script) : script_{script} {}

    /// After spaces, comments and stray semicolons.
    [[nodiscard]] std::size_t skip_to_statement(std::size_t at) const {
        while (at < script_.size()) {
            if (is_space(script_[at]) || script_[at] == ';') {
                ++at;
            } else if (auto const end = end_of_comment(at)) {
                at = end;
            } else {
                break;
            }
        }
        return at;
    }

    /// At the semicolon, or at the end of the script.
    [[nodiscard]] std::size_t end_of_statement(std::size_t at) const {
        while (at < script_.size() && script_[at] != ';') at = end_of_piece(at);
        return std::min(at, script_.size());
    }

  private:
    [[nodiscard]] bool has(std::size_t at, std::string_view text) const {
        return script_.substr(std::min(at, script_.size())).starts_with(text);
    }

    /// 0 where no comment starts. Block comments nest.
    [[nodiscard]] std::size_t end_of_comment(std::size_t at) const {
        if (has(at, "--")) return std::min(script_.find('\n', at), script_.size());
        if (!has(at, "/*")) return 0;
        std::size_t depth = 0;
        do {
            bool const opens = has(at, "/*");
            bool const closes = has(at, "*/");
            if (opens) ++depth;
            if (closes) --depth;
            at += opens || closes ? 2 : 1;
        } while (depth > 0 && at < script_.size());
        return at;
    }

    [[nodiscard]] std::size_t end_of_piece(std::size_t at) const {
        if (auto const end = end_of_comment(at)) return end;
        char const c = script_[at];
        if (c == '\'' || c == '"') return end_of_quoted(at + 1, c, false);
        if ((c == 'E' || c == 'e') && has(at + 1, "'")) return end_of_quoted(at + 2, '\'', true);
        if (c == '$') return end_of_dollar_quoted(at);
        if (!is_word(c)) return at + 1;
        // A word may hold a dollar sign, which quotes nothing then.
        while (at < script_.size() && (is_word(script_[at]) || script_[at] == '$')) ++at;
        return at;
    }

    /// A doubled quote ends the literal and starts the next, which comes to the same.
    [[nodiscard]] std::size_t end_of_quoted(std::size_t at, char quote, bool backslash) const {
        while (at < script_.size() && script_[at] != quote) {
            at += backslash && script_[at] == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    [[nodiscard]] std::size_t end_of_dollar_quoted(std::size_t at) const {
        auto open = at + 1;
        while (open < script_.size() && is_word(script_[open])) ++open;
        if (open >= script_.size() || script_[open] != '$') return at + 1;
        auto const tag = script_.substr(at, open + 1 - at);
        auto const close = script_.find(tag, open + 1);
        return close == std::string_view::npos ? script_.size() : close + tag.size();
    }

    std::string_view script_;
};

}  // namespace

std::vector<PostgresScriptStatement> split_script(std::string_view script) {
    std::vector<PostgresScriptStatement> statements;
    Scanner const scanner{script};
    auto at = scanner.skip_to_statement(0);
    while (at < script.size()) {
        auto const end = scanner.end_of_statement(at);
        auto const before = script.substr(0, at);
        statements.push_back({1 + static_cast<std::size_t>(std::ranges::count(before, '\n')),
                              std::string{script.substr(at, end - at)}});
        at = scanner.skip_to_statement(end);
    }
    return statements;
}

}  // namespace daybook::postgres
