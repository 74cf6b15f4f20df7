#include "services/migration_plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace daybook::services {
namespace {

using ports::AppliedMigration;
using ports::Migration;
using ports::MigrationState;
using testing::HasSubstr;
using testing::SizeIs;

std::vector<Migration> const embedded{
    {.version = 1, .name = "init", .fingerprint = "v1:a", .compatible_from = 1, .sql = "A"},
    {.version = 2, .name = "venue", .fingerprint = "v1:b", .compatible_from = 2, .sql = "B"}};

AppliedMigration applied(int version, std::string name, std::string fingerprint,
                         int compatible_from = 0) {
    AppliedMigration row;
    row.version = version;
    row.name = std::move(name);
    row.fingerprint = std::move(fingerprint);
    row.compatible_from = compatible_from == 0 ? version : compatible_from;
    return row;
}

AppliedMigration const init = applied(1, "init", "v1:a");
AppliedMigration const venue = applied(2, "venue", "v1:b");

MigrationPlan plan(std::vector<AppliedMigration> const& history) {
    return plan_migrations(embedded, history);
}

TEST(PlanMigrations, AnEmptyDatabaseNeedsThemAll) {
    auto const made = plan({});
    EXPECT_EQ(made.state, SchemaState::empty);
    EXPECT_EQ(made.current, 0);
    EXPECT_EQ(made.target, 2);
    EXPECT_THAT(made.pending, SizeIs(2));
}

TEST(PlanMigrations, AnOlderDatabaseNeedsTheRest) {
    auto const made = plan({init});
    EXPECT_EQ(made.state, SchemaState::behind);
    ASSERT_THAT(made.pending, SizeIs(1));
    EXPECT_EQ(made.pending[0].version, 2);
}

TEST(PlanMigrations, AnEqualDatabaseNeedsNothing) {
    auto const made = plan({init, venue});
    EXPECT_EQ(made.state, SchemaState::current);
    EXPECT_THAT(made.pending, SizeIs(0));
}

TEST(PlanMigrations, ANewerDatabaseIsUsableWhereEveryNewerRowSaysSo) {
    auto const compatible = applied(3, "index", "v1:c", 2);
    EXPECT_EQ(plan({init, venue, compatible}).state, SchemaState::ahead_compatible);
    auto const breaking = applied(4, "drop", "v1:d");
    EXPECT_EQ(plan({init, venue, compatible, breaking}).state, SchemaState::ahead);
}

TEST(PlanMigrations, AnotherTextIsAMismatch) {
    auto const made = plan({applied(1, "init", "v1:edited")});
    EXPECT_EQ(made.state, SchemaState::mismatch);
    EXPECT_THAT(made.mismatch, HasSubstr("migration 1 init"));
    EXPECT_THAT(made.pending, SizeIs(0));
}

TEST(PlanMigrations, AnotherNameIsAMismatch) {
    EXPECT_EQ(plan({applied(1, "start", "v1:a")}).state, SchemaState::mismatch);
}

TEST(PlanMigrations, AGapIsAMismatch) {
    EXPECT_EQ(plan({venue}).state, SchemaState::mismatch);
    EXPECT_EQ(plan({init, venue, applied(4, "late", "v1:d", 1)}).state, SchemaState::mismatch);
}

TEST(PlanMigrations, AMigrationThatNeverFinishedIsAMismatch) {
    for (auto const state : {MigrationState::running, MigrationState::failed}) {
        auto unfinished = venue;
        unfinished.state = state;
        EXPECT_EQ(plan({init, unfinished}).state, SchemaState::mismatch);
    }
}

TEST(PlanMigrations, ABaselineCountsAsApplied) {
    auto baseline = init;
    baseline.state = MigrationState::baseline;
    EXPECT_EQ(plan({baseline}).state, SchemaState::behind);
}

}  // namespace
}  // namespace daybook::services
