#pragma once

#include <functional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sql/dialect.hpp"
#include "sql/migration_directives.hpp"
#include "sql/sql_script.hpp"

namespace daybook::sql {

/// What the rules may look at.
struct LintedScript {
    Dialect dialect = Dialect::sqlite;
    MigrationDirectives directives;
    std::vector<SqlStatement> statements;
    /// Tables that the script makes: nobody waits for them yet. Those that a rebuild puts in the
    /// place of an old one (`ALTER TABLE new RENAME TO old`) are among them by both names.
    std::set<std::string> own_tables;
};

/// Says that a line breaks the rule, and how it is written safely.
using LintReport = std::function<void(std::size_t line, std::string message)>;

/// One rule, applied to each statement.
struct LintRule {
    std::string_view name;
    /// Whether it is for Postgres alone.
    bool postgres_only = false;
    void (*check)(LintedScript const&, SqlStatement const&, LintReport const&);
};

/// Rules about what keeps others waiting, and what binaries of other releases cannot bear.
[[nodiscard]] std::span<LintRule const> lint_change_rules();
/// Rules about what a statement says, whenever it runs.
[[nodiscard]] std::span<LintRule const> lint_content_rules();

}  // namespace daybook::sql
