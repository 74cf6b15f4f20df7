#include <algorithm>
#include <array>

#include "sql/book_tables.hpp"
#include "sql/migration_lint_rules.hpp"
#include "sql/migration_statements.hpp"
#include "sql/sql_words.hpp"

namespace daybook::sql {

namespace {

template <class Keywords>
bool is_one_of(SqlToken const& token, Keywords const& keywords) {
    return std::ranges::any_of(keywords, [&](auto keyword) { return is_keyword(token, keyword); });
}

void check_session(LintedScript const&, SqlStatement const& statement, LintReport const& report) {
    constexpr auto verbs =
        std::to_array<std::string_view>({"BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT",
                                         "SAVEPOINT", "RELEASE", "PRAGMA", "SET", "RESET"});
    auto const& first = statement.tokens.front();
    if (!is_one_of(first, verbs)) return;
    report(statement.line,
           std::string{first.text} +
               ": the migrator sets up the connection and runs the migration as one transaction; "
               "leave it out");
}

bool is_append_only(std::string_view name) {
    auto const table = std::ranges::find(book_tables, name, &TableShape::name);
    return table != book_tables.end() && table->rules->is_append_only;
}

void check_append_only(LintedScript const&, SqlStatement const& statement,
                       LintReport const& report) {
    for (SqlWords words{statement.tokens}; !words.at_end(); words.next()) {
        auto const verb = words.peek();
        auto after = words;
        if (!after.take("TRUNCATE") && !after.take("UPDATE") && !after.take({"DELETE", "FROM"})) {
            continue;
        }
        after.take("TABLE");
        do {
            after.take("ONLY");
            auto const table = after.take_name();
            if (!is_append_only(table)) continue;
            report(verb.line, std::string{verb.text} + " on " + table +
                                  ", which is append-only; correct the book by new entries");
        } while (is_symbol(after.next(), ',') && is_keyword(verb, "TRUNCATE"));
    }
}

/// Calls `check` with the type of each column that the statement makes or changes, and of each
/// cast `::type`.
template <class Check>
void for_each_type(SqlStatement const& statement, Check const& check) {
    auto const check_column = [&](std::optional<ColumnDefinition> const& column) {
        if (column && !column->type_and_rules.empty()) check(column->type_and_rules);
    };
    SqlTokens const tokens{statement.tokens};
    if (auto const created = read_create_table(tokens)) {
        for (auto const item : created->items) check_column(read_column(item));
    }
    if (auto const altered = read_alter_table(tokens)) {
        for (auto const action : altered->actions) {
            check_column(read_add_column(action));
            SqlWords words{action};
            bool const alters = words.take("ALTER");
            while (alters && !words.at_end() && !words.take("TYPE")) words.next();
            if (alters && !words.at_end()) check(words.rest());
        }
    }
    for (std::size_t at = 2; at < tokens.size(); ++at) {
        bool const is_cast = is_symbol(tokens[at - 2], ':') && is_symbol(tokens[at - 1], ':');
        if (is_cast) check(tokens.subspan(at));
    }
}

/// Reports types that start with one of these words.
template <class Types>
void refuse_types(SqlStatement const& statement, LintReport const& report, Types const& types,
                  std::string const& message) {
    for_each_type(statement, [&](SqlTokens type) {
        if (!is_one_of(type.front(), types)) return;
        report(type.front().line, "type " + std::string{type.front().text} + ": " + message);
    });
}

void check_float(LintedScript const&, SqlStatement const& statement, LintReport const& report) {
    constexpr auto types =
        std::to_array<std::string_view>({"REAL", "FLOAT", "FLOAT4", "FLOAT8", "DOUBLE"});
    refuse_types(statement, report, types,
                 "floating point loses cents; use numeric(39,18), in SQLite TEXT");
}

void check_money(LintedScript const&, SqlStatement const& statement, LintReport const& report) {
    refuse_types(statement, report, std::array<std::string_view, 1>{"MONEY"},
                 "its decimals depend on the server's locale; use numeric(39,18), in SQLite TEXT");
}

void check_timestamp(LintedScript const&, SqlStatement const& statement, LintReport const& report) {
    for_each_type(statement, [&](SqlTokens type) {
        SqlWords words{type};
        if (!words.take("TIMESTAMP")) return;
        words.take_group();
        if (words.take({"WITH", "TIME", "ZONE"})) return;
        report(type.front().line,
               "timestamp without time zone means another moment in every zone; use timestamptz, "
               "in SQLite INTEGER (microseconds since 1970)");
    });
}

void check_serial(LintedScript const&, SqlStatement const& statement, LintReport const& report) {
    constexpr auto types = std::to_array<std::string_view>(
        {"SERIAL", "SERIAL4", "SERIAL8", "BIGSERIAL", "SMALLSERIAL", "SERIAL2"});
    refuse_types(statement, report, types,
                 "a sequence has gaps and does not spread over servers; use bigint and let the "
                 "program number");
}

void check_json(LintedScript const&, SqlStatement const& statement, LintReport const& report) {
    refuse_types(statement, report, std::array<std::string_view, 1>{"JSON"},
                 "it compares and indexes nothing; use text for what is kept as it came, or jsonb");
}

constexpr auto rules = std::to_array<LintRule>({
    {"session-statement", false, check_session},
    {"append-only", false, check_append_only},
    {"float-type", false, check_float},
    {"money-type", false, check_money},
    {"timestamp-without-time-zone", false, check_timestamp},
    {"serial-type", false, check_serial},
    {"json-type", false, check_json},
});

}  // namespace

std::span<LintRule const> lint_content_rules() { return rules; }

}  // namespace daybook::sql
