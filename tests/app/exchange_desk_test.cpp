#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/drop_copy_desk.hpp"
#include "paper/paper_gateway.hpp"
#include "support/dispatch_values.hpp"
#include "support/exchange_desk_fixture.hpp"

namespace daybook::app {
namespace {

using testing::ElementsAre;

TEST_F(ExchangeDeskTest, SendsAnOrderAsSoonAsItIsCommittedAndBooksWhatComesOfIt) {
    gateway_.answer = [](auto const& request) {
        return report(request, ExecType::NEW, "x-" + request.client_order_id.value());
    };
    open();
    auto const id = place();
    auto const sent = gateway_.wait_for_sent(1);
    EXPECT_EQ(sent.front().order_id, id);
    EXPECT_FALSE(sent.front().may_be_known);
    gateway_.wait_for_durable(1);
    EXPECT_EQ(order(id).status(), OrderStatus::NEW);
    EXPECT_EQ(order(id).state().exchange_order_id, ExchangeOrderId{"P-1"});
    EXPECT_EQ(bench_.verify(), "");
}

TEST_F(ExchangeDeskTest, SendsACancelUnderANameOfItsOwnWithTheExchangesNameOfTheOrder) {
    gateway_.answer = [](auto const& request) {
        return report(request,
                      request.action == ExchangeAction::PLACE ? ExecType::NEW : ExecType::CANCELED,
                      "x-" + request.client_order_id.value());
    };
    open();
    auto const id = place();
    gateway_.wait_for_durable(1);
    book(CancelOrder{id});
    auto const sent = gateway_.wait_for_sent(2);
    EXPECT_EQ(sent[1].action, ExchangeAction::CANCEL);
    EXPECT_EQ(sent[1].original_client_order_id, sent[0].client_order_id);
    EXPECT_EQ(sent[1].exchange_order_id, ExchangeOrderId{"P-1"});
    gateway_.wait_for_durable(2);
    EXPECT_EQ(order(id).status(), OrderStatus::CANCELED);
}

TEST_F(ExchangeDeskTest, FindsRequestsThatNobodyTellsItOf) {
    auto quick = settings();
    quick.poll_interval = 1ms;
    quick.accounts_interval = 1ms;
    open(quick);
    // By another process.
    bench_.run({"place o1 BUY 1@100"});
    EXPECT_EQ(gateway_.wait_for_sent(1).front().terms.quantity_base, support::quantity("1"));
}

TEST_F(ExchangeDeskTest, AsksForWorkingOrdersWhenItsSessionIsUpAndOnDemand) {
    bench_.run({"place o1 BUY 1@100"});
    gateway_.answer = [](auto const& request) {
        return report(request, ExecType::NEW, "x-" + request.client_order_id.value());
    };
    open();
    auto const id = place();
    gateway_.wait_for_durable(1);
    EXPECT_EQ(ask(ports::AskForOrders{}).outcome, Outcome::done);
    EXPECT_EQ(gateway_.wait_for_asked(1).front().order_id, id);
    close();
    open();
    EXPECT_EQ(gateway_.wait_for_asked(2).back().order_id, id);
}

TEST_F(ExchangeDeskTest, KeepsReportsThatNameNoOrderOfOursAndThatCannotBeRead) {
    open();
    gateway_.wait_for_starts(1);
    ExchangeReport stranger;
    stranger.report.exec_type = ExecType::TRADE;
    stranger.report.exec_id = ExecId{"t-1"};
    stranger.report.exchange_order_id = ExchangeOrderId{"V-9"};
    stranger.report.last_quantity_base = support::quantity("1");
    stranger.report.last_price_quote = support::price("100");
    gateway_.tell(stranger);
    auto const id = place();
    auto garbled = report(gateway_.wait_for_sent(1).front(), ExecType::ORDER_STATUS, "u-1");
    garbled.unreadable_because = "LastPx (31) is missing";
    garbled.report.reason = "35=8|150=F";
    gateway_.tell(garbled);
    gateway_.wait_for_durable(2);
    auto const kept = discrepancies("exchange-paper");
    ASSERT_EQ(kept.size(), 2u);
    EXPECT_THAT(kept[0], testing::StartsWith("unknown_order"));
    EXPECT_THAT(kept[1], testing::HasSubstr("LastPx (31) is missing: 35=8|150=F"));
    EXPECT_EQ(order(id).status(), OrderStatus::PENDING_NEW);
    EXPECT_EQ(bench_.verify(), "");
}

TEST_F(ExchangeDeskTest, KeepsInWordsWhatTheBookRefuses) {
    open();
    place();
    auto fill = report(gateway_.wait_for_sent(1).front(), ExecType::TRADE, "t-1");
    fill.report.last_quantity_base = support::quantity("1");
    fill.report.last_price_quote = support::price("100");
    fill.report.fees = Fees{{AssetCode{"NOBODY-KNOWS"}, support::amount("1")}};
    gateway_.tell(fill);
    gateway_.wait_for_durable(1);
    EXPECT_THAT(discrepancies("exchange-paper"),
                ElementsAre(testing::HasSubstr("not booked in account alpha")));
}

TEST_F(ExchangeDeskTest, HasNoSessionWhileAnotherWorkerHasTheLease) {
    open();
    gateway_.wait_for_starts(1);
    ScriptedGateway other_gateway;
    auto other_settings = settings();
    // It looks for the lease often; the first keeps it for as long as it lives.
    other_settings.lease = {300ms, 0ms};
    ExchangeDesk other{other_settings,
                       ExchangeOutside{bench_.storage(), *engine_, clock_, other_gateway}};
    EXPECT_EQ(other.status().session, ports::ExchangeStatus::Session::standby);
    EXPECT_EQ(ask(other, ports::AskForOrders{}).outcome, Outcome::unavailable);
    EXPECT_EQ(other_gateway.starts(), 0);
    close();
    other_gateway.wait_for_starts(1);
}

TEST_F(ExchangeDeskTest, BeginsTheSessionAnewWhenMoreIsReportedThanCanWait) {
    auto narrow = settings();
    narrow.reports_max = 3;
    narrow.session_pause = 1ms;
    open(narrow);
    gateway_.wait_for_starts(1);
    ExchangeReport stranger;
    stranger.report.exec_type = ExecType::NEW;
    stranger.report.exchange_order_id = ExchangeOrderId{"V-9"};
    for (int i = 0; i < 1'000 && gateway_.starts() == 1; ++i) {
        stranger.report.exec_id = ExecId{"n-" + std::to_string(i)};
        gateway_.tell(stranger);
    }
    gateway_.wait_for_starts(2);
    EXPECT_EQ(desk_->status().exchange, venue);
}

TEST_F(ExchangeDeskTest, OperatorsReachTheDeskOfTheirExchange) {
    std::vector<std::unique_ptr<ExchangeDesk>> all;
    all.push_back(std::make_unique<ExchangeDesk>(
        settings(), ExchangeOutside{bench_.storage(), *engine_, clock_, gateway_}));
    ExchangeDesks desks{std::move(all)};
    ASSERT_EQ(desks.exchanges().size(), 1u);
    EXPECT_EQ(desks.exchanges().front().exchange, venue);
    auto const pause = [&](ExchangeCode const& exchange) {
        std::promise<Outcome> replied;
        desks.ask(exchange, ports::PauseExchange{"because"},
                  [&](ports::ExchangeReply const& reply) { replied.set_value(reply.outcome); });
        return replied.get_future().get();
    };
    EXPECT_EQ(pause(ExchangeCode{"NOWHERE"}), Outcome::unknown_exchange);
    EXPECT_EQ(pause(venue), Outcome::done);
    desks.stop();
    EXPECT_EQ(pause(venue), Outcome::unavailable);
}

TEST_F(ExchangeDeskTest, TradesOnPaper) {
    paper::PaperOptions options;
    options.instruments = {support::sample_instrument({venue, Symbol{"BTC-USD"}})};
    paper::PaperGateway gateway{options};
    ExchangeDesk desk{settings(), ExchangeOutside{bench_.storage(), *engine_, clock_, gateway}};
    auto const filled = place();
    auto const canceled = place();
    auto const wait_for = [&](OrderId const& id, OrderStatus status) {
        desk.wake(std::vector{AccountId{"alpha"}});
        while (order(id).status() != status) std::this_thread::yield();
    };
    wait_for(filled, OrderStatus::NEW);
    wait_for(canceled, OrderStatus::NEW);
    book(CancelOrder{canceled});
    wait_for(canceled, OrderStatus::CANCELED);
    ASSERT_EQ(gateway.post_price({venue, Symbol{"BTC-USD"}}, support::price("99")),
              ports::ExchangeGateway::Handed::over);
    wait_for(filled, OrderStatus::FILLED);
    desk.stop();
    EXPECT_EQ(desk.status().requests_unanswered, 0u);
    EXPECT_EQ(desk.status().requests_sent_total, 3u);
    EXPECT_EQ(bench_.verify(), "");
}

TEST_F(ExchangeDeskTest, ADropCopyRecordsOrdersThatWerePlacedElsewhereOnce) {
    DropCopyDesk desk{
        venue,
        {[this](auto& listener) { gateway_.start(listener, 0); }, [this] { gateway_.stop(); }},
        {bench_.storage(), *engine_, clock_}};
    ExchangeReport told;
    told.report.exec_type = ExecType::NEW;
    told.report.exec_id = ExecId{"n-1"};
    told.report.exchange_order_id = ExchangeOrderId{"V-1"};
    OrderTerms terms;
    terms.instrument = {venue, Symbol{"BTC-USD"}};
    terms.time_in_force = TimeInForce::GTC;
    terms.quantity_base = support::quantity("2");
    terms.price_quote = support::price("100");
    told.placed_elsewhere = {AccountId{"elsewhere"}, "theirs", terms};
    gateway_.tell(told);
    auto fill = told;
    fill.report.exec_type = ExecType::TRADE;
    fill.report.exec_id = ExecId{"t-1"};
    fill.report.last_quantity_base = support::quantity("2");
    fill.report.last_price_quote = support::price("99");
    gateway_.tell(fill);
    gateway_.tell(fill);
    gateway_.wait_for_durable(3);
    bench_.storage().open_snapshots()->read([&](ports::BookReader& book) {
        auto const orders = book.orders(AccountId{"elsewhere"}, {}, std::nullopt, 10);
        ASSERT_EQ(orders.size(), 1u);
        EXPECT_EQ(orders.front().status(), OrderStatus::FILLED);
        EXPECT_EQ(orders.front().state().origin, OrderOrigin::EXTERNAL);
    });
    EXPECT_EQ(bench_.verify(), "");
}

}  // namespace
}  // namespace daybook::app
