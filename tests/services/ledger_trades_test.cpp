#include <gtest/gtest.h>

#include "support/ledger_bench.hpp"

namespace daybook::services {
namespace {

using support::LedgerBench;

TEST(LedgerBookExecution, TradeBeforeTheAcknowledgementIsBooked) {
    LedgerBench bench;
    bench.story(R"(
        deposit 500 USD
        place o1 BUY 2@100
        report o1 x1 TRADE 1@100
    )");
    EXPECT_EQ(bench.status("o1"), "PARTIALLY_FILLED 1 1");
    bench.story("report o1 x2 NEW eoid=E1");
    EXPECT_EQ(bench.status("o1"), "PARTIALLY_FILLED 1 1");
    bench.story("report - x3 TRADE 1@100 at_exchange=E1");
    EXPECT_EQ(bench.status("o1"), "FILLED 2 0");
}

TEST(LedgerBookExecution, LateTradesAfterCancelAndExpiryAreBooked) {
    for (auto const* end : {"CANCELED", "EXPIRED"}) {
        LedgerBench bench;
        bench.story("deposit 500 USD\n place o1 BUY 2@100");
        bench.run("report o1 x1 " + std::string{end});
        EXPECT_EQ(bench.said("report o1 x2 TRADE 1@100"), "DISCREPANCY fill_beyond_hold");
        EXPECT_EQ(bench.status("o1"), std::string{end} + " 1 0");
        EXPECT_EQ(bench.balance("USD"), "400 0");
        EXPECT_EQ(bench.position(), "1 100 0 0");
        LedgerBench margin{"funding=MARGIN cost_basis=FIFO"};
        margin.story("place o1 BUY 2@100");
        margin.run("report o1 x1 " + std::string{end});
        EXPECT_EQ(margin.said("report o1 x2 TRADE 1@100"), "DONE");
    }
}

TEST(LedgerBookExecution, OverfillIsBookedAndKeptForTheOperator) {
    LedgerBench bench;
    bench.story(R"(
        deposit 500 USD
        place o1 BUY 2@100
        report o1 x1 TRADE 1@100
        report o1 x2 TRADE 2@100         -> DISCREPANCY overfill
        report o1 x2 TRADE 2@100         -> DUPLICATE
        report o1 x3 TRADE 1@100         -> DISCREPANCY overfill
    )");
    EXPECT_EQ(bench.status("o1"), "FILLED 4 0");
    EXPECT_EQ(bench.balance("USD"), "100 0");
    EXPECT_EQ(bench.discrepancies(), "1 overfill OPEN, 2 overfill OPEN");
    bench.story(R"(
        resolve 1 ACCEPT seen
        report o1 x4 TRADE_CANCEL ref=x2
        resolve 2 REJECT busted
    )");
    EXPECT_EQ(bench.status("o1"), "FILLED 2 0");
    EXPECT_EQ(bench.discrepancies(), "1 overfill RESOLVED, 2 overfill RESOLVED");
}

TEST(LedgerBookExecution, TradeOfARejectedOrderIsBookedAndKeptForTheOperator) {
    LedgerBench bench;
    bench.story(R"(
        deposit 150 USD
        place o2 BUY 0.1@100
        report o2 y1 REJECTED reason=no
        report o2 y2 TRADE 0.1@100       -> DISCREPANCY trade_for_rejected_order
        place o3 BUY 0.1@100
        report o3 z1 NEW
        report o3 z2 REJECTED
        report o3 z3 TRADE 0.1@100       -> DISCREPANCY trade_for_rejected_order
    )");
    EXPECT_EQ(bench.status("o2"), "FILLED 0.1 0");
    EXPECT_EQ(bench.status("o3"), "FILLED 0.1 0");
    EXPECT_EQ(bench.balance("USD"), "130 0");
}

TEST(LedgerBookExecution, ARefusedOrderThatTheExchangeFillsLivesAndIsToldOf) {
    LedgerBench bench;
    bench.story(R"(
        deposit 150 USD
        place o1 BUY 2@100               -> REFUSED insufficient_funds
        report o1 x1 TRADE 1@100         -> DISCREPANCY refused_order_lives
        report o1 x2 TRADE 0.5@100
    )");
    EXPECT_EQ(bench.status("o1"), "PARTIALLY_FILLED 1.5 0.5");
    EXPECT_EQ(bench.balance("USD"), "-50.1 50.1");
    EXPECT_EQ(bench.discrepancies(), "1 refused_order_lives OPEN, 2 overdrawn OPEN");
    bench.story("report o1 x3 CANCELED");
    EXPECT_EQ(bench.balance("USD"), "0 0");
    EXPECT_EQ(bench.discrepancies(), "1 refused_order_lives OPEN, 2 overdrawn RESOLVED");
}

TEST(LedgerBookExecution, ARefusedOrderThatTheExchangeAcknowledgesLivesAndIsToldOf) {
    LedgerBench bench;
    bench.story(R"(
        deposit 150 USD
        place o1 BUY 2@100               -> REFUSED insufficient_funds
        report o1 n1 NEW                 -> DISCREPANCY refused_order_lives
        report o1 n2 NEW
    )");
    EXPECT_EQ(bench.status("o1"), "NEW 0 2");
    EXPECT_EQ(bench.balance("USD"), "-50.4 200.4");
    EXPECT_EQ(bench.discrepancies(), "1 refused_order_lives OPEN, 2 overdrawn OPEN");
    bench.story("report o1 n3 REJECTED");
    EXPECT_EQ(bench.balance("USD"), "150 0");
}

TEST(LedgerBookExecution, ExactRepeatsAreDuplicatesWhateverTheirClockAndWords) {
    LedgerBench bench;
    bench.story(R"(
        deposit 500 USD
        place o1 BUY 2@100
        report o1 x1 TRADE 1@100 fee=0.1:USD liquidity=MAKER at=5
        report o1 x1 TRADE 1.0@100.00 fee=0.1:USD liquidity=MAKER at=5   -> DUPLICATE
        report o1 x1 TRADE 1@100 fee=0.1:USD liquidity=MAKER at=6        -> DUPLICATE
        report o1 x1 TRADE 1@100 fee=0.1:USD liquidity=MAKER reason=again -> DUPLICATE
        report o1 x2 NEW eoid=E1
        report o1 x2 NEW eoid=E1                                         -> DUPLICATE
        report - x2 NEW at_exchange=E1                                   -> DUPLICATE
    )");
    auto const answer = bench.run("report o1 x1 TRADE 1@100 fee=0.1:USD liquidity=MAKER");
    EXPECT_EQ(answer.entry_seq, 4U);
    EXPECT_EQ(*answer.order, bench.order("o1"));
}

TEST(LedgerBookExecution, AnExecIdCountsWithinItsOrder) {
    LedgerBench bench;
    bench.story(R"(
        deposit 500 USD
        place o1 BUY 1@100
        place o2 BUY 1@100
        report o1 x1 TRADE 1@100
        report o2 x1 TRADE 1@100
    )");
    EXPECT_EQ(bench.position(), "2 200 0 0");
}

TEST(LedgerBookExecution, StatusReportsWithALastQuantityBookNothing) {
    LedgerBench bench;
    bench.story(R"(
        deposit 500 USD
        place o1 BUY 2@100
        report o1 x1 STOPPED 1@100
        report o1 x2 ORDER_STATUS 1@100 fee=1:USD
        report o1 x3 ORDER_STATUS 0@0
    )");
    EXPECT_EQ(bench.status("o1"), "STOPPED 0 2");
    EXPECT_EQ(bench.position(), "none");
}

TEST(LedgerBookExecution, IsKnownByAnyKeyOfTheChain) {
    LedgerBench bench;
    bench.story(R"(
        deposit 500 USD
        place o1 BUY 2@100
        replace o1 3@100 key=r-1
        report r-1 x1 REPLACED to=3@100
        cancel r-1 key=c-1
        report o1 x2 TRADE 1@100
        report r-1 x3 TRADE 1@100
        report c-1 x4 CANCELED
    )");
    EXPECT_EQ(bench.status("o1"), "CANCELED 2 0");
}

TEST(LedgerBookExecution, EveryIdThatTheExchangeGaveAnOrderNamesItForEver) {
    LedgerBench bench;
    bench.story(R"(
        deposit 500 USD
        place o1 BUY 2@100
        report o1 x1 NEW eoid=E1
        report o1 x2 REPLACED to=3@100 eoid=E2
        report - x3 TRADE 1@100 at_exchange=E2
        report - x4 TRADE 1@100 at_exchange=E1
        report o1 x5 TRADE 0.5@100 eoid=E1
    )");
    EXPECT_EQ(bench.status("o1"), "PARTIALLY_FILLED 2.5 0.5");
    // An id from before is not the newest again.
    EXPECT_EQ(bench.order("o1").state().exchange_order_id, model::ExchangeOrderId{"E2"});
}

TEST(LedgerBookExecution, AFilledOrderOpensAgainByAnIncreaseOrABust) {
    LedgerBench bench;
    bench.story(R"(
        deposit 500 USD
        place o1 BUY 1@100
        report o1 x1 TRADE 1@100
        replace o1 2@100
        report o1 x2 REPLACED to=2@100
    )");
    EXPECT_EQ(bench.status("o1"), "PARTIALLY_FILLED 1 1");
    EXPECT_EQ(bench.balance("USD"), "299.8 100.2");
    bench.story(R"(
        report o1 x3 TRADE 1@100
        report o1 x4 TRADE_CANCEL ref=x1
    )");
    EXPECT_EQ(bench.status("o1"), "PARTIALLY_FILLED 1 1");
    EXPECT_EQ(bench.balance("USD"), "299.8 100.2");
}

class LedgerOfBasis : public testing::TestWithParam<std::tuple<std::string, std::string>> {};

/// Trades of one order after another, long, short and through zero, with all kinds of fees.
constexpr char const* trades[] = {
    "report b x1 TRADE 1@100 fee=0.1:USD at=9",
    "report b x2 TRADE 2@110 fee=0.002:BTC at=2",
    "report s x3 TRADE 0.7@120 fee=0.1:BNB at=3",
    "report s x4 TRADE 4@95 fee=-0.05:USD at=4",
    "report b x5 TRADE 1@90 at=1",
    "report s x6 TRADE 1.5@97 fee=0.001:BTC at=8",
    "report b x7 TRADE 6@99 at=6",
};

TEST_P(LedgerOfBasis, AfterABustThePositionIsThatOfTheSurvivors) {
    auto const& [basis, funding] = GetParam();
    auto const begin = [&, basis = basis, funding = funding] {
        LedgerBench bench{"funding=" + funding + " cost_basis=" + basis};
        bench.story(R"(
            deposit 10000 USD
            deposit 10 BNB
            deposit 10 BTC exchange=PAPER symbol=BTC-USD cost_quote=1000
            place b BUY 11@120
            place s SELL 7@90
        )");
        return bench;
    };
    for (std::size_t out = 0; out < std::size(trades); ++out) {
        auto busted = begin();
        auto without = begin();
        for (std::size_t i = 0; i < std::size(trades); ++i) {
            busted.run(trades[i]);
            // A status takes its place, so that the survivors' entries have the same numbers.
            without.run(i == out ? "report b status ORDER_STATUS" : trades[i]);
        }
        std::string const words = trades[out];
        auto const order = words.substr(7, 1);
        auto const exec_id = words.substr(9, 2);
        ASSERT_EQ(busted.said("report " + order + " bust TRADE_CANCEL ref=" + exec_id), "DONE");
        EXPECT_EQ(busted.position(), without.position()) << words;
        EXPECT_EQ(busted.lots(), without.lots()) << words;
        EXPECT_EQ(busted.balance("USD"), without.balance("USD")) << words;
        EXPECT_EQ(busted.balance("BTC"), without.balance("BTC")) << words;
        EXPECT_EQ(busted.balance("BNB"), without.balance("BNB")) << words;
        EXPECT_EQ(busted.status("b"), without.status("b")) << words;
        EXPECT_EQ(busted.status("s"), without.status("s")) << words;
    }
}

INSTANTIATE_TEST_SUITE_P(Basis, LedgerOfBasis,
                         testing::Combine(testing::Values("AVERAGE", "FIFO", "LIFO", "HIFO"),
                                          testing::Values("PREFUNDED", "MARGIN")),
                         [](auto const& basis) {
                             return std::get<0>(basis.param) + "_" + std::get<1>(basis.param);
                         });

}  // namespace
}  // namespace daybook::services
