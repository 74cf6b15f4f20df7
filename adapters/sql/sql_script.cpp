#include "sql/sql_script.hpp"

#include "sql/sql_words.hpp"

namespace daybook::sql {

namespace {

/// Gathers tokens into statements.
class Splitter {
  public:
    void take(SqlToken const& token) {
        if (is_symbol(token, ';') && !in_body()) return finish();
        tokens_.push_back(token);
        if (!in_body() && opens_body()) body_ = tokens_.size();
    }

    void finish() {
        body_ = 0;
        if (tokens_.empty()) return;
        auto const* const begin = tokens_.front().text.data();
        auto const last = tokens_.back().text;
        auto const size = static_cast<std::size_t>(last.data() + last.size() - begin);
        statements_.push_back({tokens_.front().line, {begin, size}, std::move(tokens_)});
        tokens_.clear();
    }

    std::vector<SqlStatement> statements() { return std::move(statements_); }

  private:
    /// Whether the tokens are within a body that has not come to its `; END`, or, an empty one, to
    /// its END.
    [[nodiscard]] bool in_body() const {
        if (body_ == 0) return false;
        auto const size = tokens_.size();
        if (size <= body_ || !is_keyword(tokens_.back(), "END")) return true;
        return size - 1 != body_ && !is_symbol(tokens_[size - 2], ';');
    }

    /// BEGIN of a trigger of SQLite, BEGIN ATOMIC of a function of Postgres.
    [[nodiscard]] bool opens_body() const {
        if (!is_keyword(tokens_.front(), "CREATE")) return false;
        if (is_keyword(tokens_.back(), "ATOMIC")) {
            return is_keyword(tokens_[tokens_.size() - 2], "BEGIN");
        }
        SqlWords words{tokens_};
        words.next();
        if (!words.take("TEMP")) words.take("TEMPORARY");
        return words.take("TRIGGER") && is_keyword(tokens_.back(), "BEGIN");
    }

    std::vector<SqlStatement> statements_;
    std::vector<SqlToken> tokens_;
    /// How many tokens stand before the body; 0 where there is none.
    std::size_t body_ = 0;
};

}  // namespace

std::vector<SqlStatement> split_script(std::string_view script) {
    Splitter splitter;
    for (auto const& token : sql_tokens(script)) {
        if (token.kind != SqlToken::Kind::directive) splitter.take(token);
    }
    splitter.finish();
    return splitter.statements();
}

}  // namespace daybook::sql
