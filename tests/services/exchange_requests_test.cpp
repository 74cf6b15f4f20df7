#include "services/exchange_requests.hpp"

#include <gtest/gtest.h>

#include "support/dispatch_values.hpp"

namespace daybook::services {
namespace {

using namespace model;
using support::outbox_request;

constexpr auto PLACE = ExchangeAction::PLACE;
constexpr auto CANCEL = ExchangeAction::CANCEL;
constexpr auto REPLACE = ExchangeAction::REPLACE;
using Turn = RequestTurn::Kind;

constexpr auto ANSWERED = RequestState::ANSWERED;

Order order_with(std::vector<ExecType> const& reports) {
    auto order = support::sample_order("alpha", support::order_id(1));
    for (auto const type : reports) {
        Execution execution;
        execution.exec_type = type;
        order.report(execution, std::nullopt, support::at_micros(0));
    }
    return order;
}

TEST(ExchangeRequestOf, APlaceCarriesTheOrderAsItIs) {
    auto row = outbox_request(1, 2);
    row.attempts = 1;
    auto const order = order_with({});
    auto const request = request_of(row, order, std::vector{row});
    EXPECT_EQ(request.action, PLACE);
    EXPECT_EQ(request.client_order_id, row.client_order_id);
    EXPECT_EQ(request.original_client_order_id, std::nullopt);
    EXPECT_EQ(request.terms, order.state().terms);
    EXPECT_FALSE(request.may_be_known);
}

TEST(ExchangeRequestOf, ASecondAttemptSaysThatItMayBeKnown) {
    auto row = outbox_request(1, 2);
    row.attempts = 2;
    EXPECT_TRUE(request_of(row, order_with({}), std::vector{row}).may_be_known);
}

TEST(ExchangeRequestOf, AChangeNamesTheLastRequestThatWasAccepted) {
    auto const place = outbox_request(1, 2, PLACE, ANSWERED);
    auto const accepted = outbox_request(1, 3, REPLACE, ANSWERED);
    auto refused = outbox_request(1, 4, REPLACE, ANSWERED);
    refused.detail = "too late";
    auto const abandoned = outbox_request(1, 5, REPLACE, RequestState::ABANDONED);
    auto const canceled = outbox_request(1, 6, CANCEL, ANSWERED);
    auto const row = outbox_request(1, 7, CANCEL, RequestState::SENT);
    std::vector const history{place, accepted, refused, abandoned, canceled, row};
    auto const request = request_of(row, order_with({}), history);
    EXPECT_EQ(request.original_client_order_id, accepted.client_order_id);
    EXPECT_EQ(request.client_order_id, row.client_order_id);
}

TEST(ExchangeRequestOf, ACancelOfAnOrderThatNothingIsKnownOfNamesItsPlace) {
    auto const place = outbox_request(1, 2, PLACE, RequestState::ABANDONED);
    auto const row = outbox_request(1, 3, CANCEL, RequestState::SENT);
    auto const request = request_of(row, order_with({}), std::vector{place, row});
    EXPECT_EQ(request.original_client_order_id, place.client_order_id);
}

TEST(ExchangeRequestOf, AReplaceCarriesWhatIsWanted) {
    auto const row = outbox_request(1, 3, REPLACE, RequestState::SENT);
    auto const request = request_of(row, order_with({}), std::vector{row});
    EXPECT_EQ(request.terms.quantity_base, support::quantity("7"));
    EXPECT_EQ(request.terms.price_quote, support::price("101"));
}

TEST(ExchangeStatusRequestOf, NamesTheOrderAsTheExchangeKnowsIt) {
    auto const place = outbox_request(1, 2, PLACE, ANSWERED);
    auto const replace = outbox_request(1, 3, REPLACE, ANSWERED);
    auto const order = order_with({ExecType::NEW});
    EXPECT_EQ(status_request_of(order, std::vector{place})->client_order_id, place.client_order_id);
    EXPECT_EQ(status_request_of(order, std::vector{place, replace})->client_order_id,
              replace.client_order_id);
    EXPECT_EQ(status_request_of(order, {}), std::nullopt);
}

/// What becomes of `row`, whose rows are `history`.
RequestTurn turn_of(OutboxRequest const& row, Order const& order,
                    std::vector<OutboxRequest> const& history, bool is_lost = false) {
    return decide_turn(row, order, history, is_lost);
}

TEST(ExchangeDecideTurn, LeavesWhatIsToBeSent) {
    auto const place = outbox_request(1, 2);
    EXPECT_EQ(turn_of(place, order_with({}), {place}).kind, Turn::send);
    auto const sent = outbox_request(1, 2, PLACE, RequestState::SENT);
    auto const cancel = outbox_request(1, 3, CANCEL);
    EXPECT_EQ(turn_of(cancel, order_with({ExecType::NEW}), {sent, cancel}).kind, Turn::send);
    // What was asked for after a cancel waits for what becomes of that.
    auto const replace = outbox_request(1, 4, REPLACE);
    EXPECT_EQ(turn_of(replace, order_with({ExecType::NEW}), {sent, cancel, replace}).kind,
              Turn::send);
}

TEST(ExchangeDecideTurn, AnswersWhatConcernsAnOrderThatHasEnded) {
    auto const place = outbox_request(1, 2);
    auto const cancel = outbox_request(1, 3, CANCEL);
    auto const replace = outbox_request(1, 4, REPLACE);
    auto const canceled = order_with({ExecType::NEW, ExecType::CANCELED});
    EXPECT_EQ(turn_of(cancel, canceled, {}).because, std::nullopt);
    EXPECT_EQ(turn_of(replace, canceled, {}).because, "the order is CANCELED");
    EXPECT_EQ(turn_of(place, canceled, {}).because, "the order is CANCELED");
    auto const expired = order_with({ExecType::NEW, ExecType::EXPIRED});
    EXPECT_EQ(turn_of(cancel, expired, {}).because, "the order is EXPIRED");
    for (auto const& row : {place, cancel, replace}) {
        EXPECT_EQ(turn_of(row, canceled, {}).kind, Turn::answer);
    }
}

TEST(ExchangeDecideTurn, ACancelTakesBackTheReplacesBeforeItWhateverBecameOfIt) {
    auto const place = outbox_request(1, 2, PLACE, ANSWERED);
    auto const order = order_with({ExecType::NEW});
    for (auto const state : {RequestState::PENDING, RequestState::SENT, RequestState::ABANDONED}) {
        auto const cancel = outbox_request(1, 4, CANCEL, state);
        for (auto const waits : {RequestState::PENDING, RequestState::SENT}) {
            auto const replace = outbox_request(1, 3, REPLACE, waits);
            auto const turn = turn_of(replace, order, {place, replace, cancel});
            EXPECT_EQ(turn.kind, Turn::book);
            EXPECT_EQ(turn.booked_as, ExecType::REPLACE_REJECTED);
            EXPECT_EQ(turn.because, "taken back by a later cancel");
        }
    }
}

TEST(ExchangeDecideTurn, ACancelWithdrawsAnOrderThatTheExchangeHasNot) {
    auto const cancel = outbox_request(1, 3, CANCEL);
    auto const pending = outbox_request(1, 2);
    auto turn = turn_of(pending, order_with({}), {pending, cancel});
    EXPECT_EQ(turn.kind, Turn::withdraw);
    EXPECT_EQ(turn.because, "the order was canceled before it was sent");
    auto const sent = outbox_request(1, 2, PLACE, RequestState::SENT);
    turn = turn_of(sent, order_with({}), {sent, cancel}, true);
    EXPECT_EQ(turn.kind, Turn::withdraw);
    EXPECT_EQ(turn.because, "the order was canceled before the exchange had it");
    // Handed over in another session, it may still be on its way.
    EXPECT_EQ(turn_of(sent, order_with({}), {sent, cancel}).kind, Turn::give_up);
}

TEST(ExchangeDecideTurn, LetsTheBookCancelAnOrderThatWasWithdrawn) {
    auto withdrawn = outbox_request(1, 2, PLACE, ANSWERED);
    withdrawn.attempts = 0;
    auto const cancel = outbox_request(1, 3, CANCEL);
    auto const replace = outbox_request(1, 4, REPLACE);
    auto turn = turn_of(cancel, order_with({}), {withdrawn, cancel, replace});
    EXPECT_EQ(turn.kind, Turn::book);
    EXPECT_EQ(turn.booked_as, ExecType::CANCELED);
    turn = turn_of(replace, order_with({}), {withdrawn, cancel, replace});
    EXPECT_EQ(turn.kind, Turn::answer);
    EXPECT_EQ(turn.because, "the order was withdrawn before it was sent");
}

TEST(ExchangeUnsentReport, NamesTheRequestUnderAnIdThatIsTheSameAgain) {
    auto const row = outbox_request(1, 3, REPLACE);
    auto const report =
        unsent_report(row, ExecType::REPLACE_REJECTED, "because", support::at_micros(7));
    EXPECT_EQ(report.client_order_id, row.client_order_id);
    EXPECT_EQ(report.report.exec_id.value(), "unsent~" + row.client_order_id.value());
    EXPECT_EQ(report.report.reason, "because");
    EXPECT_EQ(report.occurred_at, support::at_micros(7));
}

}  // namespace
}  // namespace daybook::services
