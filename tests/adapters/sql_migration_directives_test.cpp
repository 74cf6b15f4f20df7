#include "sql/migration_directives.hpp"

#include <gtest/gtest.h>

namespace daybook::sql {
namespace {

TEST(CompatibleFrom, FollowsTheDirectives) {
    EXPECT_EQ(compatible_from("SELECT 1;", 5, 3), 5);
    EXPECT_EQ(compatible_from("-- daybook: expand\nSELECT 1;", 5, 3), 3);
    EXPECT_EQ(compatible_from("-- daybook: compatible-from 4\nSELECT 1;", 5, 3), 4);
    EXPECT_EQ(compatible_from("-- daybook: compatible-from 9\nSELECT 1;", 5, 3), 5);
}

}  // namespace
}  // namespace daybook::sql
