#include "services/exchange_dispatch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <utility>

#include "support/dispatch_values.hpp"

namespace daybook::services {
namespace {

using namespace model;
using namespace std::chrono_literals;
using support::at_seconds;
using support::order_id;
using support::outbox_request;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

constexpr auto PLACE = ExchangeAction::PLACE;
constexpr auto CANCEL = ExchangeAction::CANCEL;
constexpr auto REPLACE = ExchangeAction::REPLACE;

/// A dispatch that is told what a desk would tell it.
class ExchangeDispatchTest : public testing::Test {
  protected:
    void load(std::vector<OutboxRequest> const& requests, double at = 0) {
        dispatch_.load(requests, at_seconds(at));
    }
    /// The entries that are claimed; they are sent at once.
    std::vector<std::uint64_t> send(double at) {
        std::vector<std::uint64_t> entries;
        for (auto [request, is_lost] : tick(at).claim) {
            request.state = RequestState::SENT;
            ++request.attempts;
            entries.push_back(request.entry_seq);
            dispatch_.sent(request, at_seconds(at));
        }
        return entries;
    }
    /// The entries that are claimed; what becomes of them is told later.
    std::vector<std::uint64_t> claims(double at) {
        std::vector<std::uint64_t> entries;
        for (auto const& claimed : tick(at).claim) entries.push_back(claimed.request.entry_seq);
        return entries;
    }
    DispatchEffects tick(double at) { return dispatch_.tick(at_seconds(at), at_seconds(at)); }
    std::vector<OrderId> asks(double at) {
        std::vector<OrderId> ids;
        for (auto const& key : tick(at).ask) ids.push_back(key.id);
        return ids;
    }
    void answer(std::uint32_t order, std::uint64_t entry, double at) {
        dispatch_.answered(order_id(order), entry, at_seconds(at));
    }
    void say_lost(std::uint32_t order, double at) {
        dispatch_.heard_status(order_id(order), at_seconds(at));
        dispatch_.request_lost(order_id(order), at_seconds(at));
    }

