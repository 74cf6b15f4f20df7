#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sql/sql_tokens.hpp"

namespace daybook::sqlite {

/// One text for all ways to write the same SQL: spacing, comments, the case of words and needless
/// quotes of names do not count.
[[nodiscard]] std::string normal_sql(std::span<sql::SqlToken const> tokens);
[[nodiscard]] std::string normal_sql(std::string_view text);

/// What the pragmas do not tell of a CREATE statement, cut out of its text, which is all that
/// SQLite keeps.
class SqliteCreateText {
  public:
    /// `text` outlives the object.
    explicit SqliteCreateText(std::string_view text);

    /// Of a table: its CHECKs in their order, of columns and of the table: `length(id) = 16`.
    [[nodiscard]] std::vector<std::string> checks() const;
    /// Of a table: a generated column's expression.
    [[nodiscard]] std::string generated_as(std::string_view column) const;
    /// Of an index or a trigger: what follows the first `word`.
    [[nodiscard]] std::string after_word(std::string_view word) const;

  private:
    using Tokens = std::span<sql::SqlToken const>;

    [[nodiscard]] Tokens in_parentheses(std::size_t open) const;

    std::vector<sql::SqlToken> tokens_;
};

}  // namespace daybook::sqlite
