#include "postgres/postgres_statement_group.hpp"

#include <gmock/gmock.h>

namespace daybook::postgres {
namespace {

using testing::ElementsAre;

constexpr std::string_view update_a = "UPDATE a SET x = $2 WHERE k = $1 OR x = $2";
constexpr std::string_view insert_b = "INSERT INTO b VALUES ($1)";

TEST(PostgresStatementGroup, LeavesOneStatementAsItIs) {
    PostgresStatementGroup group;
    EXPECT_TRUE(group.is_empty());
    group.add("a", {update_a, {"1", "2"}});
    EXPECT_TRUE(group.changes("a"));
    EXPECT_FALSE(group.changes("b"));
    auto const whole = group.take();
    EXPECT_EQ(whole.sql.data(), update_a.data());
    EXPECT_THAT(whole.arguments, ElementsAre("1", "2"));
    EXPECT_TRUE(group.is_empty());
    EXPECT_FALSE(group.changes("a"));
}

TEST(PostgresStatementGroup, NumbersTheParametersOnward) {
    PostgresStatementGroup group;
    group.add("b", {insert_b, {"0"}});
    group.add("a", {update_a, {"1", "2"}});
    auto const whole = group.take();
    EXPECT_EQ(whole.sql,
              "WITH w0 AS (INSERT INTO b VALUES ($1)) UPDATE a SET x = $3 WHERE k = $2 OR x = $3");
    EXPECT_THAT(whole.arguments, ElementsAre("0", "1", "2"));
}

TEST(PostgresStatementGroup, MakesATextOnce) {
    PostgresStatementGroup group;
    auto const take = [&](std::string_view first, std::string_view second) {
        group.add("first", {first, {"1"}});
        group.add("second", {second, {"2"}});
        return group.take().sql;
    };
    auto const text = take(insert_b, update_a);
    auto const other = take(update_a, insert_b);
    EXPECT_NE(text, other);
    EXPECT_EQ(take(insert_b, update_a).data(), text.data());
    EXPECT_EQ(take(update_a, insert_b).data(), other.data());
}

TEST(PostgresStatementGroup, ForgetsWhatIsCleared) {
    PostgresStatementGroup group;
    group.add("b", {insert_b, {"0"}});
    group.clear();
    EXPECT_TRUE(group.is_empty());
    group.add("b", {insert_b, {"1"}});
    EXPECT_THAT(group.take().arguments, ElementsAre("1"));
}

}  // namespace
}  // namespace daybook::postgres
