#include "postgres/postgres_index_build.hpp"

#include <algorithm>
#include <cctype>
#include <vector>

#include "postgres/postgres_arguments.hpp"
#include "sql/sql_tokens.hpp"

namespace daybook::postgres {
namespace {

using Token = sql::SqlToken;

bool is_word(Token const& token, std::string_view upper) {
    return token.kind == Token::Kind::word &&
           std::ranges::equal(token.text, upper, {},
                              [](unsigned char c) { return std::toupper(c); });
}

std::vector<Token> tokens_of(std::string_view statement) {
    auto tokens = sql::sql_tokens(statement);
    std::erase_if(tokens, [](Token const& t) { return t.kind == Token::Kind::directive; });
    return tokens;
}

/// The words from `at`, or none.
bool has_words(std::vector<Token> const& tokens, std::size_t at,
               std::initializer_list<std::string_view> words) {
    if (at + words.size() > tokens.size()) return false;
    return std::ranges::all_of(words, [&](auto word) { return is_word(tokens[at++], word); });
}

/// Where the name stands behind CREATE INDEX CONCURRENTLY; 0 for other statements.
std::size_t name_of_created(std::vector<Token> const& tokens) {
    if (has_words(tokens, 0, {"CREATE", "INDEX", "CONCURRENTLY"})) return 3;
    return has_words(tokens, 0, {"CREATE", "UNIQUE", "INDEX", "CONCURRENTLY"}) ? 4 : 0;
}

}  // namespace

std::optional<PostgresIndexBuild> PostgresIndexBuild::parse(std::string_view statement) {
    auto const tokens = tokens_of(statement);
    PostgresIndexBuild build;
    auto at = name_of_created(tokens);
    if (has_words(tokens, 0, {"DROP", "INDEX", "CONCURRENTLY"})) {
        build.act = Act::drop;
        at = 3;
    }
    if (at == 0 || at == tokens.size() || is_word(tokens[at], "ON")) return std::nullopt;
    build.index = tokens[at++].text;
    // A schema before the name.
    while (at + 1 < tokens.size() && tokens[at].text == ".") {
        build.index.append(".").append(tokens[at + 1].text);
        at += 2;
    }
    return build;
}

PostgresIndexBuild::Found PostgresIndexBuild::find(PostgresSession& session) const {
    auto row = session.execute(
        std::string_view{"SELECT (indisvalid AND indisready AND indislive)::int FROM pg_index "
                         "WHERE indexrelid = to_regclass($1::text)"},
        {to_argument(index)});
    if (!row.next()) return Found::absent;
    return row.get<int>() == 1 ? Found::valid : Found::invalid;
}

bool is_nameless_index(std::string_view statement) {
    auto const tokens = tokens_of(statement);
    auto const at = name_of_created(tokens);
    return at > 0 && at < tokens.size() && is_word(tokens[at], "ON");
}

bool is_conditional(std::string_view statement) {
    auto const tokens = tokens_of(statement);
    for (std::size_t at = 0; at < tokens.size(); ++at) {
        if (has_words(tokens, at, {"IF", "EXISTS"})) return true;
        if (has_words(tokens, at, {"IF", "NOT", "EXISTS"})) return true;
    }
    return false;
}

}  // namespace daybook::postgres
