#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "ports/outbound/sha256.hpp"

namespace daybook::sql {

/// A piece of SQL that counts: everything but spacing and comments. A comment
/// `-- daybook: ...` counts as a directive.
struct SqlToken {
    enum class Kind { word, quoted, symbol, directive };

    Kind kind = Kind::word;
    /// As it is written, with its quotes; of a directive what stands behind the colon.
    std::string_view text;
    /// Counts from 1.
    std::size_t line = 1;

    friend bool operator==(SqlToken const&, SqlToken const&) = default;
};

/// Reads SQL of SQLite and of Postgres: `'it''s'`, `"name"`, `E'\''`, `$tag$...$tag$`, comments of
/// both kinds. What is not closed ends with the text.
/// Shape: the tokens point into `sql`.
[[nodiscard]] std::vector<SqlToken> sql_tokens(std::string_view sql);

/// What tells an edited migration from the one that was applied: `v1:` and the SHA-256 of the
/// tokens, a zero byte after each. Comments, spacing and line ends do not count; directives do.
[[nodiscard]] std::string sql_fingerprint(std::string_view sql, ports::Sha256& sha256);

}  // namespace daybook::sql
