#include "sql/schema_text.hpp"

#include <gtest/gtest.h>

namespace daybook::sql {
namespace {

using ports::SchemaItem;
using Kind = SchemaItem::Kind;
using Items = std::vector<SchemaItem>;

Items const sqlite{{Kind::table, "orders", "", "STRICT"},
                   {Kind::column, "orders", "id", "BLOB NOT NULL"},
                   {Kind::column, "orders", "side", "TEXT"},
                   {Kind::check, "orders", "", "length(id) = 16"},
                   {Kind::check, "orders", "", "side = 'BUY' OR side = 'SELL'"},
                   {Kind::trigger, "orders", "orders_no_update", "BEFORE UPDATE ..."}};
Items const sqlite_words{{Kind::table, "orders", "orders", "append-only"},
                         {Kind::column, "orders", "id", "uuid NOT NULL"},
                         {Kind::column, "orders", "side", "text"},
                         {Kind::check, "orders", "", ""},
                         {Kind::check, "orders", "", "side IN ('BUY', 'SELL')"},
                         {Kind::trigger, "orders", "orders_no_update", ""}};
Items const postgres{{Kind::table, "orders", "orders", ""},
                     {Kind::column, "orders", "id", "uuid NOT NULL"},
                     {Kind::column, "orders", "side", "text COLLATE \"C\""},
                     {Kind::check, "orders", "", "CHECK (side = ANY (...))"},
                     {Kind::function, "append_only", "append_only", "..."}};
Items const postgres_words{{Kind::table, "orders", "orders", "append-only"},
                           {Kind::column, "orders", "id", "uuid NOT NULL"},
                           {Kind::column, "orders", "side", "text"},
                           {Kind::check, "orders", "", "side IN ('BUY', 'SELL')"},
                           {Kind::function, "append_only", "append_only", ""}};

constexpr char const* whole =
    "table orders: append-only\n"
    "column orders.id: uuid NOT NULL\n"
    "column orders.side: text\n"
    "check of orders: side IN ('BUY', 'SELL')\n";

TEST(SchemaText, IsTheSameForBothEnginesAndTheCode) {
    EXPECT_EQ(schema_text(sqlite, {sqlite, sqlite_words}), whole);
    EXPECT_EQ(schema_text(postgres, {postgres, postgres_words}), whole);
    EXPECT_EQ(schema_text(sqlite_words), whole);
    EXPECT_EQ(schema_text(postgres_words), whole);
}

TEST(SchemaText, DoesNotDependOnTheOrder) {
    Items const backwards{sqlite.rbegin(), sqlite.rend()};
    EXPECT_EQ(schema_text(backwards, {sqlite, sqlite_words}), whole);
}

TEST(SchemaText, WhatDiffersIsInTheEnginesWordsBehindTheRest) {
    auto items = sqlite;
    items[2].definition = "INTEGER";
    items.push_back({Kind::index, "orders", "mine", "(side)"});
    EXPECT_EQ(schema_text(items, {sqlite, sqlite_words}),
              "table orders: append-only\n"
              "column orders.id: uuid NOT NULL\n"
              "check of orders: side IN ('BUY', 'SELL')\n"
              "column orders.side: INTEGER\n"
              "index mine of orders: (side)\n");
}

TEST(SchemaText, WhatOneEngineHasToBeToldIsMissedWhereItIsNotThere) {
    auto items = sqlite;
    items.erase(items.begin() + 3);
    items.pop_back();
    EXPECT_EQ(schema_text(items, {sqlite, sqlite_words}),
              "table orders: append-only\n"
              "column orders.id: uuid NOT NULL\n"
              "column orders.side: text\n"
              "missing check of orders: length(id) = 16\n"
              "check of orders: side IN ('BUY', 'SELL')\n"
              "missing trigger orders_no_update of orders: BEFORE UPDATE ...\n");
}

TEST(SchemaText, AnEmptyDatabaseHasNone) {
    EXPECT_EQ(schema_text({}, {sqlite, sqlite_words}), "");
    EXPECT_EQ(schema_text({}, {postgres, postgres_words}), "");
}

}  // namespace
}  // namespace daybook::sql
