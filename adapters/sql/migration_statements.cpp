#include "sql/migration_statements.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "sql/sql_words.hpp"

namespace daybook::sql {

namespace {

/// Splits at the commas that are in no parentheses.
std::vector<SqlTokens> split_list(SqlTokens tokens) {
    std::vector<SqlTokens> parts;
    std::size_t start = 0;
    int depth = 0;
    for (std::size_t at = 0; at < tokens.size(); ++at) {
        if (is_symbol(tokens[at], '(')) ++depth;
        if (is_symbol(tokens[at], ')')) --depth;
        if (depth > 0 || !is_symbol(tokens[at], ',')) continue;
        parts.push_back(tokens.subspan(start, at - start));
        start = at + 1;
    }
    if (start < tokens.size()) parts.push_back(tokens.subspan(start));
    return parts;
}

/// Whether what stands here is a rule of the table and not a column.
bool is_constraint(SqlToken const& token) {
    constexpr auto keywords = std::to_array<std::string_view>(
        {"CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN", "EXCLUDE", "LIKE"});
    return std::ranges::any_of(keywords, [&](auto keyword) { return is_keyword(token, keyword); });
}

}  // namespace

std::optional<CreateTable> read_create_table(SqlTokens statement) {
    SqlWords words{statement};
    if (!words.take("CREATE")) return std::nullopt;
    if (!words.take("TEMP") && !words.take("TEMPORARY")) words.take("UNLOGGED");
    if (!words.take("TABLE")) return std::nullopt;
    words.take({"IF", "NOT", "EXISTS"});
    auto table = words.take_name();
    return CreateTable{std::move(table), split_list(words.take_group())};
}

std::optional<AlterTable> read_alter_table(SqlTokens statement) {
    SqlWords words{statement};
    if (!words.take({"ALTER", "TABLE"})) return std::nullopt;
    words.take({"IF", "EXISTS"});
    words.take("ONLY");
    auto table = words.take_name();
    return AlterTable{std::move(table), split_list(words.rest())};
}

std::optional<CreateIndex> read_create_index(SqlTokens statement) {
    SqlWords words{statement};
    if (!words.take("CREATE")) return std::nullopt;
    words.take("UNIQUE");
    if (!words.take("INDEX")) return std::nullopt;
    CreateIndex index;
    index.is_concurrent = words.take("CONCURRENTLY");
    words.take({"IF", "NOT", "EXISTS"});
    // An index of Postgres may have no name.
    if (!is_keyword(words.peek(), "ON")) index.name = words.take_name();
    words.take("ON");
    words.take("ONLY");
    index.table = words.take_name();
    return index;
}

std::vector<std::string> read_drop_table(SqlTokens statement) {
    std::vector<std::string> tables;
    SqlWords words{statement};
    if (!words.take({"DROP", "TABLE"})) return tables;
    words.take({"IF", "EXISTS"});
    for (auto const part : split_list(words.rest())) tables.push_back(SqlWords{part}.take_name());
    return tables;
}

std::optional<ColumnDefinition> read_add_column(SqlTokens action) {
    SqlWords words{action};
    if (!words.take("ADD")) return std::nullopt;
    if (!words.take("COLUMN") && is_constraint(words.peek())) return std::nullopt;
    words.take({"IF", "NOT", "EXISTS"});
    auto name = words.take_name();
    return ColumnDefinition{std::move(name), words.rest()};
}

std::optional<ColumnDefinition> read_column(SqlTokens item) {
    SqlWords words{item};
    if (is_constraint(words.peek())) return std::nullopt;
    auto name = words.take_name();
    return ColumnDefinition{std::move(name), words.rest()};
}

}  // namespace daybook::sql
