#include "services/reconciliation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "model/exchange_request.hpp"
#include "support/reconciliation_bench.hpp"
#include "support/sample_values.hpp"

namespace daybook::services {
namespace {

using namespace support;
using model::Liquidity;
using model::OrderStatus;
using model::Side;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

/// Order 1, `o1` here and E1 there, BUY 5@100, has traded x1 and x2; order 2 is E2, live.
class Reconcile : public testing::Test {
  protected:
    Reconcile() {
        bench_.setup(R"(
            define_asset asset=USD display_decimals=2
            define_asset asset=BTC display_decimals=8
            market PAPER BTC-USD BTC/USD 0.01 0.00000001
            market OTHER BTC-USD BTC/USD 0.01 0.00000001
            open_account funding=MARGIN cost_basis=FIFO
            deposit 1000 USD key=d-1 at=0
            place o1 BUY 5@100
            report o1 n1 NEW eoid=E1 at=1
            report o1 x1 TRADE 1@100 fee=0.1:USD liquidity=MAKER at=10
            report o1 x2 TRADE 1@99 at=20
            place o2 SELL 1@120
            report o2 n1 NEW eoid=E2 at=1
        )");
    }

    std::vector<std::string> trades(std::vector<StatementTrade> told) {
        return bench_.compare(statement_of({}, std::move(told), {}));
    }
    std::vector<std::string> orders(std::vector<StatementOrder> told) {
        return bench_.compare(statement_of(std::move(told), {}, {}));
    }
    std::vector<std::string> balances(std::vector<StatementBalance> told) {
        return bench_.compare(statement_of({}, {}, std::move(told)));
    }

