#include "app/clock_watch.hpp"

#include <gtest/gtest.h>

#include "support/manual_clock.hpp"
#include "support/sample_values.hpp"
#include "support/silent_log.hpp"

namespace daybook::app {
namespace {

using namespace std::chrono_literals;

TEST(ClockJumps, CountsAJumpOnceForwardAndBack) {
    support::SilentLog const silent;
    support::ManualClock clock{support::at_micros(0)};
    ClockJumps jumps{clock};
    clock.pass(1h);
    jumps.look();
    EXPECT_EQ(jumps.jumps(), 0U) << "time passed, and the wall clock with it";
    clock.set_wall_ahead(-1h);
    jumps.look();
    jumps.look();
    EXPECT_EQ(jumps.jumps(), 1U);
    clock.pass(10s);
    clock.set_wall_ahead(1h);
    jumps.look();
    EXPECT_EQ(jumps.jumps(), 2U);
}

TEST(ClockJumps, ADriftThatIsMadeUpForLittleByLittleIsNone) {
    support::ManualClock clock{support::at_micros(0)};
    ClockJumps jumps{clock};
    for (int i = 1; i <= 20; ++i) {
        clock.pass(1s);
        clock.set_wall_ahead(i * 500ms);
        jumps.look();
    }
    EXPECT_EQ(jumps.jumps(), 0U);
}

}  // namespace
}  // namespace daybook::app
