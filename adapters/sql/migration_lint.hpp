#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sql/dialect.hpp"

namespace daybook::sql {

/// One file of a migration.
struct LintedFile {
    /// As it is to be named: `migrations/0007_add_venue/postgres.sql`.
    std::string path;
    Dialect dialect = Dialect::sqlite;
    std::string_view sql;
    /// Its number; nullopt for a file that is no migration yet.
    std::optional<int> version{};
};

/// One thing that is dangerous in a migration, or wrong with it.
struct LintFinding {
    std::string path;
    std::size_t line = 0;
    /// For `-- daybook: allow RULE because REASON`.
    std::string rule;
    /// What is wrong and how it is written safely.
    std::string message;
};

/// Says what would lock, break or lose something when the migration runs, by its tokens alone.
/// What a directive allows is left out, and a directive that allows nothing is a finding itself;
/// the rule `directive`, about directives, cannot be allowed.
/// Shape: by line.
[[nodiscard]] std::vector<LintFinding> lint(LintedFile const& file);

/// The names of the rules that can be allowed.
[[nodiscard]] std::vector<std::string_view> lint_rules();

}  // namespace daybook::sql