    ReconciliationBench bench_;
    StatementTrade const x1_ = told_trade("E1", "x1", "1@100", 10);
    StatementTrade const x2_ = told_trade("E1", "x2", "1@99", 20);
};

TEST_F(Reconcile, FindsNothingInAStatementThatTellsTheSame) {
    auto e1 = told_limit_order("E1", Side::BUY, "5@100");
    e1.status = OrderStatus::PARTIALLY_FILLED;
    e1.filled_base = quantity("2");
    auto e2 = told_order("E2");
    e2.status = OrderStatus::NEW;
    auto x1 = x1_;
    x1.side = Side::BUY;
    x1.fee = model::Money{model::AssetCode{"USD"}, amount("0.1")};
    x1.liquidity = Liquidity::MAKER;
    EXPECT_THAT(bench_.compare(statement_of({e1, e2}, {x1, x2_},
                                            {told_balance("USD", "800.9"), told_balance("BTC", "2"),
                                             told_balance("BNB", "0")})),
                IsEmpty());
}

TEST_F(Reconcile, ComparesNoKindOfWhichTheStatementHasNoRecord) {
    EXPECT_THAT(bench_.compare(statement_of({}, {}, {})), IsEmpty());
}

TEST_F(Reconcile, FindsTradesThatOneSideLacks) {
    EXPECT_THAT(trades({x1_, told_trade("E1", "x9", "1@98", 15)}),
                ElementsAre("missing_here trade x9", "missing_there trade x2"));
}

TEST_F(Reconcile, MatchesByOrderQuantityAndPriceWhereIdsLeadNowhere) {
    EXPECT_THAT(trades({x1_, told_trade("E1", "T-2", "1@99", 21)}), IsEmpty());
    EXPECT_THAT(trades({x1_, told_trade("E1", "", "1@99", 20)}), IsEmpty());
    EXPECT_THAT(trades({x1_, x2_, told_trade("E2", "x1", "1@100", 10)}),
                ElementsAre("missing_here trade x1"));
}

TEST_F(Reconcile, MatchesEachTradeOfTheBookOnce) {
    EXPECT_THAT(trades({x1_, x2_, told_trade("E1", "T-2", "1@99", 20)}),
                ElementsAre("missing_here trade T-2"));
    EXPECT_THAT(
        trades({x1_, x2_, told_trade("E1", "x2", "2@99", 20)}),
        ElementsAre("missing_here trade x2 (a record before it has the same order and exec_id)"));
}

TEST_F(Reconcile, PrefersTheTradeThatAgreesInAllThatIsTold) {
    bench_.setup("report o1 x3 TRADE 1@100 fee=0.2:USD at=30");
    auto first = told_trade("E1", "", "1@100", 50);
    first.fee = model::Money{model::AssetCode{"USD"}, amount("0.2")};
    auto second = told_trade("E1", "", "1@100", 51);
    second.fee = model::Money{model::AssetCode{"USD"}, amount("0.1")};
    EXPECT_THAT(trades({first, second, x2_}), IsEmpty());
}

TEST_F(Reconcile, NamesEachFieldOfATradeThatDiffers) {
    auto told = told_trade("E1", "x1", "2@101", 10);
    told.side = Side::SELL;
    told.liquidity = Liquidity::TAKER;
    told.fee = model::Money{model::AssetCode{"BTC"}, amount("0.3")};
    EXPECT_THAT(trades({told, x2_}),
                ElementsAre("different trade x1 side: BUY, SELL quantity_base: 1, 2 "
                            "price_quote: 100, 101 fee_asset: USD, BTC fee_amount: 0.1, 0.3 "
                            "liquidity: MAKER, TAKER"));
    auto x2 = x2_;
    x2.fee = model::Money{model::AssetCode{"USD"}, amount("0.3")};
    EXPECT_THAT(trades({x1_, x2}),
                ElementsAre("different trade x2 fee_asset: , USD fee_amount: , 0.3"));
    x2.fee->amount = amount("0");
    EXPECT_THAT(trades({x1_, x2}), IsEmpty());
}

TEST_F(Reconcile, CountsTradesWithWhatIsLeftOfThem) {
    bench_.setup(R"(
        report o1 c1 TRADE_CORRECT 2@101 ref=x1 at=40
        report o1 b1 TRADE_CANCEL ref=x2 at=41
    )");
    EXPECT_THAT(trades({told_trade("E1", "x1", "2@101", 10)}), IsEmpty());
    EXPECT_THAT(trades({told_trade("E1", "c1", "2@101", 10)}), IsEmpty());
    EXPECT_THAT(trades({told_trade("E1", "", "2@101", 10)}), IsEmpty());
    EXPECT_THAT(trades({told_trade("E1", "x1", "2@101", 10), x2_}),
                ElementsAre("different trade x2 busted: true, false"));
    EXPECT_THAT(trades({x1_}), ElementsAre("different trade x1 quantity_base: 2, 1 "
                                           "price_quote: 101, 100"));
}

TEST_F(Reconcile, TellsTradesByWhatTheyWereAtItsInstant) {
    bench_.setup(R"(
        report o1 c1 TRADE_CORRECT 2@101 ref=x1 at=4000
        report o1 b1 TRADE_CANCEL ref=x2 at=4001
    )");
    EXPECT_THAT(trades({x1_, x2_}), IsEmpty());
    // It may know of the bust already.
    EXPECT_THAT(trades({x1_}), IsEmpty());
}

TEST_F(Reconcile, LooksForTradesThereWithinItsPeriodOnly) {
    bench_.setup("report o1 x3 TRADE 1@98 at=3600\nreport o1 x4 TRADE 1@97 at=3601");
    EXPECT_THAT(trades({x1_, x2_}), ElementsAre("missing_there trade x3"));
    auto statement = statement_of({}, {x2_, told_trade("E1", "x3", "1@98", 3600)}, {});
    statement.from = at_micros(10'000'001);
    EXPECT_THAT(bench_.compare(statement), IsEmpty());
    // One that is outside of it and told all the same is compared.
    statement.trades.push_back(told_trade("E1", "x4", "1@96", 3601));
    statement.trades.back().line = 9;
    EXPECT_THAT(bench_.compare(statement), ElementsAre("different trade x4 price_quote: 97, 96"));
}

TEST_F(Reconcile, FindsTradesOfOrdersThatTheStatementDoesNotName) {
    bench_.setup("report o2 y1 TRADE 1@120 at=30");
    EXPECT_THAT(trades({x1_, x2_}), ElementsAre("missing_there trade y1"));
}

TEST_F(Reconcile, LeavesExchangesAloneThatAreNotNamed) {
    bench_.setup(R"(
        place o3 BUY 1@100 exchange=OTHER
        report o3 z1 TRADE 1@100 eoid=E1 at=30
        place o4 BUY 1@100 exchange=OTHER
    )");
    EXPECT_THAT(bench_.compare(statement_of({told_order("E1"), told_order("E2")}, {x1_, x2_}, {})),
                IsEmpty());
}

TEST_F(Reconcile, SaysThatAnIdIsThatOfAnotherReport) {
    EXPECT_THAT(trades({x1_, x2_, told_trade("E1", "n1", "1@97", 30)}),
                ElementsAre("different trade n1 exec_type: NEW, TRADE"));
}

TEST_F(Reconcile, FindsOrdersByEveryName) {
    auto by_id = x1_;
    by_id.names = {.order_id = order_id(1), .client_order_id = {}, .exchange_order_id = {}};
    auto by_request = x1_;
    by_request.names = {.order_id = {},
                        .client_order_id = model::client_order_id_of({order_id(1), 3}),
                        .exchange_order_id = {}};
    auto by_key = x1_;
    by_key.names = {
        .order_id = {}, .client_order_id = model::ClientOrderId{"o1"}, .exchange_order_id = {}};
    for (auto const& told : {by_id, by_request, by_key}) {
        EXPECT_THAT(trades({told, x2_}), IsEmpty());
    }
    auto elsewhere = by_id;
    elsewhere.instrument.exchange = model::ExchangeCode{"OTHER"};
    EXPECT_THAT(trades({elsewhere, x1_, x2_}),
                ElementsAre("missing_here trade x1 (the order it names is one of PAPER BTC-USD "
                            "here)"));
    bench_.setup("report o2 n2 NEW eoid=E1");
    EXPECT_THAT(trades({by_id, x2_}),
                ElementsAre("missing_here trade x2 (exchange_order_id names more than one order "
                            "here)",
                            "missing_there trade x2"));
}

TEST_F(Reconcile, NamesEachFieldOfAnOrderThatDiffers) {
    auto told = told_limit_order("E1", Side::SELL, "6@101");
    told.time_in_force = model::TimeInForce::DAY;
    told.status = OrderStatus::CANCELED;
    told.filled_base = quantity("3");
    EXPECT_THAT(orders({told, told_order("E2")}),
                ElementsAre("different order E1 side: BUY, SELL time_in_force: GTC, DAY "
                            "quantity_base: 5, 6 price_quote: 100, 101 status: PARTIALLY_FILLED, "
                            "CANCELED filled_base: 2, 3"));
}

TEST_F(Reconcile, TellsOrdersByWhatTheyWereAtItsInstant) {
    bench_.setup(R"(
        report o1 x3 TRADE 1@100 at=4000
        report o1 r1 CANCELED at=4001
    )");
    auto told = told_limit_order("E1", Side::BUY, "5@100");
    told.status = OrderStatus::PARTIALLY_FILLED;
    told.filled_base = quantity("2");
    EXPECT_THAT(orders({told, told_order("E2")}), IsEmpty());
    told.filled_base = quantity("3");
    EXPECT_THAT(orders({told, told_order("E2")}),
                ElementsAre("different order E1 filled_base: 2, 3"));
}

TEST_F(Reconcile, MissesLiveOrdersThereAndUnknownOnesHere) {
    EXPECT_THAT(orders({told_order("E1"), told_order("E9")}),
                ElementsAre("missing_here order E9 (side is not told)", "missing_there order E2"));
    bench_.setup("report o2 r1 CANCELED at=30");
    EXPECT_THAT(orders({told_order("E1")}), IsEmpty());
}

TEST_F(Reconcile, MissesNoOrderThereThatCameAfterItsInstant) {
    bench_.clock().set(at_micros(4'000'000'000));
    bench_.setup("place o3 BUY 1@90");
    EXPECT_THAT(orders({told_order("E1"), told_order("E2")}), IsEmpty());
    // The exchange knew it earlier than we wrote it down.
    bench_.setup("report o3 n1 NEW eoid=E3 at=30");
    EXPECT_THAT(orders({told_order("E1"), told_order("E2")}),
                ElementsAre("missing_there order E3"));
}

TEST_F(Reconcile, ReadsBooksOfManyPages) {
    std::string lines;
    for (int i = 0; i < 2'100; ++i) {
        auto const name = std::to_string(i);
        lines += "place m" + name + " BUY 1@100\nreport m" + name + " t TRADE 0.5@100 eoid=M" +
                 name + " at=50\n";
    }
    bench_.setup(lines);
    std::vector<StatementTrade> told{x1_, x2_};
    for (int i = 0; i < 2'099; ++i) {
        told.push_back(told_trade("M" + std::to_string(i), "t", "0.5@100", 50));
    }
    auto const found = bench_.differences(statement_of({}, told, {}));
    ASSERT_THAT(said(found), ElementsAre("missing_there trade t"));
    EXPECT_EQ(found[0].names.exchange_order_id, model::ExchangeOrderId{"M2099"});
}

TEST_F(Reconcile, GivesTheSameListInTheSameOrderHoweverTheLinesStand) {
    auto const first = told_trade("E1", "x8", "1@98", 15);
    auto const second = told_trade("E1", "x9", "1@97", 14);
    auto const expected = ElementsAre("missing_here trade x9", "missing_here trade x8",
                                      "missing_there trade x1", "missing_there trade x2");
    EXPECT_THAT(trades({first, second}), expected);
    EXPECT_THAT(trades({second, first}), expected);
}

TEST_F(Reconcile, SaysWhatIsMissingOfTheTermsOfAnUnknownOrder) {
    auto told = told_limit_order("E9", Side::BUY, "1@100");
    auto const missing_in = [&](auto change) {
        auto changed = told;
        change(changed);
        return orders({changed, told_order("E1"), told_order("E2")}).front();
    };
    std::string const missing = "missing_here order E9";
    EXPECT_EQ(missing_in([](auto&) {}), missing);
    EXPECT_EQ(missing_in([](auto& o) { o.type.reset(); }), missing + " (type is not told)");
    EXPECT_EQ(missing_in([](auto& o) { o.time_in_force.reset(); }),
              missing + " (time_in_force is not told)");
    EXPECT_EQ(missing_in([](auto& o) { o.quantity_base.reset(); }),
              missing + " (quantity_base is not told)");
    EXPECT_EQ(missing_in([](auto& o) { o.price_quote.reset(); }),
              missing + " (price_quote is not told)");
    EXPECT_EQ(missing_in([](auto& o) { o.type = model::OrderType::STOP; }),
              missing + " (stop_price_quote is not told)");
    EXPECT_EQ(missing_in([](auto& o) { o.time_in_force = model::TimeInForce::GTD; }),
              missing + " (expires_at is not told)");
}

TEST_F(Reconcile, ComparesBalancesAtTheirInstant) {
    bench_.setup("deposit 5 USD key=d-2 at=4000");
    EXPECT_THAT(balances({told_balance("USD", "800.9"), told_balance("BTC", "2")}), IsEmpty());
    EXPECT_THAT(balances({told_balance("USD", "801"), told_balance("BNB", "3")}),
                UnorderedElementsAre("missing_there balance BTC total: 2, ",
                                     "different balance USD total: 800.9, 801",
                                     "different balance BNB total: 0, 3"));
    auto parts = told_balance("USD", "800.9");
    parts.total.reset();
    parts.available = amount("800");
    parts.held = amount("0.9");
    EXPECT_THAT(balances({parts, told_balance("BTC", "2")}),
                ElementsAre("different balance USD available: 800.9, 800 held: 0, 0.9"));
    auto statement = statement_of({}, {}, {told_balance("USD", "900.9"), told_balance("BTC", "1")});
    for (auto& balance : statement.balances) balance.occurred_at = at_micros(10'000'000);
    EXPECT_THAT(bench_.compare(statement),
                ElementsAre("different balance USD total: 899.9, 900.9"));
}

}  // namespace
}  // namespace daybook::services
