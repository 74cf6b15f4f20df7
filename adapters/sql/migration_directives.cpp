#include "sql/migration_directives.hpp"

#include <algorithm>
#include <charconv>

#include "sql/sql_tokens.hpp"

namespace daybook::sql {

namespace {

std::string_view after_spaces(std::string_view text) {
    return text.substr(std::min(text.find_first_not_of(" \t\r\f"), text.size()));
}

/// How many lines of `sql` may hold directives.
std::size_t count_first_lines(std::string_view sql) {
    std::size_t lines = 0;
    while (!sql.empty()) {
        auto const end = std::min(sql.find('\n'), sql.size());
        auto const line = after_spaces(sql.substr(0, end));
        if (!line.empty() && !line.starts_with("--")) break;
        ++lines;
        sql.remove_prefix(std::min(end + 1, sql.size()));
    }
    return lines;
}

std::optional<int> whole_number(std::string_view text) {
    int number = 0;
    auto const* const end = text.data() + text.size();
    auto const result = std::from_chars(text.data(), end, number);
    if (result.ec != std::errc{} || result.ptr != end || number < 1) return std::nullopt;
    return number;
}

/// What stands behind `word` and a space; nullopt where `text` does not start so, or ends there.
std::optional<std::string_view> argument_of(std::string_view text, std::string_view word) {
    if (!text.starts_with(word) || !text.substr(word.size()).starts_with(' ')) return std::nullopt;
    auto const rest = after_spaces(text.substr(word.size()));
    return rest.empty() ? std::nullopt : std::optional{rest};
}

/// Enters one directive. Returns false for one that is not known.
bool enter(MigrationDirectives& into, std::string_view text, std::size_t line) {
    if (text == "no-transaction") return into.no_transaction = true;
    if (text == "expand") return into.expand = true;
    if (auto const number = argument_of(text, "compatible-from")) {
        into.compatible_from = whole_number(*number);
        return into.compatible_from.has_value();
    }
    if (auto const reason = argument_of(text, "nothing-to-do")) {
        into.nothing_to_do = *reason;
        return true;
    }
    auto const allowed = argument_of(text, "allow");
    if (!allowed) return false;
    auto const space = std::min(allowed->find(' '), allowed->size());
    auto const reason = argument_of(after_spaces(allowed->substr(space)), "because");
    if (!reason) return false;
    into.allowed.push_back({std::string{allowed->substr(0, space)}, std::string{*reason}, line});
    return true;
}

/// What must not be given twice: all but `allow`, of which each rule counts.
std::string_view key_of(std::string_view text) {
    auto const end = text.starts_with("allow ") ? text.find(' ', 6) : text.find(' ');
    return text.substr(0, end);
}

}  // namespace

ParsedDirectives parse_directives(std::string_view sql) {
    ParsedDirectives parsed;
    auto& [directives, errors] = parsed;
    auto const first_lines = count_first_lines(sql);
    std::vector<std::string_view> seen;
    for (auto const& token : sql_tokens(sql)) {
        if (token.kind != SqlToken::Kind::directive) continue;
        auto const quoted = "\"-- daybook: " + std::string{token.text} + "\"";
        if (token.line > first_lines) {
            errors.push_back({token.line, "the directive " + quoted +
                                              " stands below the first statement; move it to the "
                                              "first lines"});
        } else if (std::ranges::find(seen, key_of(token.text)) != seen.end()) {
            errors.push_back({token.line, "the directive " + quoted + " is given twice"});
        } else if (!enter(directives, token.text, token.line)) {
            errors.push_back(
                {token.line, "unknown directive " + quoted +
                                 "; there are no-transaction, expand, compatible-from N, allow "
                                 "RULE because REASON, and nothing-to-do REASON"});
        }
        seen.push_back(key_of(token.text));
    }
    if (directives.expand && directives.compatible_from) {
        errors.push_back({1, "expand and compatible-from exclude each other"});
    }
    return parsed;
}

int compatible_from(MigrationDirectives const& directives, int version, int previous) {
    if (directives.expand) return previous;
    return std::min(directives.compatible_from.value_or(version), version);
}

}  // namespace daybook::sql
