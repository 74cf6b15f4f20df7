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

TEST(ExchangeAnswerWithoutSending, LeavesWhatIsToBeSent) {
    auto const place = outbox_request(1, 2, PLACE, ANSWERED);
    auto sent = place;
    sent.attempts = 1;
    auto const cancel = outbox_request(1, 3, CANCEL);
    EXPECT_EQ(answer_without_sending(outbox_request(1, 2), order_with({}),
                                     std::vector{outbox_request(1, 2)}),
              std::nullopt);
    EXPECT_EQ(
        answer_without_sending(cancel, order_with({ExecType::NEW}), std::vector{sent, cancel}),
        std::nullopt);
}

TEST(ExchangeAnswerWithoutSending, AnswersWhatConcernsAnOrderThatHasEnded) {
    auto const place = outbox_request(1, 2);
    auto const cancel = outbox_request(1, 3, CANCEL);
    auto const replace = outbox_request(1, 4, REPLACE);
    auto const canceled = order_with({ExecType::NEW, ExecType::CANCELED});
    EXPECT_EQ(answer_without_sending(cancel, canceled, {})->refused_because, std::nullopt);
    EXPECT_EQ(answer_without_sending(replace, canceled, {})->refused_because,
              "the order is CANCELED");
    EXPECT_EQ(answer_without_sending(place, canceled, {})->refused_because,
              "the order is CANCELED");
    auto const expired = order_with({ExecType::NEW, ExecType::EXPIRED});
    EXPECT_EQ(answer_without_sending(cancel, expired, {})->refused_because, "the order is EXPIRED");
}

TEST(ExchangeAnswerWithoutSending, LetsTheBookCancelAnOrderThatWasWithdrawn) {
    auto withdrawn = outbox_request(1, 2, PLACE, ANSWERED);
    withdrawn.attempts = 0;
    auto const replace = outbox_request(1, 3, REPLACE);
    auto const cancel = outbox_request(1, 4, CANCEL);
    std::vector const history{withdrawn, replace, cancel};
    EXPECT_TRUE(answer_without_sending(cancel, order_with({}), history)->cancels_unsent_order);
    auto const answer = answer_without_sending(replace, order_with({}), history);
    EXPECT_FALSE(answer->cancels_unsent_order);
    EXPECT_EQ(answer->refused_because, "the order was withdrawn before it was sent");
}

}  // namespace
}  // namespace daybook::services
