#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "support/ledger_bench.hpp"

namespace daybook::services {
namespace {

using support::LedgerBench;

LedgerBench bench_with_order() {
    LedgerBench bench;
    bench.story(R"(
        deposit 10000 USD
        deposit 10 BNB
        place o1 BUY 10@100
    )");
    return bench;
}

TEST(LedgerCorrect, ChainsOfCorrectionsEndInTheLast) {
    auto bench = bench_with_order();
    bench.story(R"(
        report o1 x1 TRADE 1@100 fee=0.1:USD
        report o1 c1 TRADE_CORRECT 2@99 fee=0.2:USD ref=x1
    )");
    EXPECT_EQ(bench.status("o1"), "PARTIALLY_FILLED 2 8");
    EXPECT_EQ(bench.position(), "2 198 0 0.2");
    bench.story("report o1 c2 TRADE_CORRECT 3@98 fee=0.3:USD ref=c1");
    EXPECT_EQ(bench.position(), "3 294 0 0.3");
    bench.story("report o1 c3 TRADE_CORRECT 1@97 ref=c2");
    EXPECT_EQ(bench.position(), "1 97 0 0.3");
    EXPECT_EQ(bench.lots(), "1@97");
    bench.story("report o1 b1 TRADE_CANCEL ref=c3");
    EXPECT_EQ(bench.position(), "0 0 0 0");
    EXPECT_EQ(bench.status("o1"), "PENDING_NEW 0 10");
    EXPECT_EQ(bench.balance("USD"), "8998 1002");
}

TEST(LedgerCorrect, TwoCorrectionsOfOneTradeTheLaterCounts) {
    auto bench = bench_with_order();
    bench.story(R"(
        report o1 x1 TRADE 1@100
        report o1 c1 TRADE_CORRECT 2@99 ref=x1
        report o1 c2 TRADE_CORRECT 3@98 ref=x1
    )");
    EXPECT_EQ(bench.position(), "3 294 0 0");
}

TEST(LedgerBust, RepeatedIsADuplicateUnderAnyId) {
    auto bench = bench_with_order();
    bench.story(R"(
        report o1 x1 TRADE 1@100
        report o1 c1 TRADE_CORRECT 2@99 ref=x1
        report o1 b1 TRADE_CANCEL ref=c1
        report o1 b1 TRADE_CANCEL ref=c1        -> DUPLICATE
        report o1 b2 TRADE_CANCEL ref=c1        -> DUPLICATE
        report o1 b3 TRADE_CANCEL ref=x1        -> DUPLICATE
        report o1 b1 TRADE_CANCEL ref=x1        -> DISCREPANCY conflicting_duplicate
        report o1 b4 TRADE_CANCEL ref=b1        -> DISCREPANCY not_a_trade
        report o1 c2 TRADE_CORRECT 1@1 ref=c1   -> DISCREPANCY correction_of_busted_trade
        report o1 c2 TRADE_CORRECT 1@1 ref=c1   -> DUPLICATE
        report o1 c3 TRADE_CORRECT 1@1 ref=b1   -> DISCREPANCY not_a_trade
        report o1 c3 TRADE_CORRECT 1@1 ref=b1   -> DUPLICATE
    )");
    EXPECT_EQ(bench.position(), "0 0 0 0");
    EXPECT_EQ(bench.status("o1"), "PENDING_NEW 0 10");
}

TEST(LedgerBust, OfWhatIsNoTradeIsKeptForTheOperator) {
    auto bench = bench_with_order();
    bench.story(R"(
        report o1 n1 NEW
        report o1 b1 TRADE_CANCEL ref=n1        -> DISCREPANCY not_a_trade
        report o1 c1 TRADE_CORRECT 1@1 ref=n1   -> DISCREPANCY not_a_trade
        resolve 1 ACCEPT known
        resolve 2 REJECT wrong
    )");
    EXPECT_EQ(bench.status("o1"), "NEW 0 10");
}

TEST(LedgerCorrect, ThatNamesItselfOrGoesRoundIsKeptForTheOperator) {
    auto bench = bench_with_order();
    bench.story(R"(
        report o1 c1 TRADE_CORRECT 1@1 ref=c1   -> DISCREPANCY not_a_trade
        report o1 b1 TRADE_CANCEL ref=b1        -> DISCREPANCY not_a_trade
        report o1 c2 TRADE_CORRECT 1@1 ref=c3
        report o1 c3 TRADE_CORRECT 1@1 ref=c2   -> DISCREPANCY not_a_trade
        report o1 c4 TRADE_CORRECT 1@1 ref=c5
        report o1 c5 TRADE_CORRECT 1@1 ref=c6
        report o1 c6 TRADE_CORRECT 1@1 ref=c4   -> DISCREPANCY not_a_trade
        report o1 x1 TRADE 1@100
    )");
    EXPECT_EQ(bench.position(), "1 100 0 0");
}

/// Every order of arrival comes to the same book.
void expect_any_order(std::vector<std::string> reports, char const* status, char const* position,
                      char const* usd) {
    std::sort(reports.begin(), reports.end());
    do {
        auto bench = bench_with_order();
        std::string told;
        for (auto const& report : reports) {
            EXPECT_EQ(bench.said("report o1 " + report), "DONE") << told << report;
            told += report + "; ";
        }
        EXPECT_EQ(bench.status("o1"), status) << told;
        EXPECT_EQ(bench.position(), position) << told;
        EXPECT_EQ(bench.balance("USD"), usd) << told;
        EXPECT_EQ(bench.order("o1").state().unmatched_reports, 0U) << told;
    } while (std::next_permutation(reports.begin(), reports.end()));
}

TEST(LedgerCorrect, MayComeBeforeWhatItNames) {
    expect_any_order({"x1 TRADE 1@100 fee=0.1:USD", "c1 TRADE_CORRECT 2@99 fee=0.5:BNB ref=x1",
                      "c2 TRADE_CORRECT 3@98 fee=0.2:USD ref=c1"},
                     "PARTIALLY_FILLED 3 7", "3 294 0 0.2", "9004.4 701.4");
    expect_any_order({"x1 TRADE 1@100", "c1 TRADE_CORRECT 2@99 ref=x1", "x2 TRADE 1@90",
                      "c2 TRADE_CORRECT 1@80 ref=x2", "n1 NEW"},
                     "PARTIALLY_FILLED 3 7", "3 278 0 0", "9020.6 701.4");
}

TEST(LedgerBust, MayComeBeforeTheTradeItNames) {
    auto bench = bench_with_order();
    bench.story(R"(
        report o1 b1 TRADE_CANCEL ref=x1
        report o1 b1 TRADE_CANCEL ref=x1        -> DUPLICATE
    )");
    EXPECT_EQ(bench.order("o1").state().unmatched_reports, 1U);
    EXPECT_EQ(bench.postings(), "");
    bench.story("report o1 x1 TRADE 1@100 fee=0.1:USD");
    EXPECT_EQ(bench.postings(), "");
    EXPECT_EQ(bench.status("o1"), "PENDING_NEW 0 10");
    EXPECT_EQ(bench.position(), "none");
    EXPECT_EQ(bench.balance("USD"), "8998 1002");
    bench.story(R"(
        report o1 x1 TRADE 1@100 fee=0.1:USD    -> DUPLICATE
        report o1 x2 TRADE 1@100
    )");
    EXPECT_EQ(bench.position(), "1 100 0 0");
}

TEST(LedgerBust, MayComeBeforeTheCorrectionItNames) {
    expect_any_order({"x1 TRADE 1@100 fee=0.1:BNB", "c1 TRADE_CORRECT 2@99 ref=x1",
                      "b1 TRADE_CANCEL ref=c1", "x2 TRADE 1@95"},
                     "PARTIALLY_FILLED 1 9", "1 95 0 0", "9003.2 901.8");
}

TEST(LedgerCorrect, BeyondTheQuantityIsAnOverfill) {
    auto bench = bench_with_order();
    bench.story(R"(
        report o1 x1 TRADE 1@100
        report o1 c1 TRADE_CORRECT 11@100 ref=x1    -> DISCREPANCY overfill
        report o1 c2 TRADE_CORRECT 10@100 ref=c1
    )");
    EXPECT_EQ(bench.status("o1"), "FILLED 10 0");
    EXPECT_EQ(bench.discrepancies(), "1 overfill OPEN");
}

TEST(LedgerBust, OfASoldOutPositionLeavesAShort) {
    auto bench = bench_with_order();
    bench.story(R"(
        report o1 x1 TRADE 2@100
        place o2 SELL 2@110
        report o2 y1 TRADE 2@110
    )");
    EXPECT_EQ(bench.position(), "0 0 20 0");
    bench.story("report o1 b1 TRADE_CANCEL ref=x1 -> DISCREPANCY overdrawn");
    EXPECT_EQ(bench.position(), "-2 -220 0 0");
    EXPECT_EQ(bench.balance("BTC"), "-2 0");
}

TEST(LedgerCorrect, OfAnOldTradeKeepsItsPlaceInTheBook) {
    auto bench = bench_with_order();
    bench.story(R"(
        report o1 x1 TRADE 1@100 at=1
        report o1 x2 TRADE 1@50 at=2
        place o2 SELL 1@60
        report o2 y1 TRADE 1@60 at=3
    )");
    EXPECT_EQ(bench.position(), "1 50 -40 0");
    // Corrected today, it is still the first in and so the first out.
    bench.story("report o1 c1 TRADE_CORRECT 1@70 ref=x1 at=99");
    EXPECT_EQ(bench.position(), "1 50 -10 0");
    EXPECT_EQ(bench.lots(), "1@50");
}

}  // namespace
}  // namespace daybook::services
