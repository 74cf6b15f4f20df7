#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "postgres/postgres_error.hpp"

namespace daybook::postgres {
namespace {

using Kind = ports::StorageError::Kind;
using testing::HasSubstr;

PostgresFailure failure(std::string sqlstate) { return {std::move(sqlstate), "message", false}; }

TEST(PostgresErrorKind, FollowsTheSqlstate) {
    struct Case {
        char const* sqlstate;
        Kind kind;
    };
    for (auto const& [sqlstate, kind] :
         {Case{"08006", Kind::unavailable}, Case{"57P01", Kind::unavailable},
          Case{"57P02", Kind::unavailable}, Case{"57P03", Kind::unavailable},
          Case{"57014", Kind::unavailable}, Case{"55P03", Kind::unavailable},
          Case{"53300", Kind::unavailable}, Case{"53100", Kind::full},
          Case{"25006", Kind::unavailable}, Case{"25P03", Kind::unavailable},
          Case{"28P01", Kind::unavailable}, Case{"3D000", Kind::unavailable},
          Case{"42501", Kind::forbidden},   Case{"0A000", Kind::unavailable},
          Case{"40001", Kind::conflict},    Case{"40P01", Kind::conflict},
          Case{"23505", Kind::conflict},    Case{"23514", Kind::corrupt},
          Case{"23503", Kind::corrupt},     Case{"22003", Kind::corrupt},
          Case{"42P01", Kind::corrupt},     Case{"42703", Kind::corrupt},
          Case{"XX001", Kind::corrupt},     Case{"XX002", Kind::corrupt},
          Case{"P0001", Kind::corrupt},     Case{"", Kind::unavailable}}) {
        EXPECT_EQ(failure_kind(failure(sqlstate)), kind) << sqlstate;
    }
}

TEST(PostgresErrorKind, ALostConnectionBeforeCommitWroteNothing) {
    EXPECT_EQ(failure_kind({"", "gone", true}), Kind::unavailable);
    EXPECT_EQ(failure_kind({"23505", "gone", true}), Kind::unavailable);
}

TEST(PostgresErrorKind, ACommitIsUnknownUnlessTheServerSaysThatItFailed) {
    EXPECT_EQ(commit_failure_kind({"", "gone", true}), Kind::unknown_outcome);
    EXPECT_EQ(commit_failure_kind(failure("")), Kind::unknown_outcome);
    for (auto const* sqlstate : {"40003", "08006", "08007", "57P01", "57P02"}) {
        EXPECT_EQ(commit_failure_kind(failure(sqlstate)), Kind::unknown_outcome) << sqlstate;
    }
    EXPECT_EQ(commit_failure_kind(failure("40001")), Kind::conflict);
    EXPECT_EQ(commit_failure_kind(failure("23505")), Kind::conflict);
    EXPECT_EQ(commit_failure_kind(failure("53100")), Kind::full);
    EXPECT_EQ(commit_failure_kind(failure("57014")), Kind::unavailable);
}

TEST(PostgresErrorKind, AServerThatBecameReadOnlyNeedsAnotherConnection) {
    for (auto const* sqlstate : {"25006", "57P01", "08006", "0A000", "26000"}) {
        EXPECT_TRUE(needs_new_connection(failure(sqlstate))) << sqlstate;
    }
    EXPECT_FALSE(needs_new_connection(failure("23505")));
    EXPECT_FALSE(needs_new_connection(failure("57014")));
    EXPECT_TRUE(needs_new_connection({"", "gone", true}));
}

TEST(PostgresErrorText, IsOneLineAndSaysWhatToRun) {
    PostgresFailure const missing{
        "42P01", "ERROR:  relation \"orders\" does not exist\nLINE 1: SELECT\n        ^\n", false};
    EXPECT_STREQ(storage_error(Kind::corrupt, missing).what(),
                 "postgres: relation \"orders\" does not exist LINE 1: SELECT ^ (42P01); the "
                 "schema is not this binary's. Run: daybook migrate");
}

}  // namespace
}  // namespace daybook::postgres
