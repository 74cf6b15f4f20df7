#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "sql/sql_tokens.hpp"

namespace daybook::sql {

/// One statement of a script.
struct SqlStatement {
    /// Where it starts, from 1.
    std::size_t line = 1;
    /// From its first token to its last; comments in between stay, the semicolon does not.
    std::string_view text;
    /// Without directives.
    std::vector<SqlToken> tokens;
};

/// Splits a script of SQLite or of Postgres at the semicolons that end statements: not those within
/// quotes, comments and the bodies of triggers and functions (BEGIN ... END).
/// Shape: the statements point into `script`.
/// Source: sqlite3_complete() for where a body ends: at `; END ;`.
[[nodiscard]] std::vector<SqlStatement> split_script(std::string_view script);

}  // namespace daybook::sql
