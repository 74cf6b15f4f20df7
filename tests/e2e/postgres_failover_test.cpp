#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>

#include "e2e/fleet_sender.hpp"
#include "e2e/postgres_book.hpp"
#include "e2e/worker_fleet.hpp"
#include "support/postgres_standby.hpp"

namespace daybook::e2e {
namespace {

TEST(PostgresFailover, EveryAnsweredCommandIsOnTheNewPrimaryAndTheWorkersCarryOn) {
    if (!support::postgres_is_expected()) GTEST_SKIP() << "no Postgres server is installed";
    TemporaryFolder folder;
    support::PostgresCluster primary;
    support::PostgresStandby standby{primary};
    auto const database = primary.create_database();
    auto const url = standby.url_of_both(database);
    auto const migrated = run_daybook(folder, {"migrate", "up", "--database", url});
    ASSERT_EQ(migrated.exit_code, 0) << migrated.err;

    auto const flow = make_order_flow(9, 6, 60 * scale());
    WorkerFleet fleet{folder, url, 2};
    // Nothing that was answered is sent again: what the new primary lacks stays away.
    FleetSender sender{fleet.size(),
                       [&](std::size_t worker) { return fleet.port(worker); },
                       {.seed = 9, .copies = 1, .commands_per_request_max = 5}};
    auto const fail_over = [&] {
        primary.stop("immediate");
        standby.promote();
    };
    sender.send(flow, {{flow.size() / 2, fail_over}});
    std::printf("commands=%zu repeats=%zu longest_silence_s=%.2f\n", flow.size(), sender.repeats(),
                sender.longest_silence_seconds());
    EXPECT_EQ(sender.answers(), flow.size());
    EXPECT_THAT(sender.refusals(), testing::IsEmpty());
    EXPECT_THAT(fleet.stop(), testing::Each(0));
    expect_book_of(flow, folder, standby.url(database));
}

}  // namespace
}  // namespace daybook::e2e
