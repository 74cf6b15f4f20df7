#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "postgres/postgres_url.hpp"

namespace daybook::postgres {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(PostgresUrl, DescribesServerAndDatabaseOnly) {
    auto const describe = [](char const* text) {
        return PostgresUrl::parse(text).value().describe();
    };
    EXPECT_EQ(describe("postgresql://joe:secret@db-1:5433/daybook?sslmode=require"),
              "postgresql://db-1:5433/daybook");
    EXPECT_EQ(describe("postgres://joe@a,b:5433/daybook?target_session_attrs=read-write"),
              "postgresql://a,b:5433/daybook");
    EXPECT_EQ(describe("postgresql://a,b/daybook"), "postgresql://a,b/daybook");
    EXPECT_EQ(describe("postgresql:///daybook?host=/run/postgresql&port=5438"),
              "postgresql:///daybook?host=/run/postgresql:5438");
    EXPECT_EQ(describe("postgresql://[::1]/daybook"), "postgresql://[::1]/daybook");
}

TEST(PostgresUrl, PassesEveryParameterOnToLibpq) {
    auto const url = PostgresUrl::parse(
        "postgresql://joe:a%40b%27%5C@a:1,b:2/day%20book?sslmode=verify-full&sslrootcert=/x.pem&"
        "target_session_attrs=read-write&options=-c%20lock_timeout%3D1s");
    ASSERT_TRUE(url);
    auto const text = url->connection_string();
    EXPECT_THAT(text, HasSubstr("host='a,b'"));
    EXPECT_THAT(text, HasSubstr("port='1,2'"));
    EXPECT_THAT(text, HasSubstr("password='a@b\\'\\\\'"));
    EXPECT_THAT(text, HasSubstr("dbname='day book'"));
    EXPECT_THAT(text, HasSubstr("sslmode='verify-full'"));
    EXPECT_THAT(text, HasSubstr("sslrootcert='/x.pem'"));
    EXPECT_THAT(text, HasSubstr("target_session_attrs='read-write'"));
    EXPECT_THAT(text, HasSubstr("options='-c lock_timeout=1s'"));
}

TEST(PostgresUrl, DefaultsDoNotOverruleTheUrl) {
    auto url = PostgresUrl::parse("postgresql://a/b?connect_timeout=9").value();
    url.set_default("connect_timeout", "5");
    url.set_default("keepalives_idle", "10");
    EXPECT_EQ(url.get("connect_timeout"), "9");
    EXPECT_EQ(url.get("keepalives_idle"), "10");
    url.set("connect_timeout", "7");
    EXPECT_EQ(url.get("connect_timeout"), "7");
}

TEST(PostgresUrl, RefusesWhatLibpqRefuses) {
    for (auto const* text : {"", "sqlite:x", "host=a", "postgresql://a/b?nonsense=1",
                             "postgresql://a/b?sslmode", "postgresql://[::1/b"}) {
        EXPECT_FALSE(PostgresUrl::parse(text)) << text;
    }
}

TEST(PostgresUrl, NoPartOfAPasswordThatIsNotEscapedIsEverSaid) {
    for (auto const* text :
         {"postgresql://joe:hunter2@rest@db/daybook", "postgresql://joe:hunter2/rest@db/daybook",
          "postgresql://joe:1/hunter2@db/daybook", "postgresql://joe:hunter2%zz@db/daybook",
          "postgresql://joe@hunter2@db/daybook"}) {
        auto const url = PostgresUrl::parse(text);
        EXPECT_FALSE(url) << text;
        if (!url) {
            EXPECT_THAT(url.error(), Not(HasSubstr("hunter2")));
        }
    }
}

}  // namespace
}  // namespace daybook::postgres
