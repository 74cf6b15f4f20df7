#include "sql/sql_script.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace daybook::sql {
namespace {

using testing::ElementsAre;

std::vector<std::string> texts(std::string_view script) {
    std::vector<std::string> all;
    for (auto const& statement : split_script(script)) all.emplace_back(statement.text);
    return all;
}

TEST(SqlScript, SplitsAtSemicolons) {
    EXPECT_THAT(texts("SELECT 1; SELECT 2;\n;SELECT 3"),
                ElementsAre("SELECT 1", "SELECT 2", "SELECT 3"));
    EXPECT_THAT(texts(""), ElementsAre());
    EXPECT_THAT(texts(" ;; -- nothing;\n/* ; */"), ElementsAre());
}

TEST(SqlScript, TellsTheLineOfEachStatement) {
    auto const statements = split_script("-- first\n\nSELECT 1;\n/* a\nb */ SELECT\n2;");
    ASSERT_EQ(statements.size(), 2u);
    EXPECT_EQ(statements[0].line, 3u);
    EXPECT_EQ(statements[1].line, 5u);
}

TEST(SqlScript, SemicolonsInTextEndNothing) {
    EXPECT_THAT(texts("SELECT 'a;''b;'; x"), ElementsAre("SELECT 'a;''b;'", "x"));
    EXPECT_THAT(texts("SELECT E'\\';'; x"), ElementsAre("SELECT E'\\';'", "x"));
    EXPECT_THAT(texts("SELECT \"a;b\"; x"), ElementsAre("SELECT \"a;b\"", "x"));
    EXPECT_THAT(texts("SELECT 1 -- ;\n; x"), ElementsAre("SELECT 1", "x"));
    EXPECT_THAT(texts("SELECT /* /* ; */ ; */ 1; x"), ElementsAre("SELECT /* /* ; */ ; */ 1", "x"));
}

TEST(SqlScript, DollarQuotedBodiesAreWhole) {
    EXPECT_THAT(texts("DO $$ a; $b$ ; $$; x"), ElementsAre("DO $$ a; $b$ ; $$", "x"));
    EXPECT_THAT(texts("DO $f$ a; $$ ; $f$; x"), ElementsAre("DO $f$ a; $$ ; $f$", "x"));
    EXPECT_THAT(texts("SELECT a$$b; c$$d"), ElementsAre("SELECT a$$b", "c$$d"));
    EXPECT_THAT(texts("SELECT $1; x"), ElementsAre("SELECT $1", "x"));
}

TEST(SqlScript, TheBodyOfATriggerIsWhole) {
    std::string const trigger =
        "CREATE TRIGGER t BEFORE UPDATE ON a\nBEGIN\n"
        "  SELECT CASE WHEN NEW.x THEN 1 ELSE RAISE(ABORT, 'no; END;') END;\n"
        "  SELECT 2;\nEND";
    EXPECT_THAT(texts(trigger + "; SELECT 3;"), ElementsAre(trigger, "SELECT 3"));
    EXPECT_THAT(texts(trigger), ElementsAre(trigger));
    EXPECT_THAT(texts("create temp trigger t after delete on a begin select 1; end; x"),
                ElementsAre("create temp trigger t after delete on a begin select 1; end", "x"));
}

TEST(SqlScript, ATriggerOfPostgresHasNoBody) {
    EXPECT_THAT(
        texts("CREATE TRIGGER t BEFORE UPDATE ON a EXECUTE FUNCTION f(); BEGIN; x"),
        ElementsAre("CREATE TRIGGER t BEFORE UPDATE ON a EXECUTE FUNCTION f()", "BEGIN", "x"));
}

TEST(SqlScript, TheBodyOfAFunctionIsWhole) {
    std::string const function =
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END";
    EXPECT_THAT(texts(function + "; x"), ElementsAre(function, "x"));
    EXPECT_THAT(texts("CREATE FUNCTION f() RETURNS void BEGIN ATOMIC END; x"),
                ElementsAre("CREATE FUNCTION f() RETURNS void BEGIN ATOMIC END", "x"));
}

TEST(SqlScript, LeavesDirectivesOut) {
    auto const statements = split_script("-- daybook: expand\nSELECT\n-- daybook: no\n1;");
    ASSERT_EQ(statements.size(), 1u);
    EXPECT_EQ(statements[0].tokens.size(), 2u);
    EXPECT_TRUE(split_script("-- daybook: nothing-to-do at all").empty());
}

TEST(SqlScript, TakesAnythingWithoutLosingItsWay) {
    for (auto const* script : {"'", "E'\\", "$", "$x", "$x$", "/*", "--", "\"", "E'",
                               "CREATE TRIGGER t BEGIN SELECT 1;", "CREATE", "END"}) {
        EXPECT_LE(split_script(script).size(), 1u) << script;
    }
}

}  // namespace
}  // namespace daybook::sql
