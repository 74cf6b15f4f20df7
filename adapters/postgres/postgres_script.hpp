#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace daybook::postgres {

struct PostgresScriptStatement {
    /// Where it starts, from 1.
    std::size_t line;
    std::string text;
};

/// Splits a script at the semicolons that end statements: not those in literals, quoted names,
/// dollar-quoted bodies and comments. Source: PostgreSQL 15, section 4.1.
[[nodiscard]] std::vector<PostgresScriptStatement> split_script(std::string_view script);

}  // namespace daybook::postgres
