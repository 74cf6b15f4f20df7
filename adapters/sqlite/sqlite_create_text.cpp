#include "sqlite/sqlite_create_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace daybook::sqlite {
namespace {

using Token = sql::SqlToken;

std::string lower(std::string_view text) {
    std::string folded{text};
    std::ranges::transform(folded, folded.begin(), [](unsigned char c) { return std::tolower(c); });
    return folded;
}

bool is_plain_name(std::string_view text) {
    auto const fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    };
    return !text.empty() && !(text[0] >= '0' && text[0] <= '9') && std::ranges::all_of(text, fits);
}

std::string normal_text(Token const& token) {
    if (token.kind == Token::Kind::word) return lower(token.text);
    bool const is_name = token.kind == Token::Kind::quoted && token.text.size() > 2 &&
                         (token.text[0] == '"' || token.text[0] == '`');
    // SQLite quotes names itself where it rewrites a statement.
    auto const inner = is_name ? token.text.substr(1, token.text.size() - 2) : std::string_view{};
    return std::string{is_plain_name(inner) ? inner : token.text};
}

/// Words that a parenthesis follows without being their arguments.
bool is_keyword(std::string_view word) {
    constexpr auto words = std::to_array<std::string_view>(
        {"and",  "as",  "between", "by", "case",   "check", "else", "from",   "in",   "is",   "key",
         "like", "not", "on",      "or", "select", "set",   "then", "values", "when", "where"});
    return std::ranges::find(words, word) != words.end();
}

bool needs_space(std::string_view before, Token const& token) {
    constexpr std::string_view operators = "<>=!|";
    auto const text = token.text;
    if (before == "(" || before == "." || text == ")" || text == "," || text == "." ||
        text == ";") {
        return false;
    }
    if (text == "(") {
        bool const is_function = std::isalnum(static_cast<unsigned char>(before.back())) != 0;
        return !is_function || is_keyword(before);
    }
    bool const is_operator =
        token.kind == Token::Kind::symbol && operators.find(text[0]) != std::string_view::npos &&
        before.size() == 1 && operators.find(before[0]) != std::string_view::npos;
    return !is_operator;
}

}  // namespace

std::string normal_sql(std::span<Token const> tokens) {
    std::string text;
    std::string before;
    for (auto const& token : tokens) {
        if (token.kind == Token::Kind::directive) continue;
        if (!text.empty() && needs_space(before, token)) text += ' ';
        before = normal_text(token);
        text += before;
    }
    return text;
}

std::string normal_sql(std::string_view text) { return normal_sql(sql::sql_tokens(text)); }

SqliteCreateText::SqliteCreateText(std::string_view text) : tokens_{sql::sql_tokens(text)} {}

SqliteCreateText::Tokens SqliteCreateText::in_parentheses(std::size_t open) const {
    int depth = 0;
    for (auto at = open; at < tokens_.size(); ++at) {
        if (tokens_[at].text == "(") ++depth;
        if (tokens_[at].text == ")" && --depth == 0) {
            return Tokens{tokens_}.subspan(open + 1, at - open - 1);
        }
    }
    return {};
}

std::vector<std::string> SqliteCreateText::checks() const {
    std::vector<std::string> checks;
    for (std::size_t at = 0; at + 1 < tokens_.size(); ++at) {
        bool const is_check = tokens_[at].kind == Token::Kind::word &&
                              lower(tokens_[at].text) == "check" && tokens_[at + 1].text == "(";
        if (is_check) checks.push_back(normal_sql(in_parentheses(at + 1)));
    }
    return checks;
}

std::string SqliteCreateText::generated_as(std::string_view column) const {
    int depth = 0;
    bool in_column = false;
    bool is_first = false;
    for (std::size_t at = 0; at + 1 < tokens_.size(); ++at) {
        auto const text = tokens_[at].text;
        if (text == ")") --depth;
        if (is_first) in_column = normal_text(tokens_[at]) == lower(column);
        is_first = (text == "(" && depth == 0) || (text == "," && depth == 1);
        bool const is_as = in_column && depth == 1 && lower(text) == "as";
        if (is_as && tokens_[at + 1].text == "(") return normal_sql(in_parentheses(at + 1));
        if (text == "(") ++depth;
    }
    return {};
}

std::string SqliteCreateText::after_word(std::string_view word) const {
    auto const found = std::ranges::find_if(tokens_, [&](Token const& token) {
        return token.kind == Token::Kind::word && lower(token.text) == word;
    });
    if (found == tokens_.end()) return {};
    return normal_sql(std::span{found + 1, tokens_.end()});
}

}  // namespace daybook::sqlite
