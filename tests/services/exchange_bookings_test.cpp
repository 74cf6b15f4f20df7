#include "services/exchange_bookings.hpp"

#include <gtest/gtest.h>

#include "support/command_text.hpp"
#include "support/dispatch_values.hpp"
#include "support/ledger_bench.hpp"

namespace daybook::services {
namespace {

using namespace model;
using support::exchange_report;

ExchangeCode const venue{"My/Venue"};

TEST(ExchangeBookings, AnExchangeHasAnAccountOfItsOwn) {
    EXPECT_EQ(account_of_exchange(ExchangeCode{"PAPER"}).value(), "exchange-paper");
    EXPECT_EQ(account_of_exchange(venue).value(), "exchange-my-venue");
    EXPECT_EQ(account_of_exchange(ExchangeCode{std::string(64, 'X')}).value().size(), 64u);
}

TEST(ExchangeBookings, AReportOfNoOrderOfOursIsKeptUnderWhatItNames) {
    auto report = exchange_report(1, 2, ExecType::TRADE);
    auto command = keeping_of(report, venue);
    EXPECT_EQ(command.account_id.value(), "exchange-my-venue");
    EXPECT_EQ(std::get<IdempotencyKey>(std::get<BookExecution>(command.content).order).value(),
              report.client_order_id->value());
    report.report.exchange_order_id = ExchangeOrderId{"V1"};
    command = keeping_of(report, venue);
    EXPECT_EQ(std::get<ExchangeOrderId>(std::get<BookExecution>(command.content).order).value(),
              "V1");
}

TEST(ExchangeBookings, AnUnreadableReportIsKeptWithWhyAndAsMuchOfItAsFits) {
    auto report = exchange_report(1, 2, ExecType::ORDER_STATUS);
    report.unreadable_because = "LastPx (31) is missing";
    report.report.reason = std::string(499, 'm').append("\xC3\xA9");
    auto const command = keeping_of(report, venue);
    auto const& reason = *std::get<BookExecution>(command.content).reason;
    EXPECT_TRUE(reason.starts_with("LastPx (31) is missing: mmm"));
    EXPECT_EQ(reason.size(), 500u);
    report.unreadable_because = std::string(497, 'w');
    report.report.reason = "\xC3\xA9";
    // 499 bytes and the first half of a character.
    EXPECT_EQ(std::get<BookExecution>(keeping_of(report, venue).content).reason->size(), 499u);
}

TEST(ExchangeBookings, ARefusedReportIsKeptInWords) {
    Command refused;
    refused.account_id = AccountId{"alpha"};
    auto report = exchange_report(1, 2, ExecType::TRADE).report;
    report.order = support::order_id(1);
    report.fees = Fees{{AssetCode{"BNB"}, support::amount("0.1")}};
    refused.content = report;
    auto const kept = keeping_of_refused(refused, venue, "fee.asset names an asset");
    auto const& booked = std::get<BookExecution>(kept.content);
    EXPECT_EQ(kept.account_id.value(), "exchange-my-venue");
    EXPECT_EQ(booked.exec_type, ExecType::ORDER_STATUS);
    EXPECT_EQ(booked.fees, std::nullopt);
    EXPECT_TRUE(
        booked.reason->starts_with("not booked in account alpha, fee.asset names an asset: {"));
    EXPECT_NE(booked.reason->find("BNB"), std::string::npos);
}

TEST(ExchangeBookings, AnOrderThatWasPlacedElsewhereIsRecordedOnceAndNamedByItsKey) {
    auto report = exchange_report(1, 2, ExecType::NEW);
    report.report.exchange_order_id = ExchangeOrderId{"V1"};
    report.placed_elsewhere = {AccountId{"beta"}, "abc", {}};
    auto const commands = booking_of_foreign(report, report, venue);
    ASSERT_EQ(commands.size(), 2u);
    EXPECT_EQ(commands[0].account_id.value(), "beta");
    EXPECT_EQ(commands[0].idempotency_key, IdempotencyKey{"placed~My/Venue~V1"});
    EXPECT_EQ(std::get<PlaceOrder>(commands[0].content).origin, OrderOrigin::EXTERNAL);
    EXPECT_EQ(std::get<IdempotencyKey>(std::get<BookExecution>(commands[1].content).order),
              *commands[0].idempotency_key);
    report.report.exchange_order_id.reset();
    EXPECT_EQ(booking_of_foreign(report, report, venue)[0].idempotency_key,
              IdempotencyKey{"placed~My/Venue~abc"});
}

TEST(ExchangeBookings, AReportThatOnlyNamesItsOrderIsBookedOnTheOneThatWasToldBefore) {
    auto recorded_by = exchange_report(1, 2, ExecType::NEW);
    recorded_by.report.exchange_order_id = ExchangeOrderId{"V1"};
    recorded_by.placed_elsewhere = {AccountId{"beta"}, "abc", {}};
    recorded_by.occurred_at = support::at_seconds(1);
    auto trade = exchange_report(1, 2, ExecType::TRADE);
    trade.report.exchange_order_id = ExchangeOrderId{"V1"};
    trade.occurred_at = support::at_seconds(2);
    auto const first = booking_of_foreign(recorded_by, recorded_by, venue);
    auto const then = booking_of_foreign(trade, recorded_by, venue);
    // The order's own command again, and the trade on it.
    EXPECT_EQ(then[0].idempotency_key, first[0].idempotency_key);
    EXPECT_EQ(then[0].occurred_at, first[0].occurred_at);
    EXPECT_EQ(then[1].account_id, first[1].account_id);
    EXPECT_EQ(then[1].occurred_at, trade.occurred_at);
    EXPECT_EQ(std::get<BookExecution>(then[1].content).order,
              std::get<BookExecution>(first[1].content).order);
}

}  // namespace
}  // namespace daybook::services
