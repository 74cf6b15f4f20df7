#include "sql/schema_statements.hpp"

#include <algorithm>
#include <stdexcept>

#include "model/assert.hpp"
#include "sql/append_only.hpp"
#include "sql/book_tables.hpp"
#include "sql/table_definition.hpp"

namespace daybook::sql {
namespace {

using ports::SchemaItem;
using Kind = SchemaItem::Kind;

static_assert(with_book_tables([](auto const&... table) {
    return (table.binds_each_member_once() && ...);
}));

/// A table's items besides its triggers.
std::vector<SchemaItem> items_of(TableShape const& table, Dialect dialect) {
    std::string const name{table.name};
    std::vector<SchemaItem> items;
    auto const add = [&](Kind kind, std::string_view item, std::string definition) {
        items.push_back({kind, name, std::string{item}, std::move(definition)});
    };
    add(Kind::table, name, table.rules->is_append_only ? "append-only" : "");
    for (auto const& column : table.columns) {
        add(Kind::column, column.name,
            std::string{logical_name(column.type)} + (column.is_nullable ? "" : " NOT NULL"));
    }
    for (auto const& check : checks_of(table, dialect)) add(Kind::check, {}, check.words);
    add(Kind::primary_key, {}, "PRIMARY KEY (" + std::string{table.primary_key} + ")");
    for (auto const& column : table.columns) {
        if (column.references.empty()) continue;
        add(Kind::foreign_key, {},
            std::string{column.name} + " REFERENCES " + std::string{column.references});
    }
    for (auto const& index : table.rules->indexes) {
        auto definition = (index.is_unique ? "UNIQUE (" : "(") + std::string{index.columns} + ")";
        if (!index.where.empty()) definition += " WHERE " + std::string{index.where};
        add(Kind::index, index.name, std::move(definition));
    }
    return items;
}

/// Whether an item is there because one engine has to be told what the words say elsewhere.
bool is_of_one_engine(SchemaItem const& item) {
    bool const may_be =
        item.kind == Kind::check || item.kind == Kind::trigger || item.kind == Kind::function;
    return may_be && item.definition.empty();
}

std::invalid_argument unknown(std::string_view what, std::string_view name) {
    return std::invalid_argument{"the book has no " + std::string{what} + " " + std::string{name}};
}

}  // namespace

std::vector<SchemaStatement> schema_statements(Dialect dialect) {
    std::vector<SchemaStatement> statements;
    for (auto const& table : book_tables) {
        std::string const name{table.name};
        if (dialect == Dialect::postgres) {
            for (auto const& domain : domains_of(table)) {
                statements.push_back({Kind::check, name, domain.name, domain.sql});
            }
        }
        statements.push_back({Kind::table, name, name, create_table(table, dialect)});
        for (auto const& index : table.rules->indexes) {
            statements.push_back(
                {Kind::index, name, std::string{index.name}, create_index(table, index)});
        }
    }
    if (dialect == Dialect::postgres) statements.push_back(append_only_function());
    for (auto const& table : book_tables) {
        if (!table.rules->is_append_only) continue;
        auto const triggers = append_only_triggers(table, dialect);
        statements.insert(statements.end(), triggers.begin(), triggers.end());
    }
    return statements;
}

std::string schema_script(Dialect dialect) {
    std::string script;
    for (auto const& statement : schema_statements(dialect)) {
        if (!script.empty()) script += "\n";
        script += statement.sql + ";\n";
    }
    return script;
}

std::vector<std::string> add_column_statements(std::string_view table_name,
                                               std::string_view column_name, Dialect dialect) {
    auto const table = std::ranges::find(book_tables, table_name, &TableShape::name);
    if (table == book_tables.end()) throw unknown("table", table_name);
    auto const* const column = find_column(*table, column_name);
    if (column == nullptr) {
        throw unknown("column", std::string{table_name} + "." + std::string{column_name});
    }
    DAYBOOK_ASSERT(column->is_nullable);
    return add_column(*table, *column, dialect);
}

std::vector<SchemaItem> code_schema(Dialect dialect) {
    std::vector<SchemaItem> items;
    for (auto const& table : book_tables) {
        auto const of_table = items_of(table, dialect);
        items.insert(items.end(), of_table.begin(), of_table.end());
    }
    for (auto const& statement : schema_statements(dialect)) {
        if (statement.kind != Kind::trigger && statement.kind != Kind::function) continue;
        items.push_back({statement.kind, statement.table, statement.name, {}});
    }
    std::ranges::stable_sort(items, {}, &SchemaItem::table);
    return items;
}

std::vector<SchemaItem> code_schema() {
    auto items = code_schema(Dialect::sqlite);
    std::erase_if(items, is_of_one_engine);
    return items;
}

}  // namespace daybook::sql
