#include "app/exchange_bookkeeper.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/processor_bench.hpp"
#include "support/sample_values.hpp"

namespace daybook::app {
namespace {

using namespace model;
using testing::ElementsAre;

/// Books by hand: what was submitted is answered when the test says so.
class ExchangeBookkeeperTest : public testing::Test {
  protected:
    void take_unreadable(std::string const& name, std::int64_t arrived_at) {
        ports::ExchangeReport report;
        report.report.exec_id = ExecId{name};
        report.unreadable_because = "it is torn";
        bookkeeper_.take(
            {report, [this, name] { durable_.push_back(name); }, support::at_micros(arrived_at)});
    }
    /// A report on what the exchange calls V-1, that tells of it as `type` says.
    static ports::ExchangeReport report(ExecType type, std::string const& exec_id) {
        ports::ExchangeReport report;
        report.report.exec_type = type;
        report.report.exec_id = ExecId{exec_id};
        report.report.exchange_order_id = ExchangeOrderId{"V-1"};
        if (type == ExecType::TRADE) {
            report.report.last_quantity_base = support::quantity("1");
            report.report.last_price_quote = support::price("100");
        }
        return report;
    }
    static ports::ExchangeReport naming(ports::ExchangeReport report, OrderId const& order) {
        report.client_order_id = client_order_id_of({order, 1});
        return report;
    }
    void take(ports::ExchangeReport const& report) {
        bookkeeper_.take({report, [] {}, support::at_micros(1)});
    }
    /// Two orders of account alpha, which the exchange has not acknowledged.
    std::pair<OrderId, OrderId> place_two() {
        bench_.setup(R"(
            define_asset asset=USD display_decimals=2
            define_asset asset=BTC display_decimals=8
            market PAPER BTC-USD BTC/USD 0.01 1
            open_account funding=MARGIN cost_basis=FIFO
            place o1 BUY 2@100
            place o2 BUY 2@100
        )");
        orders_.add_account(AccountId{"alpha"});
        return {support::order_id(1), support::order_id(2)};
    }
    /// The orders that the commands of the first batch book reports on.
    std::vector<OrderReference> booked_on() {
        advance();
        std::vector<OrderReference> orders;
        for (auto const& command : submitted_.at(0).commands) {
            auto const* report = std::get_if<BookExecution>(&command.content);
            if (report != nullptr) orders.push_back(report->order);
        }
        return orders;
    }
    void advance() { bookkeeper_.advance(dispatch_, support::at_micros(100)); }
    void answer(std::vector<AnswerStatus> const& statuses) {
        std::vector<Answer> answers(statuses.size());
        for (std::size_t i = 0; i < statuses.size(); ++i) answers[i].status = statuses[i];
        bookkeeper_.take_outcome(answers);
        advance();
    }

    support::ProcessorBench bench_;
    std::unique_ptr<ports::UnitOfWork> unit_of_work_ = bench_.storage().open_unit_of_work();
    ExchangeOrders orders_{*unit_of_work_, ExchangeCode{"PAPER"}};
    services::ExchangeDispatch dispatch_;
    std::vector<CommandBatch> submitted_;
    std::vector<std::string> durable_;
    ExchangeBookkeeper bookkeeper_{{.exchange = ExchangeCode{"PAPER"},
                                    .orders = orders_,
                                    .submit =
                                        [this](CommandBatch batch) {
                                            submitted_.push_back(std::move(batch));
                                            return ports::CommandService::Submitted::accepted;
                                        },
                                    .clock = bench_.clock(),
                                    .answer = [](auto) {},
                                    .on_done = [] {}}};
};

TEST_F(ExchangeBookkeeperTest, WhatHasTheExchangesNameAloneIsOfTheOrderThatWasJustToldToHaveIt) {
    auto const [first, second] = place_two();
    take(naming(report(ExecType::NEW, "n-1"), first));
    take(report(ExecType::TRADE, "t-1"));
    EXPECT_THAT(booked_on(), ElementsAre(OrderReference{first}, OrderReference{first}));
}

TEST_F(ExchangeBookkeeperTest, ANameThatTwoOrdersAreToldToHaveIsOfNeither) {
    auto const [first, second] = place_two();
    take(naming(report(ExecType::NEW, "n-1"), first));
    take(naming(report(ExecType::NEW, "n-2"), second));
    take(report(ExecType::TRADE, "t-1"));
    EXPECT_THAT(booked_on(), ElementsAre(OrderReference{first}, OrderReference{second},
                                         OrderReference{ExchangeOrderId{"V-1"}}));
}

TEST_F(ExchangeBookkeeperTest, ANameThatTwoOrdersHaveInTheBookIsOfNeitherWhateverIsToldNow) {
    auto const [first, second] = place_two();
    bench_.setup(R"(
        place o3 BUY 2@100
        report o2 n-2 NEW eoid=V-1
        report o3 n-3 NEW eoid=V-1
    )");
    take(naming(report(ExecType::NEW, "n-1"), first));
    take(report(ExecType::TRADE, "t-1"));
    EXPECT_THAT(booked_on(),
                ElementsAre(OrderReference{first}, OrderReference{ExchangeOrderId{"V-1"}}));
}

TEST_F(ExchangeBookkeeperTest, WhatFollowsAnOrderThatWasPlacedElsewhereIsItsToo) {
    place_two();
    auto placed = report(ExecType::NEW, "n-1");
    placed.placed_elsewhere = {AccountId{"alpha"}, "theirs", {}};
    take(placed);
    auto trade = report(ExecType::TRADE, "t-1");
    trade.order_untold_because = "Side (54) must be one of 1 to 6";
    take(trade);
    OrderReference const theirs{IdempotencyKey{"placed~PAPER~V-1"}};
    EXPECT_THAT(booked_on(), ElementsAre(theirs, theirs));
    // An order of ours that a drop copy tells of as well is no second one.
    auto const ours = support::order_id(1);
    auto fill = placed;
    fill.report = report(ExecType::TRADE, "t-2").report;
    std::vector const done(submitted_.at(0).commands.size(), AnswerStatus::DONE);
    submitted_.clear();
    answer(done);
    placed.report.exchange_order_id = fill.report.exchange_order_id = ExchangeOrderId{"V-2"};
    take(naming(placed, ours));
    take(fill);
    EXPECT_THAT(booked_on(), ElementsAre(OrderReference{ours}, OrderReference{ours}));
}

/// Each is kept by two commands: the exchange's account is opened, and the report kept.
TEST_F(ExchangeBookkeeperTest, ReadsAgainFromTheFirstThatWasSkippedOn) {
    using enum AnswerStatus;
    for (auto const& [name, at] : {std::pair{"a", 1}, {"b", 2}, {"c", 3}}) {
        take_unreadable(name, at);
    }
    advance();
    answer({DONE, DONE, DUPLICATE, SKIPPED, DUPLICATE, DONE});
    EXPECT_THAT(durable_, ElementsAre("a"));
    EXPECT_EQ(bookkeeper_.finished(), 1u);
    EXPECT_EQ(bookkeeper_.heard_until(), support::at_micros(2));
    ASSERT_EQ(submitted_.size(), 2u);
    EXPECT_EQ(submitted_[1].commands.size(), 2u) << "b and c; the account is open by now";
    answer({DONE, DUPLICATE});
    EXPECT_THAT(durable_, ElementsAre("a", "b", "c"));
    EXPECT_TRUE(bookkeeper_.is_idle());
}

}  // namespace
}  // namespace daybook::app
