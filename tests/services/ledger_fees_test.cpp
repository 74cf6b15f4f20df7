#include <gtest/gtest.h>

#include "support/ledger_bench.hpp"

namespace daybook::services {
namespace {

using support::LedgerBench;

LedgerBench bench_with_order() {
    LedgerBench bench;
    bench.story(R"(
        market PAPER BTC-USD BTC/USD 0.01 0.00000001 taker_fee_rate=0.1
        deposit 200 USD
        deposit 1 BNB
        place o BUY 10@10
    )");
    return bench;
}

TEST(LedgerFees, AreAList) {
    auto bench = bench_with_order();
    bench.story("report o x1 TRADE 10@10 fees=0.5:USD,0.1:BNB,0.01:BTC");
    EXPECT_EQ(bench.postings(),
              "AVAILABLE BNB -0.1, FEES BNB 0.1, AVAILABLE BTC 9.99, TRADING BTC -10, FEES BTC "
              "0.01, AVAILABLE USD 9.5, HELD USD -110, TRADING USD 100, FEES USD 0.5");
    EXPECT_EQ(bench.position(), "9.99 100 0 0.5");
    bench.story("report o x2 TRADE_CANCEL ref=x1");
    EXPECT_EQ(bench.position(), "0 0 0 0");
    EXPECT_EQ(bench.balance("BNB"), "1 0");
}

TEST(LedgerFees, InShortAndAsAListOfOneAreTheSame) {
    auto bench = bench_with_order();
    bench.story(R"(
        report o x1 TRADE 1@10 fee=0.5:USD
        report o x1 TRADE 1@10 fees=0.5:USD    -> DUPLICATE
        report o x2 TRADE 1@10
        report o x2 TRADE 1@10 fees=none       -> DUPLICATE
    )");
    EXPECT_EQ(bench.said("report o x3 TRADE 1@10 fee=1:USD fees=1:USD"),
              "REFUSED invalid_value fees");
    EXPECT_EQ(bench.said("report o x3 TRADE 1@10 fees=1:USD,2:USD"),
              "REFUSED invalid_value fees.1.asset");
    EXPECT_EQ(bench.said("report o x3 TRADE 1@10 fees=1:GBP"), "REFUSED unknown_asset fee.asset");
}

TEST(LedgerFees, StayWhereACorrectionSaysNothingOfThem) {
    auto bench = bench_with_order();
    bench.story(R"(
        report o x1 TRADE 1@10 fee=0.5:USD
        report o x2 TRADE_CORRECT 2@10 ref=x1
    )");
    EXPECT_EQ(bench.position(), "2 20 0 0.5");
    bench.story("report o x3 TRADE_CORRECT 2@10 ref=x2 fee=0.25:USD");
    EXPECT_EQ(bench.position(), "2 20 0 0.25");
    bench.story("report o x4 TRADE_CORRECT 2@10 ref=x3 fees=none");
    EXPECT_EQ(bench.position(), "2 20 0 0");
}

TEST(LedgerFees, ToldAfterTheTradeCorrectIt) {
    auto bench = bench_with_order();
    bench.story(R"(
        report o x1 TRADE 1@10
        report o x1 TRADE 1@10 fee=0.5:USD
        report o x1 TRADE 1@10 fee=0.5:USD       -> DUPLICATE
        report o x1 TRADE 1@10                   -> DUPLICATE
        report o x1 TRADE 1@10 fee=0.6:USD       -> DISCREPANCY conflicting_duplicate
        report o x1 TRADE 2@10 fee=0.5:USD       -> DISCREPANCY conflicting_duplicate
    )");
    EXPECT_EQ(bench.position(), "1 10 0 0.5");
    EXPECT_EQ(bench.status("o"), "PARTIALLY_FILLED 1 9");
}

TEST(LedgerFees, ToldAfterACorrectionLeaveWhatItCorrected) {
    auto bench = bench_with_order();
    bench.story(R"(
        report o x1 TRADE 1@10
        report o x2 TRADE_CORRECT 2@9 ref=x1
        report o x1 TRADE 1@10 fee=0.5:USD
    )");
    EXPECT_EQ(bench.position(), "2 18 0 0.5");
    bench.story("report o x3 TRADE_CANCEL ref=x1");
    EXPECT_EQ(bench.position(), "0 0 0 0");
}

TEST(LedgerFees, ToldTwiceContradict) {
    auto bench = bench_with_order();
    bench.story(R"(
        report o x1 TRADE 1@10 fee=0.5:USD
        report o x1 TRADE 1@10 fee=0.6:USD       -> DISCREPANCY conflicting_duplicate
        report o x1 TRADE 1@10                   -> DISCREPANCY conflicting_duplicate
    )");
    EXPECT_EQ(bench.position(), "1 10 0 0.5");
}

}  // namespace
}  // namespace daybook::services
