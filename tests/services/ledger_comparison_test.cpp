#include <gtest/gtest.h>

#include "support/ledger_bench.hpp"
#include "support/sample_values.hpp"

namespace daybook::services {
namespace {

using support::LedgerBench;

/// An acknowledged BUY 10 @ 10, without fees.
LedgerBench bench_with_order() {
    LedgerBench bench;
    bench.story(R"(
        market PAPER BTC-USD BTC/USD 0.01 0.00000001
        deposit 200 USD
        place o BUY 10@10
        report o n1 NEW
    )");
    return bench;
}

TEST(LedgerTradesMissing, IsToldWithTheNumbers) {
    auto bench = bench_with_order();
    auto const answer = bench.run("report o t1 TRADE 1@10 cumulative_base=4 leaves_base=6 at=1011");
    EXPECT_EQ(answer.discrepancy, model::DiscrepancyKind::trades_missing);
    EXPECT_EQ(answer.detail, "cumulative_base 4 of the report is not the book's filled_base 1");
    EXPECT_EQ(bench.discrepancies(), "1 trades_missing OPEN");
    EXPECT_EQ(bench.book().discrepancies.at(1).order_id, bench.order("o").state().id);
    // More of the same is not told again.
    bench.story("report o t2 TRADE 1@10 cumulative_base=5 leaves_base=5 at=1012");
    EXPECT_EQ(bench.discrepancies(), "1 trades_missing OPEN");
    bench.story("report o t3 TRADE 3@10 cumulative_base=3 leaves_base=7 at=1010");
    EXPECT_EQ(bench.discrepancies(), "1 trades_missing RESOLVED");
}

TEST(LedgerTradesMissing, OfACanceledOrderIsToldAndEndsIt) {
    auto bench = bench_with_order();
    bench.story(R"(
        report o c1 CANCELED cumulative_base=3 leaves_base=0 order_status=CANCELED
            -> DISCREPANCY trades_missing
    )");
    EXPECT_EQ(bench.status("o"), "CANCELED 0 0");
    EXPECT_EQ(bench.balance("USD"), "200 0");
}

TEST(LedgerTradesMissing, ClosesWhenTheTradesComeThatSayNothingElse) {
    auto bench = bench_with_order();
    bench.story(R"(
        report o s1 ORDER_STATUS cumulative_base=3   -> DISCREPANCY trades_missing
        report o t1 TRADE 2@10
    )");
    EXPECT_EQ(bench.discrepancies(), "1 trades_missing OPEN");
    bench.story("report o t2 TRADE 1@10");
    EXPECT_EQ(bench.discrepancies(), "1 trades_missing RESOLVED");
}

TEST(LedgerTradesMissing, ClosesWhenTradesComeInAnotherOrderThanTheyWereMade) {
    auto bench = bench_with_order();
    bench.story(R"(
        report o t3 TRADE 1@10 cumulative_base=6 leaves_base=4   -> DISCREPANCY trades_missing
        report o t1 TRADE 2@10 cumulative_base=2 leaves_base=8
        report o t2 TRADE 3@10 cumulative_base=5 leaves_base=5
    )");
    EXPECT_EQ(bench.discrepancies(), "1 trades_missing RESOLVED");
}

TEST(LedgerTradesMissing, MayBeResolvedByTheOperatorAndIsToldAgain) {
    auto bench = bench_with_order();
    bench.story(R"(
        report o s1 ORDER_STATUS cumulative_base=3   -> DISCREPANCY trades_missing
        resolve 1 ACCEPT checked
        report o s2 ORDER_STATUS cumulative_base=3   -> DISCREPANCY trades_missing
    )");
    EXPECT_EQ(bench.discrepancies(), "1 trades_missing RESOLVED, 2 trades_missing OPEN");
}

TEST(LedgerOrderDiffers, IsToldWhileTheExchangeHasAnotherView) {
    constexpr char const* views[] = {
        "report o t2 TRADE 1@10 cumulative_base=1 leaves_base=8",
        "report o t2 TRADE 1@10 cumulative_base=2 leaves_base=7",
        "report o t2 TRADE 1@10 leaves_base=7",
        "report o t2 TRADE 1@10 order_status=FILLED",
        "report o t2 TRADE 1@10 order_status=CANCELED leaves_base=8",
        "report o t2 TRADE 1@10 quantity_base=11",
        "report o t2 TRADE 1@10 price_quote=11",
        "report o s2 ORDER_STATUS order_status=EXPIRED",
        "report o s2 CANCEL_REJECTED order_status=FILLED",
    };
    for (auto const* view : views) {
        SCOPED_TRACE(view);
        auto bench = bench_with_order();
        bench.story("report o t1 TRADE 1@10 cumulative_base=1 leaves_base=9");
        EXPECT_EQ(bench.said(view), "DISCREPANCY order_differs");
        EXPECT_EQ(bench.said("report o s3 ORDER_STATUS cumulative_base=" +
                             bench.order("o").state().filled_base.value().to_string()),
                  "DONE");
        EXPECT_EQ(bench.discrepancies(), "1 order_differs RESOLVED");
    }
}

TEST(LedgerOrderDiffers, OfAnOrderThatWasRejectedAndWorks) {
    auto bench = bench_with_order();
    bench.story(R"(
        report o r1 REJECTED order_status=REJECTED
        report o s1 ORDER_STATUS order_status=NEW    -> DISCREPANCY order_differs
    )");
    EXPECT_EQ(bench.status("o"), "REJECTED 0 0");
}

TEST(LedgerOrderDiffers, IsNotToldOfWhatMayHaveBeenSo) {
    auto bench = bench_with_order();
    bench.story(R"(
        report o t2 TRADE 2@10 at=1020
        report o t1 TRADE 1@10 cumulative_base=1 leaves_base=9 order_status=PARTIALLY_FILLED at=1019
        replace o 12
        report o t3 TRADE 1@10 cumulative_base=4 leaves_base=8 quantity_base=12 at=1021
        report o d1 DONE_FOR_DAY cumulative_base=4 leaves_base=0 at=1022
        report o p1 PENDING_CANCEL order_status=PENDING_CANCEL at=1023
    )");
    EXPECT_EQ(bench.discrepancies(), "");
}

TEST(LedgerOrderDiffers, IsNotToldOfAReportWithoutATimeWhereOurClockIsBehind) {
    auto bench = bench_with_order();
    bench.story(R"(
        report o t1 TRADE 3@10 cumulative_base=3 at=4000000000
        report o p1 ORDER_STATUS cumulative_base=0
    )");
    EXPECT_EQ(bench.discrepancies(), "");
}

TEST(LedgerTrade, ThatIsReportedWithTheEndOfItsOrderEndsIt) {
    struct Case {
        char const* status;
        char const* expected;
    };
    constexpr Case cases[] = {{"CANCELED", "CANCELED 3 0"},
                              {"EXPIRED", "EXPIRED 3 0"},
                              {"FILLED", "FILLED 3 0"},
                              {"DONE_FOR_DAY", "PARTIALLY_FILLED 3 7"}};
    for (auto const& [status, expected] : cases) {
        auto bench = bench_with_order();
        bench.said("report o t1 TRADE 3@10 leaves_base=0 cumulative_base=3 order_status=" +
                   std::string{status});
        if (std::string_view{status} == "DONE_FOR_DAY") {
            // The order is GTC: it rests, and goes on.
            EXPECT_EQ(bench.status("o"), "DONE_FOR_DAY 3 7");
            continue;
        }
        EXPECT_EQ(bench.status("o"), expected) << status;
        EXPECT_EQ(bench.balance("USD"), "170 0") << status;
        EXPECT_EQ(bench.discrepancies(), "") << status;
    }
}

TEST(LedgerTrade, ThatFillsWithMoreThanIsBookedLeavesTheRestOpen) {
    auto bench = bench_with_order();
    bench.story(R"(
        report o t2 TRADE 3@10 leaves_base=0 cumulative_base=10 order_status=FILLED at=1012
            -> DISCREPANCY trades_missing
    )");
    EXPECT_EQ(bench.status("o"), "PARTIALLY_FILLED 3 7");
    bench.story("report o t1 TRADE 7@10 leaves_base=3 cumulative_base=7 at=1011");
    EXPECT_EQ(bench.status("o"), "FILLED 10 0");
    EXPECT_EQ(bench.discrepancies(), "1 trades_missing RESOLVED");
}

TEST(LedgerBookExecution, OfAnotherSideOrSymbolIsKeptForTheOperator) {
    auto bench = bench_with_order();
    bench.story(R"(
        report o t1 TRADE 1@10 side=SELL         -> DISCREPANCY conflicting_terms
        report o t2 TRADE 1@10 symbol=ETH-USD    -> DISCREPANCY conflicting_terms
        report o t3 TRADE 1@10 side=BUY symbol=BTC-USD
        report o t1 TRADE 1@10 side=SELL         -> DUPLICATE
        resolve 1 ACCEPT was_a_typing_error
        resolve 2 REJECT of_somebody_else
    )");
    EXPECT_EQ(bench.status("o"), "PARTIALLY_FILLED 2 8");
}

TEST(LedgerAcknowledgement, WithOtherTermsIsTakenAndTold) {
    LedgerBench bench;
    bench.story(R"(
        market PAPER BTC-USD BTC/USD 0.01 0.00000001
        deposit 21 USD
        place o BUY 1.5@10
    )");
    auto const answer = bench.run("report o n1 NEW to=1@10.5");
    EXPECT_EQ(answer.discrepancy, model::DiscrepancyKind::terms_changed);
    EXPECT_EQ(answer.detail,
              "the exchange has accepted quantity_base 1 price_quote 10.5, "
              "not quantity_base 1.5 price_quote 10");
    EXPECT_EQ(bench.status("o"), "NEW 0 1");
    EXPECT_EQ(bench.balance("USD"), "10.5 10.5");
    bench.story(R"(
        replace o 2 key=Y
        report Y r1 REPLACED to=1.9   -> DISCREPANCY terms_changed
    )");
    // A price of nothing says that none was told.
    bench.story(R"(
        place p BUY 0.01@10
        report p n1 NEW to=0.01@0
    )");
    EXPECT_EQ(bench.order("p").state().terms.price_quote, support::price("10"));
}

}  // namespace
}  // namespace daybook::services
