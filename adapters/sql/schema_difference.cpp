#include "sql/schema_difference.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace daybook::sql {

namespace {

using ports::SchemaItem;
using Items = std::vector<SchemaItem>;

std::string_view kind_text(SchemaItem::Kind kind) {
    constexpr auto names = std::to_array<std::string_view>(
        {"table", "column", "primary key", "foreign key", "check", "index", "trigger", "function"});
    return names[static_cast<std::size_t>(kind)];
}

bool has_same_name(SchemaItem const& left, SchemaItem const& right) {
    return left.kind == right.kind && left.table == right.table && left.name == right.name;
}

/// Whether two items that are not equal are one that has changed. Foreign keys and checks have
/// no name to tell.
bool is_changed(SchemaItem const& left, SchemaItem const& right) {
    bool const is_known =
        left.kind != SchemaItem::Kind::foreign_key && left.kind != SchemaItem::Kind::check;
    return is_known && has_same_name(left, right);
}

/// Takes the items out of both lists that are in both.
void drop_equal(Items& left, Items& right) {
    std::erase_if(left, [&](auto const& item) {
        auto const equal = std::ranges::find(right, item);
        if (equal == right.end()) return false;
        right.erase(equal);
        return true;
    });
}

std::set<std::string> tables_of(Items const& items) {
    std::set<std::string> tables;
    for (auto const& item : items) {
        if (item.kind == SchemaItem::Kind::table) tables.insert(item.table);
    }
    return tables;
}

/// Takes out what belongs to a table that is not in `tables`, but for the table itself.
void drop_parts_of_others(Items& items, std::set<std::string> const& tables) {
    std::erase_if(items, [&](auto const& item) {
        bool const is_part =
            item.kind != SchemaItem::Kind::table && item.kind != SchemaItem::Kind::function;
        return is_part && !tables.contains(item.table);
    });
}

}  // namespace

std::vector<SchemaDifference> schema_differences(Items const& found, Items const& wanted) {
    using Kind = SchemaDifference::Kind;
    auto unexpected = found;
    auto missing = wanted;
    drop_equal(unexpected, missing);
    drop_parts_of_others(unexpected, tables_of(wanted));
    drop_parts_of_others(missing, tables_of(found));
    std::vector<SchemaDifference> differences;
    for (auto& item : missing) {
        auto const other = std::ranges::find_if(
            unexpected, [&](auto const& candidate) { return is_changed(candidate, item); });
        if (other == unexpected.end()) {
            differences.push_back({Kind::missing, std::move(item), {}});
        } else {
            differences.push_back({Kind::changed, std::move(item), std::move(other->definition)});
            unexpected.erase(other);
        }
    }
    for (auto& item : unexpected) differences.push_back({Kind::unexpected, std::move(item), {}});
    return differences;
}

std::string item_title(SchemaItem const& item) {
    std::string title{kind_text(item.kind)};
    switch (item.kind) {
        case SchemaItem::Kind::table:
        case SchemaItem::Kind::function:
            return title + " " + item.table;
        case SchemaItem::Kind::column:
            return title + " " + item.table + "." + item.name;
        case SchemaItem::Kind::index:
        case SchemaItem::Kind::trigger:
            return title + " " + item.name + " of " + item.table;
        case SchemaItem::Kind::primary_key:
        case SchemaItem::Kind::foreign_key:
        case SchemaItem::Kind::check:
            return title + " of " + item.table;
    }
    return title;
}

std::string difference_text(SchemaDifference const& difference, SchemaNames const& names) {
    using Kind = SchemaDifference::Kind;
    auto const title = item_title(difference.item);
    auto const& definition = difference.item.definition;
    std::string const found{names.found};
    std::string const wanted{names.wanted};
    // What a name says already, or what no definition tells, is left out.
    auto const shown = definition.empty() ? std::string{} : " (" + definition + ")";
    switch (difference.kind) {
        case Kind::missing:
            return title + shown + " is in " + wanted + " and not in " + found;
        case Kind::unexpected:
            return title + shown + " is in " + found + " and not in " + wanted;
        case Kind::changed:
            return title + " is \"" + difference.found + "\" in " + found + " and \"" + definition +
                   "\" in " + wanted;
    }
    return title;
}

}  // namespace daybook::sql
