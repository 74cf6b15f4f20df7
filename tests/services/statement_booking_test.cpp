#include "services/statement_booking.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/reconciliation_bench.hpp"
#include "support/sample_values.hpp"

namespace daybook::services {
namespace {

using namespace support;
using model::OrderStatus;
using model::Side;
using testing::ElementsAre;
using testing::IsEmpty;

class StatementBooking : public testing::Test {
  protected:
    StatementBooking() {
        bench_.setup(R"(
            define_asset asset=USD display_decimals=2
            define_asset asset=BTC display_decimals=8
            market PAPER BTC-USD BTC/USD 0.01 0.00000001
            open_account funding=PREFUNDED cost_basis=FIFO
            deposit 1000 USD key=d-1 at=0
            place o1 BUY 5@100
            report o1 n1 NEW eoid=E1 at=1
            report o1 x1 TRADE 1@100 at=10
        )");
    }

    /// What remains after booking, and after booking again, which must add nothing.
    std::vector<std::string> left_after_booking(Statement const& statement) {
        auto const left = bench_.compare(statement);
        auto const entries = bench_.entries().size();
        EXPECT_THAT(bench_.book(statement), IsEmpty());
        EXPECT_EQ(bench_.entries().size(), entries);
        EXPECT_EQ(bench_.verify(), "");
        return left;
    }

