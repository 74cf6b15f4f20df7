#include "postgres/postgres_connect_failure.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ports/outbound/storage_error.hpp"
#include "postgres/postgres_connection_factory.hpp"
#include "support/postgres_fixture.hpp"

namespace daybook::postgres {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string failure_at(std::string const& url) {
    PostgresConnectionFactory factory{{.url = PostgresUrl::parse(url).value()}};
    try {
        (void)factory.open();
    } catch (ports::StorageError const& error) {
        EXPECT_EQ(error.kind(), ports::StorageError::Kind::unavailable);
        return error.what();
    }
    return "connected";
}

class ConnectFailure : public support::PostgresTest {
  protected:
    std::string url(std::string const& user, std::string const& database) {
        return "postgresql://" + user + "@127.0.0.1:" + std::to_string(cluster().port()) + "/" +
               database;
    }
};

TEST_F(ConnectFailure, EachReasonHasASentenceOfItsOwn) {
    EXPECT_THAT(failure_at("postgresql://127.0.0.1:1/book"),
                StartsWith("postgres: nothing listens at postgresql://127.0.0.1:1/book"));
    EXPECT_THAT(failure_at("postgresql://localhost:1/book"),
                StartsWith("postgres: nothing listens at postgresql://localhost:1/book"));
    EXPECT_THAT(failure_at("postgresql://no-host.invalid/book"),
                StartsWith("postgres: there is no host \"no-host.invalid\""));
    EXPECT_THAT(failure_at(url("daybook", "no_book")), AllOf(StartsWith("postgres: the server of "),
                                                             HasSubstr("no database \"no_book\"")));
    EXPECT_THAT(failure_at(url("guarded:hunter2", "postgres")),
                AllOf(HasSubstr("the password for user \"guarded\""), HasSubstr("is wrong"),
                      Not(HasSubstr("hunter2"))));
    EXPECT_THAT(failure_at(url("guarded", "postgres")), HasSubstr("asks for a password"));
}

TEST(ConnectFailureText, OfSeveralHostsThatDifferIsLibpqsOwn) {
    auto const several = PostgresUrl::parse("postgresql://a,b/book").value();
    EXPECT_EQ(connect_failure(several,
                              "connection to server at \"a\" (10.0.0.1), port 5432 failed: "
                              "Connection refused\n\tIs the server running?\nconnection to server "
                              "at \"b\" (10.0.0.2), port 5432 failed: FATAL:  the database system "
                              "is starting up\n"),
              "connection to server at \"a\" (10.0.0.1), port 5432 failed: Connection refused Is "
              "the server running? connection to server at \"b\" (10.0.0.2), port 5432 failed: "
              "FATAL: the database system is starting up");
}

}  // namespace
}  // namespace daybook::postgres
