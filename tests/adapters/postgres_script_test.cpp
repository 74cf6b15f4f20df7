#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "postgres/postgres_script.hpp"

namespace daybook::postgres {
namespace {

using testing::ElementsAre;

std::vector<std::string> texts(std::string_view script) {
    std::vector<std::string> all;
    for (auto& statement : split_script(script)) all.push_back(std::move(statement.text));
    return all;
}

TEST(PostgresScript, SplitsAtSemicolons) {
    EXPECT_THAT(texts("SELECT 1; SELECT 2;\n;SELECT 3"),
                ElementsAre("SELECT 1", "SELECT 2", "SELECT 3"));
    EXPECT_THAT(texts(""), ElementsAre());
    EXPECT_THAT(texts(" ;; -- nothing;\n/* ; */"), ElementsAre());
}

TEST(PostgresScript, TellsTheLineOfEachStatement) {
    auto const statements = split_script("-- first\n\nSELECT 1;\n/* a\nb */ SELECT\n2;");
    ASSERT_EQ(statements.size(), 2u);
    EXPECT_EQ(statements[0].line, 3u);
    EXPECT_EQ(statements[1].line, 5u);
}

TEST(PostgresScript, SemicolonsInTextEndNothing) {
    EXPECT_THAT(texts("SELECT 'a;''b;'; x"), ElementsAre("SELECT 'a;''b;'", "x"));
    EXPECT_THAT(texts("SELECT E'\\';'; x"), ElementsAre("SELECT E'\\';'", "x"));
    EXPECT_THAT(texts("SELECT \"a;b\"; x"), ElementsAre("SELECT \"a;b\"", "x"));
    EXPECT_THAT(texts("SELECT 1 -- ;\n; x"), ElementsAre("SELECT 1 -- ;\n", "x"));
    EXPECT_THAT(texts("SELECT /* /* ; */ ; */ 1; x"), ElementsAre("SELECT /* /* ; */ ; */ 1", "x"));
}

TEST(PostgresScript, DollarQuotedBodiesAreWhole) {
    EXPECT_THAT(texts("DO $$ a; $b$ ; $$; x"), ElementsAre("DO $$ a; $b$ ; $$", "x"));
    EXPECT_THAT(texts("DO $f$ a; $$ ; $f$; x"), ElementsAre("DO $f$ a; $$ ; $f$", "x"));
    EXPECT_THAT(texts("SELECT a$$b; c$$d"), ElementsAre("SELECT a$$b", "c$$d"));
    EXPECT_THAT(texts("SELECT $1; x"), ElementsAre("SELECT $1", "x"));
}

TEST(PostgresScript, TakesAnythingWithoutLosingItsWay) {
    for (auto const* script : {"'", "E'\\", "$", "$x", "$x$", "/*", "--", "\"", "E'"}) {
        EXPECT_LE(split_script(script).size(), 1u) << script;
    }
}

}  // namespace
}  // namespace daybook::postgres
