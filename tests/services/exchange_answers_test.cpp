#include "services/exchange_answers.hpp"

#include <gtest/gtest.h>

#include "model/names.hpp"
#include "support/dispatch_values.hpp"

namespace daybook::services {
namespace {

using namespace model;
using support::exchange_report;
using support::order_id;
using support::outbox_request;

constexpr auto PLACE = ExchangeAction::PLACE;
constexpr auto CANCEL = ExchangeAction::CANCEL;
constexpr auto REPLACE = ExchangeAction::REPLACE;

/// Which request a report of `type` that names request `named` answers while `waiting` waits:
/// `5`, `5 refused`, several with commas.
std::string answers(ExecType type, std::uint64_t named, std::optional<OutboxRequest> const& waiting,
                    std::optional<std::uint64_t> original = {}) {
    auto report = exchange_report(1, named, type);
    report.report.reason = "because";
    if (named == 0) report.client_order_id.reset();
    if (original) report.original_client_order_id = client_order_id_of({order_id(1), *original});
    std::string text;
    for (auto const& answer : answers_of(report, order_id(1), waiting ? &*waiting : nullptr)) {
        if (!text.empty()) text += ", ";
        text += std::to_string(answer.entry_seq);
        if (answer.refused_because) text += " " + *answer.refused_because;
    }
    return text;
}

OutboxRequest sent(std::uint64_t entry, ExchangeAction action) {
    return outbox_request(1, entry, action, RequestState::SENT);
}

TEST(ExchangeAnswersOf, APlaceIsAnsweredByWhateverBecomesOfTheOrder) {
    for (auto const type :
         {ExecType::NEW, ExecType::TRADE, ExecType::DONE_FOR_DAY, ExecType::CANCELED,
          ExecType::STOPPED, ExecType::SUSPENDED, ExecType::RESTATED, ExecType::CALCULATED,
          ExecType::EXPIRED, ExecType::TRADE_CORRECT, ExecType::TRADE_CANCEL}) {
        EXPECT_EQ(answers(type, 2, sent(2, PLACE)), "2") << name_of(type);
    }
    EXPECT_EQ(answers(ExecType::REJECTED, 2, sent(2, PLACE)), "2 because");
}

TEST(ExchangeAnswersOf, NothingIsAnsweredByWhatDecidesNothing) {
    for (auto const action : {PLACE, CANCEL, REPLACE}) {
        for (auto const type : {ExecType::PENDING_NEW, ExecType::PENDING_CANCEL,
                                ExecType::PENDING_REPLACE, ExecType::ORDER_STATUS}) {
            EXPECT_EQ(answers(type, 2, sent(2, action)), "") << name_of(type);
        }
    }
}

TEST(ExchangeAnswersOf, AnExchangeThatNamesOnlyTheOrderAnswersTheRequestThatWaits) {
    // Under the name of the order's first request, and under none.
    for (std::uint64_t const named : {2, 0}) {
        EXPECT_EQ(answers(ExecType::CANCEL_REJECTED, named, sent(5, CANCEL)), "5 because");
        EXPECT_EQ(answers(ExecType::REPLACE_REJECTED, named, sent(5, REPLACE)), "5 because");
        EXPECT_EQ(answers(ExecType::REPLACED, named, sent(5, REPLACE)), "5");
    }
    EXPECT_EQ(answers(ExecType::REJECTED, 0, sent(2, PLACE)), "2 because");
    EXPECT_EQ(answers(ExecType::CANCELED, 0, sent(5, CANCEL)), "5");
    EXPECT_EQ(answers(ExecType::NEW, 0, sent(2, PLACE)), "2");
}

TEST(ExchangeAnswersOf, ACancelIsConfirmedUnderItsNameOrTheOrders) {
    EXPECT_EQ(answers(ExecType::CANCELED, 5, sent(5, CANCEL), 2), "5");
    EXPECT_EQ(answers(ExecType::CANCELED, 2, sent(5, CANCEL)), "5, 2");
}

TEST(ExchangeAnswersOf, TheEndOfAnOrderAnswersWhatWaits) {
    EXPECT_EQ(answers(ExecType::EXPIRED, 2, sent(5, CANCEL)), "5 the order is EXPIRED");
    EXPECT_EQ(answers(ExecType::EXPIRED, 2, sent(5, REPLACE)), "5 the order is EXPIRED");
    EXPECT_EQ(answers(ExecType::CALCULATED, 2, sent(5, CANCEL)), "5 the order is CALCULATED");
    EXPECT_EQ(answers(ExecType::CANCELED, 5, sent(5, REPLACE)), "5 the order is CANCELED");
    // A fill ends nothing: the exchange says what came of the cancel.
    EXPECT_EQ(answers(ExecType::TRADE, 2, sent(5, CANCEL)), "");
    EXPECT_EQ(answers(ExecType::NEW, 2, sent(5, CANCEL)), "2");
}

TEST(ExchangeAnswersOf, ALateAnswerMeansTheRequestThatItNames) {
    EXPECT_EQ(answers(ExecType::NEW, 2, std::nullopt), "2");
    EXPECT_EQ(answers(ExecType::REJECTED, 2, std::nullopt), "2 because");
    EXPECT_EQ(answers(ExecType::REPLACED, 4, std::nullopt, 2), "4");
    EXPECT_EQ(answers(ExecType::CANCEL_REJECTED, 4, sent(5, CANCEL), 2), "4 because");
    EXPECT_EQ(answers(ExecType::REPLACE_REJECTED, 4, sent(5, REPLACE), 2), "4 because");
    EXPECT_EQ(answers(ExecType::CANCEL_REJECTED, 4, sent(5, REPLACE), 2), "4 because");
}

TEST(ExchangeAnswersOf, ARejectionThatNamesAChangeRefusesThatAndNotTheOrder) {
    EXPECT_EQ(answers(ExecType::REJECTED, 5, sent(5, CANCEL)), "5 because");
    auto const report = exchange_report(1, 5, ExecType::REJECTED);
    struct Case {
        OutboxRequest waits;
        ExecType booked;
    };
    for (auto const& each :
         {Case{sent(5, CANCEL), ExecType::CANCEL_REJECTED},
          Case{sent(5, REPLACE), ExecType::REPLACE_REJECTED},
          Case{sent(5, PLACE), ExecType::REJECTED}, Case{sent(6, CANCEL), ExecType::REJECTED}}) {
        auto const booked = as_booked(report, order_id(1), &each.waits);
        EXPECT_EQ(booked.exec_type, each.booked);
        EXPECT_EQ(booked.exec_id, report.report.exec_id);
        EXPECT_EQ(std::get<OrderId>(booked.order), order_id(1));
    }
}

TEST(ExchangeAnswersOf, ARejectionThatSaysSoIsOfTheOrderWhateverItNames) {
    auto report = exchange_report(1, 5, ExecType::REJECTED);
    report.report.order_status = OrderStatus::REJECTED;
    auto const waits = sent(5, CANCEL);
    EXPECT_EQ(as_booked(report, order_id(1), &waits).exec_type, ExecType::REJECTED);
    report.report.leaves_base = Quantity{Decimal::from_integer(3)};
    EXPECT_EQ(as_booked(report, order_id(1), &waits).exec_type, ExecType::CANCEL_REJECTED);
    // What waits on the order goes with it.
    EXPECT_EQ(answers(ExecType::REJECTED, 2, sent(5, CANCEL)),
              "2 because, 5 the order is REJECTED");
    EXPECT_EQ(answers(ExecType::REJECTED, 0, sent(5, REPLACE)), "5 the order is REJECTED");
}

TEST(ExchangeAnswersOf, NamesOfOtherOrdersMeanNothing) {
    auto const report = exchange_report(9, 5, ExecType::CANCEL_REJECTED);
    auto const waits = sent(5, REPLACE);
    EXPECT_TRUE(answers_of(report, order_id(1), &waits).empty());
}

TEST(ExchangeOrderNamedBy, IsThatOfEitherName) {
    auto report = exchange_report(3, 5, ExecType::NEW);
    EXPECT_EQ(order_named_by(report), order_id(3));
    report.original_client_order_id = client_order_id_of({order_id(4), 1});
    EXPECT_EQ(order_named_by(report), order_id(3));
    report.client_order_id = ClientOrderId{"somebody-elses"};
    EXPECT_EQ(order_named_by(report), order_id(4));
    report.original_client_order_id.reset();
    EXPECT_EQ(order_named_by(report), std::nullopt);
}

}  // namespace
}  // namespace daybook::services