    DispatchRules rules_;
    ExchangeDispatch dispatch_{rules_};
};

TEST_F(ExchangeDispatchTest, SendsNothingWhileTheSessionIsDown) {
    load({outbox_request(1, 1)});
    EXPECT_TRUE(tick(0).empty());
    EXPECT_EQ(dispatch_.next_due(), std::nullopt);
    dispatch_.session_up(at_seconds(1));
    EXPECT_THAT(send(1), ElementsAre(1));
    dispatch_.session_down();
    load({outbox_request(2, 2)}, 2);
    EXPECT_TRUE(tick(100).empty());
}

TEST_F(ExchangeDispatchTest, SendsTheRequestsOfAnOrderOneAfterAnother) {
    dispatch_.session_up(at_seconds(0));
    load({outbox_request(1, 1), outbox_request(1, 3, REPLACE), outbox_request(1, 5, REPLACE)});
    EXPECT_THAT(send(0), ElementsAre(1));
    EXPECT_THAT(send(1), IsEmpty());
    answer(1, 1, 1);
    EXPECT_THAT(send(1), ElementsAre(3));
    answer(1, 3, 2);
    EXPECT_THAT(send(2), ElementsAre(5));
    answer(1, 5, 3);
    EXPECT_THAT(send(3), IsEmpty());
    EXPECT_EQ(dispatch_.requests_pending() + dispatch_.requests_unanswered(), 0u);
}

TEST_F(ExchangeDispatchTest, SendsOrdersIndependentlyOfEachOther) {
    dispatch_.session_up(at_seconds(0));
    load({outbox_request(1, 1), outbox_request(2, 2), outbox_request(3, 3)});
    EXPECT_THAT(send(0), UnorderedElementsAre(1, 2, 3));
    EXPECT_EQ(dispatch_.requests_unanswered(), 3u);
}

TEST_F(ExchangeDispatchTest, PassesOverRequestsThatItHas) {
    dispatch_.session_up(at_seconds(0));
    load({outbox_request(1, 1)});
    load({outbox_request(1, 1), outbox_request(1, 2, REPLACE)});
    EXPECT_THAT(send(0), ElementsAre(1));
    load({outbox_request(1, 2, REPLACE)});
    answer(1, 1, 0);
    EXPECT_THAT(send(0), ElementsAre(2));
    answer(1, 2, 0);
    EXPECT_EQ(dispatch_.requests_pending(), 0u);
}

TEST_F(ExchangeDispatchTest, AsksOfARequestWithoutAnAnswerAndNeverResendsItUnasked) {
    dispatch_.session_up(at_seconds(0));
    load({outbox_request(1, 1)});
    EXPECT_THAT(send(0), ElementsAre(1));
    EXPECT_TRUE(tick(4.9).empty());
    auto const effects = tick(5);
    EXPECT_THAT(effects.claim, IsEmpty());
    ASSERT_THAT(effects.ask, SizeIs(1));
    EXPECT_EQ(effects.ask.front().id, order_id(1));
    EXPECT_TRUE(dispatch_.is_asked(order_id(1)));
}

TEST_F(ExchangeDispatchTest, CountsSilenceOnlyAsFarAsItHasHeard) {
    dispatch_.session_up(at_seconds(0));
    load({outbox_request(1, 1)});
    EXPECT_THAT(send(0), ElementsAre(1));
    // Reports that came at 1 are not told yet: the answer may be among them.
    EXPECT_TRUE(dispatch_.tick(at_seconds(60), at_seconds(1)).empty());
    EXPECT_THAT(dispatch_.tick(at_seconds(61), at_seconds(61)).ask, SizeIs(1));
}

TEST_F(ExchangeDispatchTest, SendsAgainWhatTheExchangeDoesNotHaveAfterAPauseThatDoubles) {
    dispatch_.session_up(at_seconds(0));
    load({outbox_request(1, 1)});
    EXPECT_THAT(send(0), ElementsAre(1));
    EXPECT_THAT(asks(5), ElementsAre(order_id(1)));
    say_lost(1, 5);
    EXPECT_THAT(send(5.9), IsEmpty());
    EXPECT_THAT(send(6), ElementsAre(1));
    EXPECT_THAT(asks(11), ElementsAre(order_id(1)));
    say_lost(1, 11);
    EXPECT_THAT(send(12.9), IsEmpty());
    EXPECT_THAT(send(13), ElementsAre(1));
    EXPECT_EQ(dispatch_.sent_request(order_id(1))->attempts, 3u);
}

TEST_F(ExchangeDispatchTest, GivesUpARequestThatTheExchangeNeverGets) {
    dispatch_.session_up(at_seconds(0));
    load({outbox_request(1, 1), outbox_request(1, 2, REPLACE)});
    double at = 0;
    for (std::uint64_t attempt = 1; attempt <= rules_.attempts_max; ++attempt) {
        EXPECT_THAT(send(at), ElementsAre(1)) << attempt;
        at += 5;
        EXPECT_THAT(asks(at), ElementsAre(order_id(1)));
        say_lost(1, at);
        at += 60;
    }
    auto const effects = tick(at);
    ASSERT_THAT(effects.abandon, SizeIs(1));
    EXPECT_EQ(effects.abandon.front().request.entry_seq, 1u);
    EXPECT_EQ(effects.abandon.front().reason, "the exchange has not got it after 5 attempts");
    ASSERT_THAT(effects.claim, SizeIs(1));
    EXPECT_EQ(effects.claim.front().request.entry_seq, 2u);
}

TEST_F(ExchangeDispatchTest, GivesUpARequestAfterQuestionsWithoutAnAnswer) {
    dispatch_.session_up(at_seconds(0));
    load({outbox_request(1, 1)});
    EXPECT_THAT(send(0), ElementsAre(1));
    // Each question waits twice as long as the one before it.
    for (double const at : {5., 10., 20., 40., 80.}) {
        EXPECT_THAT(asks(at - 0.1), IsEmpty()) << at;
        EXPECT_THAT(asks(at), ElementsAre(order_id(1))) << at;
    }
    EXPECT_TRUE(tick(139.9).empty());
    auto const effects = tick(140);
    ASSERT_THAT(effects.abandon, SizeIs(1));
    EXPECT_EQ(effects.abandon.front().reason,
              "the exchange has answered neither the request nor 5 questions for its order's "
              "status");
    EXPECT_TRUE(tick(1000).empty());
}

TEST_F(ExchangeDispatchTest, WaitsForAnExchangeThatHasNotDecidedForAsLongAsItSaysSo) {
    dispatch_.session_up(at_seconds(0));
    load({outbox_request(1, 1)});
    EXPECT_THAT(send(0), ElementsAre(1));
    double at = 5;
    for (int i = 0; i < 50; ++i) {
        EXPECT_THAT(asks(at), ElementsAre(order_id(1))) << i;
        dispatch_.heard_status(order_id(1), at_seconds(at));
        dispatch_.request_waits(order_id(1), at_seconds(at));
        at += 60;
    }
    EXPECT_EQ(dispatch_.requests_unanswered(), 1u);
}

TEST_F(ExchangeDispatchTest, AsksFirstOfWhatWasSentBeforeItStarted) {
    load({outbox_request(1, 1, PLACE, RequestState::SENT), outbox_request(2, 2)});
    dispatch_.session_up(at_seconds(3));
    auto const effects = tick(3);
    ASSERT_THAT(effects.ask, SizeIs(1));
    EXPECT_EQ(effects.ask.front().id, order_id(1));
    ASSERT_THAT(effects.claim, SizeIs(1));
    EXPECT_EQ(effects.claim.front().request.entry_seq, 2u);
}

TEST_F(ExchangeDispatchTest, AsksAgainOfWhatWasSentWhenTheSessionIsBack) {
    dispatch_.session_up(at_seconds(0));
    load({outbox_request(1, 1), outbox_request(2, 2), outbox_request(3, 3)});
    EXPECT_THAT(send(0), SizeIs(3));
    EXPECT_THAT(asks(5), SizeIs(3));
    say_lost(2, 5);
    dispatch_.session_down();
    EXPECT_TRUE(tick(50).empty());
    dispatch_.session_up(at_seconds(60));
    // The question of before, what was lost before, and what is merely unanswered.
    EXPECT_THAT(asks(60), UnorderedElementsAre(order_id(1), order_id(2), order_id(3)));
}

TEST_F(ExchangeDispatchTest, TakesWhatWasPutBackAsNeverSent) {
    dispatch_.session_up(at_seconds(0));
    load({outbox_request(1, 1)});
    auto const claimed = tick(0).claim.front().request;
    dispatch_.session_down();
    dispatch_.put_back(claimed, at_seconds(0));
    EXPECT_EQ(dispatch_.sent_request(order_id(1)), nullptr);
    dispatch_.session_up(at_seconds(9));
    EXPECT_THAT(send(9), ElementsAre(1));
}

TEST_F(ExchangeDispatchTest, SendsInsteadOfAskingWhatIsFoundNeverToHaveBeenSent) {
    auto request = outbox_request(1, 1);
    request.state = RequestState::SENT;
    request.attempts = 1;
    load({request});
    dispatch_.session_up(at_seconds(0));
    EXPECT_THAT(asks(0), ElementsAre(order_id(1)));
    request.state = RequestState::PENDING;
    request.attempts = 0;
    dispatch_.never_sent(request, at_seconds(0));
    EXPECT_FALSE(dispatch_.is_asked(order_id(1)));
    EXPECT_EQ(dispatch_.requests_unanswered(), 0u);
    EXPECT_THAT(send(0), ElementsAre(1));
    EXPECT_EQ(dispatch_.requests_unanswered(), 1u);
    // What it is asked for is its answer, and that from now on.
    EXPECT_THAT(asks(4), IsEmpty());
    EXPECT_THAT(asks(5), ElementsAre(order_id(1)));
}

TEST_F(ExchangeDispatchTest, AsksOfWhatCouldNotBePutBackAsNeverSent) {
    dispatch_.session_up(at_seconds(0));
    load({outbox_request(1, 1)});
    auto claimed = tick(0).claim.front().request;
    claimed.state = RequestState::SENT;
    claimed.attempts = 2;
    dispatch_.put_back(claimed, at_seconds(0));
    auto const effects = tick(0);
    EXPECT_THAT(effects.claim, IsEmpty());
    EXPECT_THAT(effects.ask, SizeIs(1));
}

TEST_F(ExchangeDispatchTest, SendsNothingButCancelsWhilePaused) {
    dispatch_.pause();
    dispatch_.session_up(at_seconds(0));
    load({outbox_request(1, 1), outbox_request(2, 2, REPLACE), outbox_request(3, 3, CANCEL)});
    EXPECT_THAT(send(0), ElementsAre(3));
    EXPECT_EQ(dispatch_.requests_pending(), 2u);
    dispatch_.resume(at_seconds(1));
    EXPECT_THAT(send(1), UnorderedElementsAre(1, 2));
}

TEST_F(ExchangeDispatchTest, SendsNoLostOrderAgainWhilePaused) {
    dispatch_.session_up(at_seconds(0));
    load({outbox_request(1, 1)});
    EXPECT_THAT(send(0), ElementsAre(1));
    EXPECT_THAT(asks(5), SizeIs(1));
    dispatch_.pause();
    say_lost(1, 5);
    EXPECT_TRUE(tick(100).empty());
    dispatch_.resume(at_seconds(101));
    EXPECT_THAT(send(101), ElementsAre(1));
}

TEST_F(ExchangeDispatchTest, LetsOrdersGoOnWhilePausedThatAreToBeCanceled) {
    dispatch_.pause();
    dispatch_.session_up(at_seconds(0));
    load({outbox_request(1, 1), outbox_request(1, 2, REPLACE)});
    EXPECT_THAT(claims(0), IsEmpty());
    load({outbox_request(1, 3, CANCEL)}, 1);
    // What is called back is claimed, and then decided on.
    EXPECT_THAT(claims(1), ElementsAre(1));
    answer(1, 1, 1);
    EXPECT_THAT(claims(1), ElementsAre(2));
    answer(1, 2, 1);
    EXPECT_THAT(send(1), ElementsAre(3));
}

TEST_F(ExchangeDispatchTest, LetsNothingGoOnWhilePausedThatWasAskedForAfterACancel) {
    dispatch_.pause();
    dispatch_.session_up(at_seconds(0));
    load({outbox_request(1, 1, CANCEL), outbox_request(1, 2, REPLACE)});
    EXPECT_THAT(send(0), ElementsAre(1));
    answer(1, 1, 1);
    EXPECT_THAT(claims(1), IsEmpty());
    dispatch_.resume(at_seconds(2));
    EXPECT_THAT(send(2), ElementsAre(2));
}

TEST_F(ExchangeDispatchTest, AsksOfWhatMayHaveBeenSentBeforeACancelGoes) {
    load({outbox_request(1, 1, PLACE, RequestState::SENT), outbox_request(1, 2, CANCEL)});
    dispatch_.session_up(at_seconds(0));
    auto const effects = tick(0);
    EXPECT_THAT(effects.claim, IsEmpty());
    EXPECT_THAT(effects.ask, SizeIs(1));
}

TEST_F(ExchangeDispatchTest, SaysOfWhatACancelCallsBackWhetherThisSessionHasLostIt) {
    dispatch_.session_up(at_seconds(0));
    load({outbox_request(1, 1), outbox_request(2, 2, PLACE, RequestState::SENT)});
    EXPECT_THAT(send(0), ElementsAre(1));
    EXPECT_THAT(asks(5), UnorderedElementsAre(order_id(1), order_id(2)));
    say_lost(1, 5);
    say_lost(2, 5);
    dispatch_.pause();
    EXPECT_THAT(claims(100), IsEmpty());
    load({outbox_request(1, 3, CANCEL), outbox_request(2, 4, CANCEL)}, 101);
    std::map<std::uint64_t, bool> lost;
    for (auto const& [request, is_lost] : tick(101).claim) lost[request.entry_seq] = is_lost;
    EXPECT_THAT(lost, ElementsAre(std::pair{1u, true}, std::pair{2u, false}));
}

TEST_F(ExchangeDispatchTest, AsksOfManyOrdersAFewAtATime) {
    dispatch_.session_up(at_seconds(0));
    std::vector<ports::OrderKey> orders;
    for (std::uint32_t i = 1; i <= 250; ++i) orders.push_back({AccountId{"alpha"}, order_id(i)});
    dispatch_.ask_for(orders, at_seconds(0));
    auto const first = asks(0);
    EXPECT_THAT(first, SizeIs(100));
    EXPECT_THAT(asks(0.1), IsEmpty());
    for (auto const& id : first) dispatch_.heard_status(id, at_seconds(0.2));
    auto const second = asks(0.2);
    EXPECT_THAT(second, SizeIs(100));
    for (std::size_t i = 0; i < 30; ++i) dispatch_.heard_status(second[i], at_seconds(0.3));
    EXPECT_THAT(asks(0.3), SizeIs(30));
}

TEST_F(ExchangeDispatchTest, StopsAskingOfAWorkingOrderThatIsNotAnswered) {
    dispatch_.session_up(at_seconds(0));
    dispatch_.ask_for(std::vector<ports::OrderKey>{{AccountId{"alpha"}, order_id(1)}},
                      at_seconds(0));
    for (double const at : {0., 5., 15., 35., 75.}) {
        EXPECT_THAT(asks(at), ElementsAre(order_id(1))) << at;
    }
    auto const effects = tick(135);
    ASSERT_THAT(effects.unanswered_orders, SizeIs(1));
    EXPECT_THAT(effects.abandon, IsEmpty());
    EXPECT_EQ(dispatch_.next_due(), std::nullopt);
}

TEST_F(ExchangeDispatchTest, BoundsWhatIsUnanswered) {
    rules_.unanswered_max = 2;
    ExchangeDispatch dispatch{rules_};
    dispatch_ = std::move(dispatch);
    dispatch_.session_up(at_seconds(0));
    load({outbox_request(1, 1), outbox_request(2, 2), outbox_request(3, 3)});
    auto const first = send(0);
    EXPECT_THAT(first, SizeIs(2));
    auto const answered = first.front();
    answer(static_cast<std::uint32_t>(answered), answered, 1);
    EXPECT_THAT(send(1), SizeIs(1));
}

TEST_F(ExchangeDispatchTest, TakesAnswersToRequestsThatWaitBehindOthers) {
    dispatch_.session_up(at_seconds(0));
    load({outbox_request(1, 1), outbox_request(1, 2, REPLACE), outbox_request(1, 3, REPLACE)});
    EXPECT_THAT(send(0), ElementsAre(1));
    answer(1, 2, 0);
    answer(1, 7, 0);
    answer(9, 1, 0);
    answer(1, 1, 0);
    EXPECT_THAT(send(0), ElementsAre(3));
}

}  // namespace
}  // namespace daybook::services
