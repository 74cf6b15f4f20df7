#include "sql/sql_tokens.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "system/openssl_sha256.hpp"

namespace daybook::sql {
namespace {

using testing::ElementsAre;

std::vector<std::string> texts(std::string_view sql) {
    std::vector<std::string> all;
    for (auto const& token : sql_tokens(sql)) all.emplace_back(token.text);
    return all;
}

TEST(SqlTokens, AreWordsQuotedTextsAndSymbols) {
    EXPECT_THAT(
        texts("SELECT a.b,'x' FROM \"t\"(1);"),
        ElementsAre("SELECT", "a", ".", "b", ",", "'x'", "FROM", "\"t\"", "(", "1", ")", ";"));
}

TEST(SqlTokens, LeaveOutCommentsAndSpacing) {
    EXPECT_THAT(texts("a -- one\r\n/* two /* three */ four */ b"), ElementsAre("a", "b"));
}

TEST(SqlTokens, KeepDirectives) {
    auto const tokens = sql_tokens("-- daybook: expand \nSELECT");
    ASSERT_EQ(tokens.size(), 2u);
    EXPECT_EQ(tokens[0], (SqlToken{SqlToken::Kind::directive, "expand", 1}));
    EXPECT_EQ(tokens[1], (SqlToken{SqlToken::Kind::word, "SELECT", 2}));
}

TEST(SqlTokens, ReadEveryKindOfQuote) {
    EXPECT_THAT(texts("'it''s'"), ElementsAre("'it''s'"));
    EXPECT_THAT(texts("'it' 's'"), ElementsAre("'it'", "'s'"));
    EXPECT_THAT(texts("E'a\\'b' c"), ElementsAre("E'a\\'b'", "c"));
    EXPECT_THAT(texts("'a\\' b"), ElementsAre("'a\\'", "b"));
    EXPECT_THAT(texts("$$a;'b$$ $x$ $$ $x$ $1"), ElementsAre("$$a;'b$$", "$x$ $$ $x$", "$", "1"));
    EXPECT_THAT(texts("'-- no comment'"), ElementsAre("'-- no comment'"));
}

TEST(SqlTokens, EndWithTheTextWhatIsNotClosed) {
    for (std::string const sql : {"'open", "\"open", "/* open", "$$open", "E'open\\", "-- open"}) {
        EXPECT_LE(sql_tokens(sql).size(), 1u) << sql;
    }
}

TEST(SqlTokens, KnowTheirLines) {
    auto const tokens = sql_tokens("a\n\n'x\ny' b\n/*\n*/c");
    ASSERT_EQ(tokens.size(), 4u);
    EXPECT_EQ(tokens[0].line, 1u);
    EXPECT_EQ(tokens[1].line, 3u);
    EXPECT_EQ(tokens[2].line, 4u);
    EXPECT_EQ(tokens[3].line, 6u);
}

class SqlFingerprint : public testing::Test {
  protected:
    std::string of(std::string_view sql) { return sql_fingerprint(sql, sha256_); }
    system::OpensslSha256 sha256_;
};

TEST_F(SqlFingerprint, StaysWithCommentsSpacingAndLineEnds) {
    EXPECT_EQ(of("CREATE TABLE a (b INT);"), of("CREATE  TABLE a(b INT) ; -- a table\r\n"));
}

TEST_F(SqlFingerprint, ChangesWithEverythingElse) {
    auto const before = of("SELECT 'it''s'");
    EXPECT_NE(before, of("SELECT 'it' 's'"));
    EXPECT_NE(before, of("SELECT 'its'"));
    EXPECT_NE(before, of("select 'it''s'"));
    EXPECT_NE(before, of("-- daybook: expand\nSELECT 'it''s'"));
    EXPECT_NE(of("ab c"), of("a bc"));
}

TEST_F(SqlFingerprint, NamesItsVersion) {
    EXPECT_THAT(of(""), testing::StartsWith("v1:e3b0c442"));
    EXPECT_EQ(of("").size(), 67u);
}

}  // namespace
}  // namespace daybook::sql
