#pragma once

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "sql/sql_tokens.hpp"

namespace daybook::sql {

/// Whether a token is this keyword, in either case. `keyword` is in capitals.
[[nodiscard]] bool is_keyword(SqlToken const& token, std::string_view keyword);
[[nodiscard]] bool is_symbol(SqlToken const& token, char symbol);

/// The name that a token stands for: `"Orders"` is Orders, ORDERS is orders.
[[nodiscard]] std::string name_of(SqlToken const& token);

/// Reads the tokens of one statement from left to right.
/// Shape: what is beyond the end is an empty token, which is no keyword and no symbol.
class SqlWords {
  public:
    explicit SqlWords(std::span<SqlToken const> tokens) : tokens_{tokens} {}

    [[nodiscard]] bool at_end() const { return at_ >= tokens_.size(); }
    [[nodiscard]] SqlToken const& peek(std::size_t ahead = 0) const;
    SqlToken const& next();
    /// Goes on past these keywords where they stand here, all of them; else stays.
    bool take(std::initializer_list<std::string_view> keywords);
    bool take(std::string_view keyword) { return take({keyword}); }
    /// A name, or the last part of one with dots; empty where none stands here.
    std::string take_name();
    /// Goes past a group in parentheses, to which it points; empty where none opens here.
    std::span<SqlToken const> take_group();
    [[nodiscard]] std::span<SqlToken const> rest() const {
        return tokens_.subspan(std::min(at_, tokens_.size()));
    }

  private:
    std::span<SqlToken const> tokens_;
    std::size_t at_ = 0;
};

/// Whether these keywords stand somewhere in the tokens, one behind the other.
[[nodiscard]] bool contains(std::span<SqlToken const> tokens,
                            std::initializer_list<std::string_view> keywords);

}  // namespace daybook::sql
