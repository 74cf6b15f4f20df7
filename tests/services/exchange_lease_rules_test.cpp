#include "services/exchange_lease_rules.hpp"

#include <gtest/gtest.h>

#include "support/dispatch_values.hpp"

namespace daybook::services {
namespace {

using support::at_seconds;

model::ExchangeCode const paper{"PAPER"};
LeaseTiming const timing{std::chrono::seconds{10}, std::chrono::seconds{2}};

ports::ExchangeLease lease_of(std::string owner, std::uint64_t generation, double expires_at) {
    return {paper, std::move(owner), generation, at_seconds(expires_at), "maintenance"};
}

TEST(ExchangeLeaseRules, TellWhatASeekerDoes) {
    struct Case {
        char const* situation;
        std::optional<ports::ExchangeLease> stored;
        std::uint64_t held;
        double now;
        LeaseStep step;
        std::uint64_t generation;
    };
    Case const cases[] = {
        {"there is none", std::nullopt, 0, 5, LeaseStep::add, 1},
        {"another has it", lease_of("b", 4, 10), 0, 5, LeaseStep::wait, 4},
        {"another's has just ended", lease_of("b", 4, 10), 0, 10, LeaseStep::wait, 4},
        {"another's clock may be behind", lease_of("b", 4, 10), 0, 11.9, LeaseStep::wait, 4},
        {"another's has ended for certain", lease_of("b", 4, 10), 0, 12, LeaseStep::take, 5},
        {"it has it", lease_of("a", 4, 10), 4, 5, LeaseStep::renew, 4},
        {"it was late, and nobody came", lease_of("a", 4, 10), 4, 50, LeaseStep::renew, 4},
        {"its take was not confirmed", lease_of("a", 4, 10), 0, 5, LeaseStep::take, 5},
        {"it lost it and another has it", lease_of("b", 5, 10), 4, 5, LeaseStep::wait, 5},
        {"another gave it back", released(lease_of("b", 4, 10)), 0, 5, LeaseStep::take, 5},
    };
    for (auto const& each : cases) {
        auto const decision =
            decide_lease(paper, each.stored, {"a", each.held}, at_seconds(each.now), timing);
        EXPECT_EQ(decision.step, each.step) << each.situation;
        EXPECT_EQ(decision.lease.generation, each.generation) << each.situation;
        if (each.step == LeaseStep::wait) {
            EXPECT_EQ(decision.lease, *each.stored) << each.situation;
            continue;
        }
        EXPECT_EQ(decision.lease.owner, "a") << each.situation;
        EXPECT_EQ(decision.lease.expires_at, at_seconds(each.now + 10)) << each.situation;
        // Changing hands ends no pause.
        EXPECT_EQ(decision.lease.paused_because.has_value(), each.stored.has_value());
    }
}

TEST(ExchangeLeaseRules, AnOwnerFallsSilentBeforeAnotherMayTakeOver) {
    auto const lease = lease_of("a", 1, 10);
    EXPECT_EQ(speaks_until(lease, timing), at_seconds(8));
}

}  // namespace
}  // namespace daybook::services
