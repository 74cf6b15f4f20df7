#include "sql/schema_gap.hpp"

#include <algorithm>
#include <utility>

#include "sql/sql_words.hpp"

namespace daybook::sql {

namespace {

using Kind = ports::SchemaItem::Kind;

/// Sorts the differences.
class GapFinder {
  public:
    explicit GapFinder(SchemaNames const& names) : names_{names} {}

    SchemaGap run(std::vector<SchemaDifference> const& differences) {
        for (auto const& difference : differences) take(difference);
        for (auto const& difference : differences) take_rule(difference);
        return std::move(gap_);
    }

  private:
    void refuse(SchemaDifference const& difference, std::string const& why) {
        gap_.refusals.push_back(difference_text(difference, names_) + why + by_hand);
    }

    void take(SchemaDifference const& difference) {
        auto const& item = difference.item;
        if (difference.kind == SchemaDifference::Kind::changed) return refuse(difference, "");
        if (difference.kind == SchemaDifference::Kind::unexpected) {
            bool const may_be_renamed =
                item.kind == Kind::table || item.kind == Kind::column || item.kind == Kind::index;
            return refuse(difference, may_be_renamed ? ": it was dropped or renamed" : "");
        }
        switch (item.kind) {
            case Kind::table:
                gap_.tables.insert(item.table);
                break;
            case Kind::column:
                take_column(difference);
                break;
            case Kind::index:
                gap_.indexes.push_back(item.name);
                break;
            case Kind::trigger:
                gap_.triggers.insert(item.name);
                gap_.trigger_tables.insert(item.table);
                break;
            case Kind::primary_key:
            case Kind::foreign_key:
            case Kind::check:
                break;
            case Kind::function:
                gap_.functions.insert(item.table);
                break;
        }
    }

    void take_column(SchemaDifference const& difference) {
        auto const& item = difference.item;
        if (contains(sql_tokens(item.definition), {"NOT", "NULL"})) {
            return refuse(difference,
                          ": it is NOT NULL without a default, and rows that are there have no "
                          "value for it");
        }
        gap_.columns.push_back(item);
    }

    /// Keys and checks come with a new column that they are about, and not otherwise.
    void take_rule(SchemaDifference const& difference) {
        auto const& item = difference.item;
        bool const is_rule = item.kind == Kind::primary_key || item.kind == Kind::foreign_key ||
                             item.kind == Kind::check;
        if (difference.kind != SchemaDifference::Kind::missing || !is_rule) return;
        bool const comes_along = std::ranges::any_of(gap_.columns, [&](auto const& column) {
            return column.table == item.table && mentions(item.definition, column.name);
        });
        if (!comes_along) refuse(difference, "");
    }

    SchemaNames names_;
    SchemaGap gap_;
};

}  // namespace

SchemaGap find_schema_gap(std::vector<ports::SchemaItem> const& found,
                          std::vector<ports::SchemaItem> const& wanted, SchemaNames const& names) {
    return GapFinder{names}.run(schema_differences(found, wanted));
}

bool mentions(std::string_view sql, std::string const& name) {
    return std::ranges::any_of(sql_tokens(sql),
                               [&](auto const& token) { return name_of(token) == name; });
}

}  // namespace daybook::sql
