#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sql/migration_lint.hpp"

namespace daybook::app {

/// `migrations/0007_a/postgres.sql:3: rename: RENAME on orders ...`, a line each, and how many.
[[nodiscard]] std::string lint_text(std::vector<sql::LintFinding> const& findings,
                                    std::size_t files);
/// The same as one object.
[[nodiscard]] std::string lint_json(std::vector<sql::LintFinding> const& findings,
                                    std::size_t files);

}  // namespace daybook::app
