#include "sql/table_definition.hpp"

#include <algorithm>
#include <utility>

#include "sql/sql_tokens.hpp"

namespace daybook::sql {
namespace {

std::string quoted(std::string_view name) { return "'" + std::string{name} + "'"; }

/// Whether a column is a table's whole key, which is then declared with the column.
bool is_key_alone(TableShape const& table, ColumnShape const& column) {
    return table.primary_key == column.name;
}

std::string listed(ColumnShape const& column, std::string_view between, auto write) {
    std::string text;
    for (auto const name : column.names) {
        if (!text.empty()) text += between;
        text += write(name);
    }
    return text;
}

std::string in_names(ColumnShape const& column) {
    return std::string{column.name} + " IN (" + listed(column, ", ", quoted) + ")";
}

/// SQLite builds a table for every IN list of more than two values, in every statement that
/// writes, which halves the speed of the whole book.
std::string is_named_text(ColumnShape const& column, Dialect dialect) {
    if (dialect == Dialect::postgres || column.names.size() <= 2) return in_names(column);
    return listed(column, " OR ", [&](std::string_view name) {
        return std::string{column.name} + " = " + quoted(name);
    });
}

std::string length_is(ColumnShape const& column, int bytes) {
    return "length(" + std::string{column.name} + ") = " + std::to_string(bytes);
}

/// A numeric can be NaN, which compares greater than every number and spoils every sum.
TableCheck check_of_number(ColumnShape const& column) {
    auto sql = std::string{column.name} + " <> 'NaN'";
    if (!column.check.empty()) sql += " AND (" + std::string{column.check.postgres} + ")";
    return {&column, std::string{column.check.words}, std::move(sql)};
}

/// In words of the column, on Postgres too.
TableCheck check_of(ColumnShape const& column, Dialect dialect) {
    if (column.type == SqlType::decimal && dialect == Dialect::postgres) {
        return check_of_number(column);
    }
    if (!column.check.empty()) {
        return {&column, std::string{column.check.words}, std::string{column.check.text(dialect)}};
    }
    if (!column.names.empty()) return {&column, in_names(column), is_named_text(column, dialect)};
    if (column.type == SqlType::hash)
        return {&column, length_is(column, 32), length_is(column, 32)};
    if (column.type == SqlType::uuid && dialect == Dialect::sqlite) {
        return {&column, {}, length_is(column, 16)};
    }
    return {};
}

/// What a domain says of its values: the condition with VALUE in place of the column's name.
std::string about_value(std::string const& condition, std::string_view column) {
    std::string text;
    char const* from = condition.data();
    for (auto const& token : sql_tokens(condition)) {
        if (token.kind != SqlToken::Kind::word || token.text != column) continue;
        text.append(from, token.text.data()).append("VALUE");
        from = token.text.data() + token.text.size();
    }
    return text.append(from, condition.data() + condition.size());
}

std::string domain_name(TableShape const& table, ColumnShape const& column) {
    return std::string{table.name} + "_" + std::string{column.name};
}

bool has_domain(ColumnShape const& column, Dialect dialect) {
    return dialect == Dialect::postgres && !check_of(column, dialect).sql.empty();
}

std::string column_type(TableShape const& table, ColumnShape const& column, Dialect dialect) {
    if (has_domain(column, dialect)) return domain_name(table, column);
    return std::string{type_name(column.type, dialect)};
}

std::string domain_check(ColumnShape const& column) {
    return "CHECK (" + about_value(check_of(column, Dialect::postgres).sql, column.name) + ")";
}

std::string create_domain(TableShape const& table, ColumnShape const& column) {
    return "CREATE DOMAIN " + domain_name(table, column) + " AS " +
           std::string{type_name(column.type, Dialect::postgres)};
}

std::string column_definition(TableShape const& table, ColumnShape const& column, Dialect dialect) {
    std::string text{column.name};
    text.append(" ").append(column_type(table, column, dialect));
    if (!column.is_nullable) text += " NOT NULL";
    if (is_key_alone(table, column)) text += " PRIMARY KEY";
    if (!column.references.empty()) text.append(" REFERENCES ").append(column.references);
    auto const check = check_of(column, dialect);
    if (dialect == Dialect::sqlite && !check.sql.empty()) text += " CHECK (" + check.sql + ")";
    return text;
}

std::string options(TableShape const& table, Dialect dialect) {
    if (dialect == Dialect::sqlite) return " STRICT, WITHOUT ROWID";
    int const fillfactor = table.rules->fillfactor;
    return fillfactor == 100 ? "" : " WITH (fillfactor = " + std::to_string(fillfactor) + ")";
}

}  // namespace

std::vector<TableCheck> checks_of(TableShape const& table, Dialect dialect) {
    std::vector<TableCheck> checks;
    for (auto const& column : table.columns) checks.push_back(check_of(column, dialect));
    for (auto const& check : table.rules->checks) {
        checks.push_back({nullptr, std::string{check.words}, std::string{check.text(dialect)}});
    }
    std::erase_if(checks, [](TableCheck const& check) { return check.sql.empty(); });
    return checks;
}

std::vector<Domain> domains_of(TableShape const& table) {
    std::vector<Domain> domains;
    for (auto const& column : table.columns) {
        if (!has_domain(column, Dialect::postgres)) continue;
        domains.push_back({domain_name(table, column),
                           create_domain(table, column) + " " + domain_check(column)});
    }
    return domains;
}

std::vector<std::string> add_column(TableShape const& table, ColumnShape const& column,
                                    Dialect dialect) {
    auto const add = "ALTER TABLE " + std::string{table.name} + " ADD COLUMN " +
                     column_definition(table, column, dialect);
    if (!has_domain(column, dialect)) return {add};
    return {create_domain(table, column), add,
            "ALTER DOMAIN " + domain_name(table, column) + " ADD " + domain_check(column)};
}

std::string create_table(TableShape const& table, Dialect dialect) {
    std::vector<std::string> parts;
    bool is_key_declared = false;
    for (auto const& column : table.columns) {
        parts.push_back(column_definition(table, column, dialect));
        is_key_declared = is_key_declared || is_key_alone(table, column);
    }
    if (!is_key_declared) parts.push_back("PRIMARY KEY (" + std::string{table.primary_key} + ")");
    for (auto const& check : checks_of(table, dialect)) {
        if (check.column == nullptr) parts.push_back("CHECK (" + check.sql + ")");
    }
    std::string text = "CREATE TABLE " + std::string{table.name} + " (";
    for (auto const& part : parts) {
        text += &part == &parts.front() ? "\n    " : ",\n    ";
        text += part;
    }
    return text + "\n)" + options(table, dialect);
}

std::string create_index(TableShape const& table, Index const& index) {
    std::string text = index.is_unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ";
    text.append(index.name).append(" ON ").append(table.name);
    text.append(" (").append(index.columns).append(")");
    if (!index.where.empty()) text.append(" WHERE ").append(index.where);
    return text;
}

}  // namespace daybook::sql
