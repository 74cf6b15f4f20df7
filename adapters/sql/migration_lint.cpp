#include "sql/migration_lint.hpp"

#include <algorithm>

#include "sql/migration_lint_rules.hpp"
#include "sql/migration_statements.hpp"
#include "sql/sql_words.hpp"

namespace daybook::sql {

namespace {

constexpr std::string_view non_ascii = "non-ascii";
constexpr std::string_view carriage_return = "carriage-return";
constexpr std::string_view directive = "directive";

std::set<std::string> find_own_tables(std::vector<SqlStatement> const& statements) {
    std::set<std::string> own;
    for (auto const& statement : statements) {
        if (auto created = read_create_table(statement.tokens)) own.insert(created->table);
        auto const altered = read_alter_table(statement.tokens);
        if (!altered || !own.contains(altered->table)) continue;
        for (auto const action : altered->actions) {
            SqlWords words{action};
            if (words.take({"RENAME", "TO"})) own.insert(words.take_name());
        }
    }
    return own;
}

/// Lints one file.
class Linter {
  public:
    explicit Linter(LintedFile const& file) : file_{file} {
        auto parsed = parse_directives(file.sql);
        for (auto& error : parsed.errors) {
            report(directive, error.line, std::move(error.sentence));
        }
        script_.dialect = file.dialect;
        script_.directives = std::move(parsed.directives);
        script_.statements = split_script(file.sql);
        script_.own_tables = find_own_tables(script_.statements);
    }

    std::vector<LintFinding> run() {
        check_bytes();
        check_rules(lint_change_rules());
        check_rules(lint_content_rules());
        drop_allowed();
        check_content();
        check_no_transaction();
        check_compatible_from();
        std::ranges::stable_sort(findings_, {}, &LintFinding::line);
        return std::move(findings_);
    }

  private:
    void report(std::string_view rule, std::size_t line, std::string message) {
        findings_.push_back({file_.path, line, std::string{rule}, std::move(message)});
    }

    void check_bytes() {
        std::size_t line = 1;
        std::size_t reported_non_ascii = 0;
        std::size_t reported_carriage_return = 0;
        for (char const c : file_.sql) {
            if (c == '\n') ++line;
            if (static_cast<unsigned char>(c) > 0x7f && reported_non_ascii != line) {
                report(non_ascii, line, "the text is not ASCII; write it in ASCII");
                reported_non_ascii = line;
            }
            if (c == '\r' && reported_carriage_return == 0) {
                report(carriage_return, line, "lines end in CR LF; let them end in LF alone");
                reported_carriage_return = line;
            }
        }
    }

    void check_rules(std::span<LintRule const> rules) {
        for (auto const& rule : rules) {
            if (rule.postgres_only && file_.dialect != Dialect::postgres) continue;
            for (auto const& statement : script_.statements) {
                rule.check(script_, statement, [&](std::size_t line, std::string message) {
                    report(rule.name, line, std::move(message));
                });
            }
        }
    }

    void drop_allowed() {
        auto const rules = lint_rules();
        for (auto const& allowed : script_.directives.allowed) {
            auto const count = std::erase_if(
                findings_, [&](auto const& finding) { return finding.rule == allowed.rule; });
            if (std::ranges::find(rules, allowed.rule) == rules.end()) {
                report(directive, allowed.line, "there is no rule " + allowed.rule + " to allow");
            } else if (count == 0) {
                report(directive, allowed.line,
                       "allow " + allowed.rule + " allows nothing; leave it out");
            }
        }
    }

    void check_content() {
        auto const& reason = script_.directives.nothing_to_do;
        if (reason && !script_.statements.empty()) {
            report(directive, script_.statements.front().line,
                   "nothing-to-do, but here is a statement; leave out one of them");
        }
        if (!reason && script_.statements.empty()) {
            report(directive, 1,
                   "there is no statement; write one, or -- daybook: nothing-to-do REASON");
        }
    }

    void check_no_transaction() {
        if (!script_.directives.no_transaction) return;
        if (file_.dialect == Dialect::sqlite) {
            report(directive, 1,
                   "no-transaction is for Postgres; SQLite runs every migration in one");
        }
        auto const& statements = script_.statements;
        if (statements.size() != 1) {
            report(directive, statements.size() < 2 ? 1 : statements[1].line,
                   "no-transaction takes exactly one statement, here are " +
                       std::to_string(statements.size()) + "; make a migration of each");
        }
        for (auto const& statement : statements) {
            if (contains(statement.tokens, {"IF", "NOT", "EXISTS"}) ||
                contains(statement.tokens, {"IF", "EXISTS"})) {
                report(directive, statement.line,
                       "IF EXISTS and IF NOT EXISTS take an invalid index for a whole one; leave "
                       "them out: what was cut off is healed without them");
            }
            auto const index = read_create_index(statement.tokens);
            if (index && index->name.empty()) {
                report(directive, statement.line,
                       "the index needs a name, by which it is found when its build was cut off");
            }
        }
    }

    void check_compatible_from() {
        auto const& from = script_.directives.compatible_from;
        if (!from || !file_.version || *from <= *file_.version) return;
        report(directive, 1,
               "compatible-from " + std::to_string(*from) + " is beyond this migration's own " +
                   std::to_string(*file_.version));
    }

    LintedFile const& file_;
    LintedScript script_;
    std::vector<LintFinding> findings_;
};

}  // namespace

std::vector<LintFinding> lint(LintedFile const& file) { return Linter{file}.run(); }

std::vector<std::string_view> lint_rules() {
    std::vector<std::string_view> names{non_ascii, carriage_return};
    for (auto const rules : {lint_change_rules(), lint_content_rules()}) {
        for (auto const& rule : rules) names.push_back(rule.name);
    }
    return names;
}

}  // namespace daybook::sql
