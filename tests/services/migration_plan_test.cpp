#include "services/migration_plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace daybook::services {
namespace {

using ports::AppliedMigration;
using ports::Migration;
using ports::MigrationState;
using testing::AllOf;
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

/// The sentence for a history that does not match.
std::string mismatch(std::vector<AppliedMigration> const& history) {
    auto const made = plan(history);
    EXPECT_EQ(made.state, SchemaState::mismatch);
    EXPECT_THAT(made.pending, SizeIs(0));
    return made.mismatch;
}

TEST(PlanMigrations, AnEditedOneSaysHowToAcceptIt) {
    EXPECT_THAT(mismatch({init, applied(2, "venue", "v1:edited")}),
                AllOf(HasSubstr("2 venue was edited"),
                      HasSubstr("run: daybook migrate repair 2 --reason TEXT")));
}

TEST(PlanMigrations, ARenamedOneIsKnownByItsText) {
    EXPECT_THAT(mismatch({init, applied(2, "market", "v1:b")}),
                AllOf(HasSubstr("2 market was applied"), HasSubstr("same text as 2 venue"),
                      HasSubstr("renamed")));
}

TEST(PlanMigrations, ARemovedOneIsKnownByItsSuccessor) {
    EXPECT_THAT(mismatch({init, applied(2, "market", "v1:m"), applied(3, "venue", "v1:b")}),
                AllOf(HasSubstr("2 market was applied"), HasSubstr("removed")));
}

TEST(PlanMigrations, ANumberGivenTwiceNamesBoth) {
    EXPECT_THAT(
        mismatch({init, applied(2, "market", "v1:m")}),
        AllOf(HasSubstr("2 market was applied"), HasSubstr("2 venue"), HasSubstr("given twice")));
    auto const moved =
        std::vector<Migration>{embedded[0],
                               {.version = 2, .name = "market", .fingerprint = "v1:m", .sql = "M"},
                               {.version = 3, .name = "venue", .fingerprint = "v1:b", .sql = "B"}};
    EXPECT_THAT(plan_migrations(moved, std::vector{init, venue}).mismatch,
                AllOf(HasSubstr("2 venue was applied"), HasSubstr("2 market"),
                      HasSubstr("calls that one 3 venue"), HasSubstr("given twice")));
}

TEST(PlanMigrations, AGapIsAMismatch) {
    EXPECT_THAT(mismatch({venue}), HasSubstr("not migration 1"));
    EXPECT_THAT(mismatch({init, venue, applied(4, "late", "v1:d", 1)}),
                HasSubstr("not migration 3"));
}

constexpr auto unfinished_states = {MigrationState::running, MigrationState::failed};

AppliedMigration unfinished(AppliedMigration row, MigrationState state) {
    row.state = state;
    return row;
}

TEST(PlanMigrations, OneThatNeverFinishedInItsTransactionIsAMismatch) {
    for (auto const state : unfinished_states) {
        EXPECT_THAT(mismatch({init, unfinished(venue, state)}), HasSubstr("never finished"));
    }
}

TEST(PlanMigrations, OneThatNeverFinishedOutsideOfATransactionIsPending) {
    auto without = embedded;
    without[1].in_transaction = false;
    for (auto const state : unfinished_states) {
        auto const made = plan_migrations(without, std::vector{init, unfinished(venue, state)});
        EXPECT_EQ(made.state, SchemaState::behind);
        EXPECT_EQ(made.current, 1);
        ASSERT_THAT(made.pending, SizeIs(1));
        EXPECT_EQ(made.pending[0].version, 2);
        auto const next = applied(3, "next", "v1:c", 1);
        auto const later =
            plan_migrations(without, std::vector{init, unfinished(venue, state), next});
        EXPECT_EQ(later.state, SchemaState::mismatch);
        auto const edited = plan_migrations(
            without, std::vector{init, unfinished(applied(2, "venue", "v1:x"), state)});
        EXPECT_THAT(edited.mismatch, HasSubstr("edited"));
    }
}

TEST(PlanMigrations, ABaselineCountsAsApplied) {
    auto baseline = init;
    baseline.state = MigrationState::baseline;
    EXPECT_EQ(plan({baseline}).state, SchemaState::behind);
}

TEST(PlanUp, GoesToTheNewestOrToTheOneAsked) {
    EXPECT_THAT(plan_up(embedded, {}, std::nullopt).value().pending, SizeIs(2));
    EXPECT_THAT(plan_up(embedded, {}, 1).value().pending, SizeIs(1));
    EXPECT_THAT(plan_up(embedded, std::vector{init}, 1).value().pending, SizeIs(0));
}

TEST(PlanUp, RefusesWithWhatToRunNext) {
    using Reason = MigrationRefusal::Reason;
    auto const refusal = [](std::vector<AppliedMigration> const& history, std::optional<int> to) {
        return plan_up(embedded, history, to).error();
    };
    EXPECT_EQ(refusal({init}, 3).reason, Reason::version_unknown);
    EXPECT_THAT(refusal({init}, 3).sentence, HasSubstr("this binary knows 1 to 2"));
    EXPECT_EQ(refusal({init}, 0).reason, Reason::version_unknown);
    EXPECT_EQ(refusal({init, venue}, 1).reason, Reason::version_passed);
    EXPECT_THAT(refusal({init, venue}, 1).sentence, HasSubstr("daybook migrate new NAME"));
    EXPECT_EQ(refusal({venue}, std::nullopt).reason, Reason::mismatch);
    auto newer = applied(3, "drop", "v1:c");
    newer.daybook_version = "1.6.0";
    EXPECT_EQ(refusal({init, venue, newer}, std::nullopt).reason, Reason::ahead);
    EXPECT_EQ(refusal({init, venue, newer}, std::nullopt).sentence,
              "the database is at schema 3; this binary knows 2. The database is fine. Deploy "
              "daybook 1.6.0 or newer.");
}

}  // namespace
}  // namespace daybook::services
