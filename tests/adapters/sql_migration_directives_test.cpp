#include "sql/migration_directives.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace daybook::sql {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

MigrationDirectives parsed(std::string_view sql) {
    auto const result = parse_directives(sql);
    EXPECT_THAT(result.errors, IsEmpty()) << result.errors.front().sentence;
    return result.directives;
}

TEST(MigrationDirectives, AreReadFromTheFirstLines) {
    auto const directives = parsed(
        "-- What it does.\n\n--daybook: no-transaction\r\n"
        "-- daybook: compatible-from 4\n"
        "  -- daybook: allow rename because nobody reads it\n"
        "-- daybook: allow drop because it is empty\nSELECT 1;");
    EXPECT_TRUE(directives.no_transaction);
    EXPECT_FALSE(directives.expand);
    EXPECT_EQ(directives.compatible_from, 4);
    ASSERT_THAT(directives.allowed, SizeIs(2));
    EXPECT_EQ(directives.allowed[0].rule, "rename");
    EXPECT_EQ(directives.allowed[0].reason, "nobody reads it");
    EXPECT_EQ(directives.allowed[0].line, 5u);
    EXPECT_EQ(parsed("-- daybook: nothing-to-do no such index").nothing_to_do, "no such index");
    EXPECT_TRUE(parsed("-- daybook: expand").expand);
}

TEST(MigrationDirectives, WhatIsWrongIsSaidWithItsLine) {
    struct Case {
        std::string sql;
        std::size_t line;
        std::string words;
    };
    for (auto const& [sql, line, words] : std::vector<Case>{
             {"-- daybook: exapnd", 1, "unknown directive"},
             {"-- daybook:", 1, "unknown directive"},
             {"-- daybook: compatible-from", 1, "unknown directive"},
             {"-- daybook: compatible-from 0", 1, "unknown directive"},
             {"-- daybook: compatible-from 4x", 1, "unknown directive"},
             {"-- daybook: nothing-to-do", 1, "unknown directive"},
             {"-- daybook: allow rename", 1, "unknown directive"},
             {"-- daybook: allow rename because", 1, "unknown directive"},
             {"-- daybook: expand now", 1, "unknown directive"},
             {"SELECT 1;\n-- daybook: expand", 2, "below the first statement"},
             {"SELECT 1; -- daybook: expand", 1, "below the first statement"},
             {"/* a */\n-- daybook: expand", 2, "below the first statement"},
             {"-- daybook: expand\n-- daybook: expand", 2, "twice"},
             {"-- daybook: compatible-from 1\n-- daybook: compatible-from 2", 2, "twice"},
             {"-- daybook: allow a because b\n-- daybook: allow a because c", 2, "twice"},
             {"-- daybook: expand\n-- daybook: compatible-from 2", 1, "exclude"}}) {
        auto const errors = parse_directives(sql).errors;
        ASSERT_THAT(errors, SizeIs(1)) << sql;
        EXPECT_EQ(errors[0].line, line) << sql;
        EXPECT_THAT(errors[0].sentence, HasSubstr(words)) << sql;
    }
}

TEST(CompatibleFrom, FollowsTheDirectives) {
    EXPECT_EQ(compatible_from({}, 5, 3), 5);
    EXPECT_EQ(compatible_from({.expand = true}, 5, 3), 3);
    EXPECT_EQ(compatible_from({.compatible_from = 4}, 5, 3), 4);
    EXPECT_EQ(compatible_from({.compatible_from = 9}, 5, 3), 5);
}

}  // namespace
}  // namespace daybook::sql
