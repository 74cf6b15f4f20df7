#include <algorithm>
#include <array>

#include "sql/migration_lint_rules.hpp"
#include "sql/migration_statements.hpp"
#include "sql/sql_words.hpp"

namespace daybook::sql {

namespace {

/// Calls `check` with each action on a table that others use already.
template <class Check>
void for_each_action(LintedScript const& script, SqlStatement const& statement,
                     Check const& check) {
    auto const altered = read_alter_table(statement.tokens);
    if (!altered || script.own_tables.contains(altered->table)) return;
    for (auto const action : altered->actions) {
        if (!action.empty()) check(altered->table, action);
    }
}

void check_index(LintedScript const& script, SqlStatement const& statement,
                 LintReport const& report) {
    auto const index = read_create_index(statement.tokens);
    if (!index || index->is_concurrent || script.own_tables.contains(index->table)) return;
    report(statement.line,
           "CREATE INDEX keeps all writers of " + index->table +
               " waiting; make it a migration of its own: \"-- daybook: no-transaction\" and "
               "CREATE INDEX CONCURRENTLY " +
               index->name + " ON " + index->table + " ...");
}

void check_concurrently(LintedScript const& script, SqlStatement const& statement,
                        LintReport const& report) {
    if (script.directives.no_transaction) return;
    constexpr auto verbs = std::to_array<std::string_view>({"CREATE", "DROP", "REINDEX", "ALTER"});
    auto const& first = statement.tokens.front();
    bool const needs_none =
        std::ranges::any_of(verbs, [&](auto verb) { return is_keyword(first, verb); });
    if (!needs_none || !contains(statement.tokens, {"CONCURRENTLY"})) return;
    report(statement.line,
           "CONCURRENTLY runs in no transaction; write \"-- daybook: no-transaction\" in the first "
           "line, and no other statement");
}

/// The tokens of a column's default: from behind DEFAULT to the next rule.
SqlTokens default_of(ColumnDefinition const& column) {
    constexpr auto ends = std::to_array<std::string_view>(
        {"NOT", "CHECK", "CONSTRAINT", "REFERENCES", "PRIMARY", "UNIQUE", "COLLATE", "GENERATED"});
    SqlWords words{column.type_and_rules};
    while (!words.at_end() && !words.take("DEFAULT")) {
        if (words.take_group().empty()) words.next();
    }
    auto const rest = words.rest();
    auto const end = std::ranges::find_if(
        rest.subspan(std::min<std::size_t>(1, rest.size())), [&](auto const& token) {
            return std::ranges::any_of(ends,
                                       [&](auto keyword) { return is_keyword(token, keyword); });
        });
    return rest.first(static_cast<std::size_t>(end - rest.begin()));
}

void check_not_null(LintedScript const& script, SqlStatement const& statement,
                    LintReport const& report) {
    for_each_action(script, statement, [&](auto const& table, SqlTokens action) {
        auto const column = read_add_column(action);
        if (!column || !contains(column->type_and_rules, {"NOT", "NULL"})) return;
        auto const value = default_of(*column);
        if (!value.empty() && !is_keyword(value.front(), "NULL")) return;
        report(action.front().line,
               "ADD COLUMN " + table + "." + column->name +
                   " NOT NULL fails on every row that is there; add it without NOT NULL, or with "
                   "a constant DEFAULT");
    });
}

/// Postgres gives the same now() to all rows; SQLite adds no column with it.
bool is_constant(SqlTokens value, Dialect dialect) {
    if (dialect == Dialect::sqlite) {
        return std::ranges::none_of(value, [](auto const& token) {
            return is_symbol(token, '(') || is_keyword(token, "CURRENT_TIME") ||
                   is_keyword(token, "CURRENT_DATE") || is_keyword(token, "CURRENT_TIMESTAMP");
        });
    }
    for (std::size_t at = 1; at < value.size(); ++at) {
        auto const& called = value[at - 1];
        bool const is_call = is_symbol(value[at], '(') && called.kind == SqlToken::Kind::word;
        if (is_call && !is_keyword(called, "NOW")) return false;
    }
    return true;
}

void check_default(LintedScript const& script, SqlStatement const& statement,
                   LintReport const& report) {
    for_each_action(script, statement, [&](auto const& table, SqlTokens action) {
        auto const column = read_add_column(action);
        if (!column || is_constant(default_of(*column), script.dialect)) return;
        report(action.front().line,
               "the DEFAULT of " + table + "." + column->name +
                   " is computed for every row, which rewrites the table; add the column without "
                   "it, and let the program write the value");
    });
}

void check_column_type(LintedScript const& script, SqlStatement const& statement,
                       LintReport const& report) {
    for_each_action(script, statement, [&](auto const& table, SqlTokens action) {
        SqlWords words{action};
        if (!words.take("ALTER")) return;
        words.take("COLUMN");
        auto const column = words.take_name();
        words.take({"SET", "DATA"});
        if (!words.take("TYPE")) return;
        report(action.front().line, "ALTER COLUMN TYPE rewrites " + table +
                                        " while all wait; add a new column for " + column +
                                        ", fill it, and drop the old one in a later release");
    });
}

void check_rename(LintedScript const& script, SqlStatement const& statement,
                  LintReport const& report) {
    for_each_action(script, statement, [&](auto const& table, SqlTokens action) {
        SqlWords words{action};
        if (!words.take("RENAME") || words.take("CONSTRAINT")) return;
        report(action.front().line,
               "RENAME on " + table +
                   " breaks every binary that knows the old name; add the new one, fill it, and "
                   "drop the old one in a later release");
    });
}

void check_drop(LintedScript const& script, SqlStatement const& statement,
                LintReport const& report) {
    if (script.directives.compatible_from) return;
    auto const complain = [&](std::size_t line, std::string const& what) {
        report(line, "DROP of " + what +
                         " breaks the binaries that use it; release one that does not, then write "
                         "\"-- daybook: compatible-from N\", N being its schema");
    };
    for (auto const& table : read_drop_table(statement.tokens)) {
        if (!script.own_tables.contains(table)) complain(statement.line, "table " + table);
    }
    for_each_action(script, statement, [&](auto const& table, SqlTokens action) {
        SqlWords words{action};
        if (!words.take("DROP") || words.take("CONSTRAINT")) return;
        words.take("COLUMN");
        words.take({"IF", "EXISTS"});
        complain(action.front().line, "column " + table + "." + words.take_name());
    });
}

/// Goes past `ADD [CONSTRAINT name]`. Returns false for every other action.
bool take_add_constraint(SqlWords& words) {
    if (!words.take("ADD")) return false;
    if (words.take("CONSTRAINT")) words.take_name();
    return true;
}

void check_not_valid(LintedScript const& script, SqlStatement const& statement,
                     LintReport const& report) {
    for_each_action(script, statement, [&](auto const& table, SqlTokens action) {
        SqlWords words{action};
        if (!take_add_constraint(words)) return;
        auto const* const what = words.take({"FOREIGN", "KEY"}) ? "FOREIGN KEY"
                                 : words.take("CHECK")          ? "CHECK"
                                                                : nullptr;
        if (what == nullptr || contains(action, {"NOT", "VALID"})) return;
        report(action.front().line, std::string{"ADD "} + what + " reads all of " + table +
                                        " while all wait; write NOT VALID behind it, and ALTER "
                                        "TABLE " +
                                        table + " VALIDATE CONSTRAINT in the next migration");
    });
}

void check_unique(LintedScript const& script, SqlStatement const& statement,
                  LintReport const& report) {
    for_each_action(script, statement, [&](auto const& table, SqlTokens action) {
        SqlWords words{action};
        if (!take_add_constraint(words)) return;
        auto const* const what = words.take("UNIQUE")             ? "UNIQUE"
                                 : words.take({"PRIMARY", "KEY"}) ? "PRIMARY KEY"
                                                                  : nullptr;
        if (what == nullptr || contains(action, {"USING", "INDEX"})) return;
        report(action.front().line,
               std::string{"ADD "} + what + " builds an index while all wait for " + table +
                   "; build it with CREATE UNIQUE INDEX CONCURRENTLY in the migration before, "
                   "then ADD CONSTRAINT ... " +
                   what + " USING INDEX");
    });
}

constexpr auto rules = std::to_array<LintRule>({
    {"index-not-concurrent", true, check_index},
    {"concurrently-in-transaction", true, check_concurrently},
    {"not-null-without-default", false, check_not_null},
    {"volatile-default", false, check_default},
    {"alter-column-type", true, check_column_type},
    {"rename", false, check_rename},
    {"drop-without-compatible-from", false, check_drop},
    {"constraint-not-valid", true, check_not_valid},
    {"unique-using-index", true, check_unique},
});

}  // namespace

std::span<LintRule const> lint_change_rules() { return rules; }

}  // namespace daybook::sql
