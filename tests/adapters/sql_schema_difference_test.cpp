#include "sql/schema_difference.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace daybook::sql {
namespace {

using ports::SchemaItem;
using Kind = SchemaItem::Kind;
using Items = std::vector<SchemaItem>;
using testing::ElementsAre;
using testing::IsEmpty;

Items const orders{{Kind::table, "orders", "orders", "STRICT"},
                   {Kind::column, "orders", "id", "BLOB NOT NULL"},
                   {Kind::column, "orders", "side", "TEXT NOT NULL"},
                   {Kind::primary_key, "orders", "", "PRIMARY KEY (id)"},
                   {Kind::check, "orders", "", "side <> ''"},
                   {Kind::index, "orders", "orders_side", "(side)"}};

std::vector<std::string> sentences(Items const& found, Items const& wanted) {
    std::vector<std::string> all;
    for (auto const& difference : schema_differences(found, wanted)) {
        all.push_back(difference_text(difference, {}));
    }
    return all;
}

Items with(Items items, std::size_t index, std::string definition) {
    items[index].definition = std::move(definition);
    return items;
}

Items without(Items items, std::size_t index) {
    items.erase(items.begin() + static_cast<std::ptrdiff_t>(index));
    return items;
}

TEST(SchemaDifferences, EqualSchemasHaveNone) {
    EXPECT_THAT(sentences(orders, orders), IsEmpty());
    EXPECT_THAT(sentences({}, {}), IsEmpty());
}

TEST(SchemaDifferences, TheOrderOfColumnsDoesNotCount) {
    auto swapped = orders;
    std::swap(swapped[1], swapped[2]);
    EXPECT_THAT(sentences(swapped, orders), IsEmpty());
}

TEST(SchemaDifferences, EachIsNamedByTableAndColumn) {
    EXPECT_THAT(sentences(without(orders, 2), orders),
                ElementsAre("column orders.side (TEXT NOT NULL) is in the code and not in the "
                            "database"));
    EXPECT_THAT(sentences(orders, without(orders, 5)),
                ElementsAre("index orders_side of orders ((side)) is in the database and not in "
                            "the code"));
    EXPECT_THAT(sentences(with(orders, 2, "TEXT"), orders),
                ElementsAre("column orders.side is \"TEXT\" in the database and \"TEXT NOT NULL\" "
                            "in the code"));
    EXPECT_THAT(sentences(with(orders, 3, "PRIMARY KEY (side)"), orders),
                ElementsAre("primary key of orders is \"PRIMARY KEY (side)\" in the database and "
                            "\"PRIMARY KEY (id)\" in the code"));
}

TEST(SchemaDifferences, AChangedCheckIsOneMissingAndOneUnexpected) {
    EXPECT_THAT(sentences(with(orders, 4, "side > ''"), orders),
                ElementsAre("check of orders (side <> '') is in the code and not in the database",
                            "check of orders (side > '') is in the database and not in the code"));
}

TEST(SchemaDifferences, EqualChecksCountAsOftenAsTheyAreThere) {
    auto twice = orders;
    twice.push_back(orders[4]);
    EXPECT_THAT(sentences(orders, twice),
                ElementsAre("check of orders (side <> '') is in the code and not in the database"));
}

TEST(SchemaDifferences, AMissingTableIsOneDifference) {
    EXPECT_THAT(sentences({}, orders),
                ElementsAre("table orders (STRICT) is in the code and not in the database"));
    EXPECT_THAT(sentences(orders, {}),
                ElementsAre("table orders (STRICT) is in the database and not in the code"));
}

}  // namespace
}  // namespace daybook::sql
