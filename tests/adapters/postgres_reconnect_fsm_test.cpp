#include <gtest/gtest.h>

#include "postgres/postgres_reconnect_fsm.hpp"

namespace daybook::postgres {
namespace {

using std::chrono::milliseconds;
using State = PostgresReconnectFsm::State;
using Time = PostgresReconnectFsm::Time;

constexpr Time start{std::chrono::hours{1}};
/// Spreads nothing.
constexpr std::uint32_t longest = 1023;

TEST(PostgresReconnectFsm, AHealthyServerMayBeConnectedToByAnyNumber) {
    PostgresReconnectFsm fsm;
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(fsm.may_connect(start));
    EXPECT_EQ(fsm.state(), State::healthy);
}

TEST(PostgresReconnectFsm, AfterAFailureNobodyTriesUntilThePauseIsOver) {
    PostgresReconnectFsm fsm;
    fsm.failed(start, longest);
    EXPECT_EQ(fsm.state(), State::away);
    EXPECT_FALSE(fsm.may_connect(start + milliseconds{49}));
    EXPECT_TRUE(fsm.may_connect(start + milliseconds{50}));
}

TEST(PostgresReconnectFsm, OneTriesAtATime) {
    PostgresReconnectFsm fsm;
    fsm.failed(start, longest);
    auto const later = start + milliseconds{50};
    EXPECT_TRUE(fsm.may_connect(later));
    EXPECT_EQ(fsm.state(), State::probing);
    EXPECT_FALSE(fsm.may_connect(later));
    EXPECT_FALSE(fsm.may_connect(later + std::chrono::hours{1}));
}

TEST(PostgresReconnectFsm, PausesDoubleUpToASecond) {
    PostgresReconnectFsm fsm;
    auto now = start;
    fsm.failed(now, longest);
    for (int const pause : {50, 100, 200, 400, 800, 1000, 1000}) {
        EXPECT_EQ(fsm.next_try(), now + milliseconds{pause});
        now = fsm.next_try();
        ASSERT_TRUE(fsm.may_connect(now));
        fsm.failed(now, longest);
    }
}

TEST(PostgresReconnectFsm, JitterShortensAPauseByAQuarterAtMost) {
    PostgresReconnectFsm fsm;
    fsm.failed(start, 0);
    EXPECT_EQ(fsm.next_try(), start + milliseconds{38});
}

TEST(PostgresReconnectFsm, ManyWhoFailTogetherMakeOnePause) {
    PostgresReconnectFsm fsm;
    for (int i = 0; i < 5; ++i) fsm.failed(start, longest);
    EXPECT_EQ(fsm.next_try(), start + milliseconds{50});
}

TEST(PostgresReconnectFsm, SuccessForgetsThePauses) {
    PostgresReconnectFsm fsm;
    fsm.failed(start, longest);
    ASSERT_TRUE(fsm.may_connect(start + milliseconds{50}));
    fsm.failed(start + milliseconds{50}, longest);
    ASSERT_TRUE(fsm.may_connect(start + milliseconds{150}));
    fsm.connected();
    EXPECT_EQ(fsm.state(), State::healthy);
    fsm.failed(start + milliseconds{200}, longest);
    EXPECT_EQ(fsm.next_try(), start + milliseconds{250});
}

}  // namespace
}  // namespace daybook::postgres
