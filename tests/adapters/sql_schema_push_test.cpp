#include "sql/schema_push.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace daybook::sql {
namespace {

using ports::SchemaItem;
using Kind = SchemaItem::Kind;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

SchemaPushSource source() {
    SchemaPushSource made;
    made.live = {{Kind::table, "orders", "", ""}, {Kind::column, "orders", "id", "text NOT NULL"}};
    made.code = made.live;
    made.statements = {{Kind::table, "orders", "orders", "CREATE TABLE orders"},
                       {Kind::index, "orders", "by_id", "CREATE INDEX by_id"},
                       {Kind::table, "venues", "venues", "CREATE TABLE venues"},
                       {Kind::function, "refuse", "refuse", "CREATE FUNCTION refuse"},
                       {Kind::trigger, "venues", "no_update", "CREATE TRIGGER no_update"}};
    made.dialect = Dialect::postgres;
    made.add_column = [](std::string_view table, std::string_view column, Dialect) {
        return std::vector{"ADD " + std::string{table} + "." + std::string{column}};
    };
    return made;
}

TEST(SchemaPush, IsNothingWhereTheDatabaseIsTheCode) {
    EXPECT_THAT(decide_schema_push(source()).statements, IsEmpty());
}

TEST(SchemaPush, AddsWhatIsMissingAndNothingThatIsThere) {
    auto from = source();
    from.code.push_back({Kind::column, "orders", "venue", "text"});
    from.code.push_back({Kind::index, "orders", "by_id", "(id)"});
    from.code.push_back({Kind::table, "venues", "", ""});
    EXPECT_THAT(decide_schema_push(from).statements,
                ElementsAre("ADD orders.venue", "CREATE INDEX by_id", "CREATE TABLE venues",
                            "CREATE TRIGGER no_update"));
    from.code.push_back({Kind::function, "refuse", "", "..."});
    EXPECT_THAT(decide_schema_push(from).statements, testing::Contains("CREATE FUNCTION refuse"));
}

TEST(SchemaPush, RefusesWhatWouldDestroySomething) {
    auto from = source();
    from.live.push_back({Kind::column, "orders", "market", "text"});
    from.code.push_back({Kind::column, "orders", "venue", "text"});
    auto const push = decide_schema_push(from);
    EXPECT_THAT(push.statements, IsEmpty());
    EXPECT_THAT(push.refusals, ElementsAre(HasSubstr("orders.market")));
}

}  // namespace
}  // namespace daybook::sql