    ReconciliationBench bench_;
    StatementTrade const x1_ = told_trade("E1", "x1", "1@100", 10);
};

TEST_F(StatementBooking, BooksMissingTradesUnderTheirOwnIdsByTime) {
    auto const statement = statement_of(
        {}, {x1_, told_trade("E1", "x3", "1@98", 30), told_trade("E1", "x2", "1@99", 20)}, {});
    EXPECT_THAT(bench_.book(statement), ElementsAre("4 TRADE DONE", "3 TRADE DONE"));
    EXPECT_THAT(left_after_booking(statement), IsEmpty());
    // What the exchange reports later is what was booked.
    EXPECT_THAT(bench_.run({"report o1 x2 TRADE 1@99 at=20"}), ElementsAre("DUPLICATE"));
}

TEST_F(StatementBooking, BooksEqualTradesWithoutIdsEachOnce) {
    auto const twin = told_trade("E1", "", "1@99", 20);
    auto const one = statement_of({}, {x1_, twin}, {});
    EXPECT_THAT(bench_.book(one), ElementsAre("3 TRADE DONE"));
    EXPECT_THAT(left_after_booking(one), IsEmpty());
    auto const two = statement_of({}, {x1_, twin, twin}, {});
    EXPECT_THAT(bench_.book(two), ElementsAre("4 TRADE DONE"));
    EXPECT_THAT(left_after_booking(two), IsEmpty());
}

TEST_F(StatementBooking, GivesIdsThatNeverChange) {
    auto const told = told_trade("E1", "", "1@99", 20);
    // Computed by another implementation, from the names in docs/reconciliation.md.
    EXPECT_EQ(bench_.ids().trade_id(told, "o1", 0).value(), "687c98fd-73f1-5a6b-8255-9dec5e0febae");
    EXPECT_EQ(bench_.ids().order_key(told.names, told.instrument).value(),
              "ce4d90fd-a796-525b-a574-3676106d0da3");
    EXPECT_EQ(bench_.ids()
                  .report_id(told.instrument, "o1", model::ExecType::CANCELED, told.occurred_at)
                  .value(),
              "661aa519-1265-57a7-909e-04ae0cd150e1");
}

TEST_F(StatementBooking, EndsOrdersThatAreLiveHereAfterTheirTrades) {
    auto e1 = told_order("E1");
    e1.status = OrderStatus::CANCELED;
    e1.filled_base = quantity("2");
    e1.occurred_at = at_micros(5'000'000);
    auto const statement = statement_of({e1}, {x1_, told_trade("E1", "", "1@99", 20)}, {});
    EXPECT_THAT(bench_.book(statement), ElementsAre("4 TRADE DONE", "2 CANCELED DONE"));
    EXPECT_THAT(left_after_booking(statement), IsEmpty());
}

TEST_F(StatementBooking, BooksEveryEndThatAnOrderCanHave) {
    int number = 0;
    for (auto const status : {OrderStatus::CANCELED, OrderStatus::EXPIRED,
                              OrderStatus::DONE_FOR_DAY, OrderStatus::CALCULATED}) {
        auto const name = std::to_string(++number);
        bench_.setup("place k" + name + " BUY 0.1@10\nreport k" + name + " n NEW eoid=K" + name);
        auto told = told_order("K" + name);
        told.status = status;
        auto const statement = statement_of({told, told_order("E1")}, {}, {});
        EXPECT_THAT(bench_.book(statement), testing::SizeIs(1));
        EXPECT_THAT(left_after_booking(statement), IsEmpty());
        bench_.setup("report k" + name + " end CANCELED");
    }
}

TEST_F(StatementBooking, AcknowledgesAndRejectsWhatIsPendingHere) {
    bench_.setup("place o2 BUY 0.1@10\nplace o3 BUY 0.1@10");
    auto known = told_order("E2");
    known.names.client_order_id = model::ClientOrderId{"o2"};
    known.status = OrderStatus::NEW;
    auto rejected = known;
    rejected.names = {
        .order_id = {}, .client_order_id = model::ClientOrderId{"o3"}, .exchange_order_id = {}};
    rejected.status = OrderStatus::REJECTED;
    auto const statement = statement_of({known, rejected, told_order("E1")}, {}, {});
    EXPECT_THAT(bench_.book(statement), ElementsAre("2 NEW DONE", "3 REJECTED DONE"));
    EXPECT_THAT(left_after_booking(statement), IsEmpty());
    // The exchange's id came with it.
    EXPECT_THAT(bench_.compare(statement_of({told_order("E1"), told_order("E2")}, {}, {})),
                IsEmpty());
}

TEST_F(StatementBooking, BooksNoEndOfAnOrderThatHasEndedHere) {
    bench_.setup("report o1 e1 EXPIRED at=30");
    auto e1 = told_order("E1");
    e1.status = OrderStatus::CANCELED;
    auto const statement = statement_of({e1}, {}, {});
    EXPECT_THAT(bench_.book(statement), IsEmpty());
    EXPECT_THAT(left_after_booking(statement),
                ElementsAre("different order E1 status: EXPIRED, CANCELED"));
}

TEST_F(StatementBooking, PlacesUnknownOrdersWithTheirTrades) {
    auto told = told_limit_order("E9", Side::BUY, "2@100");
    told.names.client_order_id = model::ClientOrderId{"hand-9"};
    told.status = OrderStatus::CANCELED;
    told.filled_base = quantity("1");
    told.occurred_at = at_micros(50'000'000);
    auto by_client = told_trade("E9", "y1", "0.5@99", 30);
    by_client.names = {
        .order_id = {}, .client_order_id = model::ClientOrderId{"hand-9"}, .exchange_order_id = {}};
    auto const statement = statement_of({told, told_order("E1")},
                                        {x1_, by_client, told_trade("E9", "", "0.5@98", 20)}, {});
    EXPECT_THAT(bench_.book(statement), ElementsAre("2 place DONE", "2 NEW DONE", "6 TRADE DONE",
                                                    "5 TRADE DONE", "2 CANCELED DONE"));
    EXPECT_THAT(left_after_booking(statement), IsEmpty());
}

TEST_F(StatementBooking, GoesOnWhereARunWasCutOff) {
    auto told = told_limit_order("E9", Side::BUY, "2@100");
    told.status = OrderStatus::NEW;
    auto const statement =
        statement_of({told, told_order("E1")}, {x1_, told_trade("E9", "", "0.5@99", 30)}, {});
    auto const account = bench_.recorded(statement);
    auto const steps =
        plan_booking(account, statement, reconcile(account, statement, bench_.ids()), bench_.ids());
    ASSERT_EQ(steps.size(), 3u);
    for (auto const& step : {steps[0], steps[1]}) {
        model::CommandBatch batch;
        batch.commands = {step.command};
        bench_.run(std::vector{batch});
    }
    auto const again = bench_.recorded(statement);
    auto const rest =
        plan_booking(again, statement, reconcile(again, statement, bench_.ids()), bench_.ids());
    ASSERT_EQ(rest.size(), 1u);
    EXPECT_EQ(std::get<model::BookExecution>(rest[0].command.content).exec_id,
              std::get<model::BookExecution>(steps[2].command.content).exec_id);
}

TEST_F(StatementBooking, CreatesNothingWhoseTermsAreNotToldInWhole) {
    auto told = told_limit_order("E9", Side::BUY, "2@100");
    told.price_quote.reset();
    auto wrong_side = told_trade("E1", "x5", "1@97", 40);
    wrong_side.side = Side::SELL;
    auto const statement = statement_of(
        {told, told_order("E1")},
        {x1_, told_trade("E9", "y1", "1@99", 30), told_trade("E8", "z1", "1@99", 30), wrong_side},
        {});
    EXPECT_THAT(bench_.book(statement), IsEmpty());
    EXPECT_THAT(left_after_booking(statement),
                ElementsAre("missing_here order E9 (price_quote is not told)",
                            "missing_here trade y1 (of its order, price_quote is not told)",
                            "missing_here trade z1 (the order is unknown here, and the statement "
                            "has no record of it)",
                            "missing_here trade x5 (its side is not its order's)"));
}

TEST_F(StatementBooking, BooksAnOrderThatFundsDoNotCover) {
    auto const told = told_limit_order("E9", Side::BUY, "20@100");
    auto const statement =
        statement_of({told, told_order("E1")}, {x1_, told_trade("E9", "y1", "1@99", 30)}, {});
    EXPECT_THAT(bench_.book(statement),
                ElementsAre("2 place DONE", "2 NEW DONE", "5 TRADE DONE"));
    EXPECT_THAT(left_after_booking(statement), IsEmpty());
}

}  // namespace
}  // namespace daybook::services
