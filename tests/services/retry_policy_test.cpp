#include "services/retry_policy.hpp"

#include <gtest/gtest.h>

#include "support/sample_values.hpp"

namespace daybook::services {
namespace {

using namespace std::chrono_literals;
using Kind = ports::StorageError::Kind;
using support::at_micros;

TEST(RetryPolicy, TellsWhatToDoByTheKindOfFailure) {
    struct Case {
        Kind kind;
        RetryStep before;
        RetryStep after;
    };
    constexpr Case cases[] = {
        {Kind::conflict, RetryStep::retry_now, RetryStep::give_up},
        {Kind::unavailable, RetryStep::retry_after_pause, RetryStep::give_up},
        {Kind::unknown_outcome, RetryStep::resolve_outcome, RetryStep::give_up},
        {Kind::forbidden, RetryStep::give_up, RetryStep::give_up},
        {Kind::corrupt, RetryStep::give_up, RetryStep::give_up},
    };
    for (auto const& each : cases) {
        RetryPolicy policy{at_micros(0), 1'000ms};
        EXPECT_EQ(policy.after(each.kind, at_micros(0)), each.before);
        EXPECT_EQ(policy.after(each.kind, at_micros(999'999)), each.before);
        EXPECT_EQ(policy.after(each.kind, at_micros(1'000'000)), each.after);
    }
}

TEST(RetryPolicy, DoublesItsPausesToASecond) {
    RetryPolicy policy{at_micros(0), 1h};
    for (auto const expected : {10, 20, 40, 80, 160, 320, 640, 1000, 1000}) {
        EXPECT_EQ(policy.after(Kind::unavailable, at_micros(1)), RetryStep::retry_after_pause);
        EXPECT_EQ(policy.pause(), std::chrono::milliseconds{expected});
        // What needs no pause changes none.
        EXPECT_EQ(policy.after(Kind::conflict, at_micros(1)), RetryStep::retry_now);
        EXPECT_EQ(policy.pause(), std::chrono::milliseconds{expected});
    }
}

}  // namespace
}  // namespace daybook::services
