#include "postgres/postgres_statement_group.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

#include "model/assert.hpp"

namespace daybook::postgres {
namespace {

/// Appends `sql` with the number of every parameter raised by `offset`.
void append_renumbered(std::string& out, std::string_view sql, std::size_t offset) {
    while (true) {
        auto const dollar = std::min(sql.find('$'), sql.size());
        out += sql.substr(0, dollar);
        if (dollar == sql.size()) return;
        sql.remove_prefix(dollar + 1);
        std::size_t number = 0;
        auto const* const end = std::from_chars(sql.data(), sql.data() + sql.size(), number).ptr;
        DAYBOOK_ASSERT(end != sql.data());
        sql.remove_prefix(static_cast<std::size_t>(end - sql.data()));
        out.append("$").append(std::to_string(number + offset));
    }
}

}  // namespace

void PostgresStatementGroup::add(std::string_view rows, Statement statement) {
    DAYBOOK_ASSERT(!changes(rows));
    rows_.push_back(rows);
    statements_.push_back(std::move(statement));
}

bool PostgresStatementGroup::changes(std::string_view rows) const {
    return std::ranges::find(rows_, rows) != rows_.end();
}

PostgresStatementGroup::Statement PostgresStatementGroup::take() {
    DAYBOOK_ASSERT(!is_empty());
    Statement whole{whole_text(), std::move(statements_.front().arguments)};
    for (std::size_t i = 1; i < statements_.size(); ++i) {
        std::ranges::move(statements_[i].arguments, std::back_inserter(whole.arguments));
    }
    clear();
    return whole;
}

void PostgresStatementGroup::clear() {
    rows_.clear();
    statements_.clear();
}

std::string_view PostgresStatementGroup::whole_text() {
    if (statements_.size() == 1) return statements_.front().sql;
    Key key;
    for (auto const& statement : statements_) key.push_back(statement.sql.data());
    auto& text = known_texts_[key];
    if (!text.empty()) return text;
    std::size_t arguments = 0;
    for (std::size_t i = 0; i + 1 < statements_.size(); ++i) {
        text.append(i == 0 ? "WITH w" : ", w").append(std::to_string(i)).append(" AS (");
        append_renumbered(text, statements_[i].sql, arguments);
        text += ')';
        arguments += statements_[i].arguments.size();
    }
    text += ' ';
    append_renumbered(text, statements_.back().sql, arguments);
    return text;
}

}  // namespace daybook::postgres
