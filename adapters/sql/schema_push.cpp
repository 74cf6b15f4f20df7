#include "sql/schema_push.hpp"

#include <algorithm>
#include <utility>

#include "sql/schema_gap.hpp"

namespace daybook::sql {

namespace {

using Kind = ports::SchemaItem::Kind;

bool is_wanted(SchemaStatement const& statement, SchemaGap const& gap) {
    switch (statement.kind) {
        case Kind::trigger:
            return gap.triggers.contains(statement.name) || gap.tables.contains(statement.table);
        case Kind::function:
            return gap.functions.contains(statement.table);
        case Kind::index:
            return gap.tables.contains(statement.table) ||
                   std::ranges::find(gap.indexes, statement.name) != gap.indexes.end();
        default:
            return gap.tables.contains(statement.table);
    }
}

}  // namespace

SchemaPush decide_schema_push(SchemaPushSource const& source) {
    auto gap = find_schema_gap(source.live, source.code, {});
    SchemaPush push;
    for (auto const& column : gap.columns) {
        for (auto& sql : source.add_column(column.table, column.name, source.dialect)) {
            push.statements.push_back(std::move(sql));
        }
    }
    for (auto const& statement : source.statements) {
        if (is_wanted(statement, gap)) push.statements.push_back(statement.sql);
    }
    if (!gap.refusals.empty()) push.statements.clear();
    push.refusals = std::move(gap.refusals);
    return push;
}

}  // namespace daybook::sql
