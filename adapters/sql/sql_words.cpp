#include "sql/sql_words.hpp"

namespace daybook::sql {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same(std::string_view left, std::string_view right) {
    return std::ranges::equal(left, right, {}, lower, lower);
}

bool starts_name(SqlToken const& token) {
    if (token.kind == SqlToken::Kind::word) return true;
    return token.kind == SqlToken::Kind::quoted && (token.text[0] == '"' || token.text[0] == '`');
}

}  // namespace

bool is_keyword(SqlToken const& token, std::string_view keyword) {
    return token.kind == SqlToken::Kind::word && same(token.text, keyword);
}

bool is_symbol(SqlToken const& token, char symbol) {
    return token.kind == SqlToken::Kind::symbol && token.text[0] == symbol;
}

std::string name_of(SqlToken const& token) {
    if (token.kind == SqlToken::Kind::quoted) {
        auto const quotes = std::min<std::size_t>(token.text.size(), 2);
        return std::string{token.text.substr(1, token.text.size() - quotes)};
    }
    std::string name{token.text};
    std::ranges::transform(name, name.begin(), lower);
    return name;
}

SqlToken const& SqlWords::peek(std::size_t ahead) const {
    static SqlToken const none{SqlToken::Kind::word, "", 0};
    return at_ + ahead < tokens_.size() ? tokens_[at_ + ahead] : none;
}

SqlToken const& SqlWords::next() {
    auto const& token = peek();
    ++at_;
    return token;
}

bool SqlWords::take(std::initializer_list<std::string_view> keywords) {
    std::size_t ahead = 0;
    for (auto const keyword : keywords) {
        if (!is_keyword(peek(ahead++), keyword)) return false;
    }
    at_ += keywords.size();
    return true;
}

std::string SqlWords::take_name() {
    if (at_end() || !starts_name(peek())) return {};
    auto name = name_of(next());
    while (is_symbol(peek(), '.') && starts_name(peek(1))) {
        next();
        name = name_of(next());
    }
    return name;
}

std::span<SqlToken const> SqlWords::take_group() {
    if (!is_symbol(peek(), '(')) return {};
    auto const start = at_;
    int depth = 0;
    do {
        if (is_symbol(peek(), '(')) ++depth;
        if (is_symbol(peek(), ')')) --depth;
        next();
    } while (depth > 0 && !at_end());
    auto const inner = at_ - start - 1 - (depth == 0 ? 1 : 0);
    return tokens_.subspan(start + 1, inner);
}

bool contains(std::span<SqlToken const> tokens, std::initializer_list<std::string_view> keywords) {
    for (SqlWords words{tokens}; !words.at_end(); words.next()) {
        if (words.take(keywords)) return true;
    }
    return false;
}

}  // namespace daybook::sql
