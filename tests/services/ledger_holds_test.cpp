#include <gtest/gtest.h>

#include "support/ledger_bench.hpp"

namespace daybook::services {
namespace {

using support::LedgerBench;

TEST(LedgerHold, IsRefusedOneUnitBelowAndTakenAtTheExactAmount) {
    struct Case {
        char const* asset;
        char const* below;
        char const* place;
    };
    // 2 * 100 * 1.002; the budget; the quantity.
    Case const cases[] = {
        {"USD", "200.399999999999999999", "BUY 2@100"},
        {"USD", "149.999999999999999999", "BUY 2 budget_quote=150"},
        {"USD", "149.999999999999999999", "BUY 2 type=STOP stop_price_quote=9 budget_quote=150"},
        {"BTC", "1.999999999999999999", "SELL 2@100"},
        {"BTC", "1.999999999999999999", "SELL 2"},
    };
    for (auto const& [asset, below, place] : cases) {
        LedgerBench bench;
        auto const name = std::string{" "} + asset;
        bench.run("deposit " + std::string{below} + name);
        EXPECT_EQ(bench.said("place o1 " + std::string{place}), "REFUSED insufficient_funds");
        EXPECT_EQ(bench.balance(asset), std::string{below} + " 0");
        bench.run("deposit 0.000000000000000001" + name);
        EXPECT_EQ(bench.said("place o2 " + std::string{place}), "DONE") << place;
        EXPECT_EQ(bench.balance(asset).substr(0, 2), "0 ");
        EXPECT_EQ(bench.said("place o3 " + std::string{place}), "REFUSED insufficient_funds");
        bench.run("cancel o2");
        EXPECT_EQ(bench.said("report o2 x1 CANCELED"), "DONE");
        EXPECT_EQ(bench.balance(asset).find(" 0"), bench.balance(asset).size() - 2);
    }
}

TEST(LedgerHold, OfAMarginAccountIsNothing) {
    LedgerBench bench{"funding=MARGIN cost_basis=FIFO"};
    bench.story(R"(
        place o1 BUY 2@100
        report o1 x1 TRADE 2@100 fee=0.4:USD
        place o2 SELL 5@100
        report o2 y1 TRADE 5@100
        withdraw 5 USD
    )");
    EXPECT_EQ(bench.balance("USD"), "294.6 0");
    EXPECT_EQ(bench.balance("BTC"), "-3 0");
}

TEST(LedgerHold, ReleasesPriceImprovementAndASmallerFeeAtOnce) {
    LedgerBench bench;
    bench.story(R"(
        deposit 1000 USD
        place o1 BUY 2@100
    )");
    EXPECT_EQ(bench.balance("USD"), "799.6 200.4");
    bench.story("report o1 x1 TRADE 1@90 fee=0.05:USD");
    // Spent 90.05, held for the other one 100.2.
    EXPECT_EQ(bench.balance("USD"), "809.75 100.2");
    EXPECT_EQ(bench.postings(),
              "AVAILABLE BTC 1, TRADING BTC -1, AVAILABLE USD 10.15, HELD USD -100.2, "
              "TRADING USD 90, FEES USD 0.05");
    bench.story("report o1 x2 TRADE 1@100 fee=0.2:USD");
    EXPECT_EQ(bench.balance("USD"), "809.75 0");
    bench.story("place o3 BUY 1@100");
    bench.story("report o3 z1 TRADE 1@99 fee=-0.1:USD");
    EXPECT_EQ(bench.balance("USD"), "710.85 0");
}

TEST(LedgerHold, TakesOnlyWhatIsLeftOfABudget) {
    LedgerBench bench;
    bench.story(R"(
        deposit 200 USD
        place o1 BUY 2 budget_quote=150
        report o1 x1 TRADE 1@70 fee=0.5:USD
    )");
    EXPECT_EQ(bench.balance("USD"), "50 79.5");
    bench.story("report o1 x2 TRADE 0.5@100 fee=0.5:USD");
    EXPECT_EQ(bench.balance("USD"), "50 29");
    // The price slips past the budget: the rest comes from AVAILABLE.
    EXPECT_EQ(bench.said("report o1 x3 TRADE 0.4@100"), "DISCREPANCY fill_beyond_hold");
    EXPECT_EQ(bench.balance("USD"), "39 0");
    EXPECT_EQ(bench.said("report o1 x4 TRADE 0.1@1000"), "DISCREPANCY fill_beyond_hold");
    EXPECT_EQ(bench.balance("USD"), "-61 0");
    EXPECT_EQ(bench.status("o1"), "FILLED 2 0");
}

TEST(LedgerHold, OfABudgetIsReleasedWhenTheOrderIsFilledOrEnds) {
    LedgerBench bench;
    bench.story(R"(
        deposit 200 USD
        place o1 BUY 1 budget_quote=150
        report o1 x1 TRADE 1@70
    )");
    EXPECT_EQ(bench.balance("USD"), "130 0");
    bench.story(R"(
        place o2 BUY 1 budget_quote=130
        report o2 y1 TRADE 0.5@70
        report o2 y2 EXPIRED
    )");
    EXPECT_EQ(bench.balance("USD"), "95 0");
}

TEST(LedgerHold, OfASellIsTheQuantity) {
    LedgerBench bench;
    bench.story(R"(
        deposit 3 BTC exchange=PAPER symbol=BTC-USD cost_quote=270
        place o1 SELL 2@100
        report o1 x1 TRADE 0.5@110 fee=0.11:USD
    )");
    EXPECT_EQ(bench.balance("BTC"), "1 1.5");
    EXPECT_EQ(bench.balance("USD"), "54.89 0");
    EXPECT_EQ(bench.postings(),
              "HELD BTC -0.5, TRADING BTC 0.5, AVAILABLE USD 54.89, TRADING USD -55, "
              "FEES USD 0.11");
    bench.story("report o1 x2 CANCELED");
    EXPECT_EQ(bench.balance("BTC"), "2.5 0");
}

TEST(LedgerHold, IsReleasedByEveryEndOfTheOrder) {
    for (auto const* end : {"CANCELED", "EXPIRED", "REJECTED", "CALCULATED", "DONE_FOR_DAY"}) {
        LedgerBench bench;
        bench.story(R"(
            deposit 1000 USD
            place o1 BUY 2@100 time_in_force=DAY
        )");
        EXPECT_EQ(bench.said("report o1 x1 " + std::string{end}), "DONE");
        EXPECT_EQ(bench.balance("USD"), "1000 0") << end;
        // Once only.
        EXPECT_EQ(bench.said("report o1 x2 " + std::string{end}), "DONE");
        EXPECT_EQ(bench.balance("USD"), "1000 0") << end;
    }
}

TEST(LedgerHold, GrowsWithAReplaceRequestAndShrinksWithItsAnswer) {
    LedgerBench bench;
    bench.story(R"(
        deposit 600 USD
        place o1 BUY 2@100
        replace o1 3@100
    )");
    EXPECT_EQ(bench.balance("USD"), "299.4 300.6");
    bench.story("report o1 x1 REPLACE_REJECTED");
    EXPECT_EQ(bench.balance("USD"), "399.6 200.4");
    bench.story(R"(
        replace o1 1@100
        report o1 x2 PENDING_REPLACE
    )");
    EXPECT_EQ(bench.balance("USD"), "399.6 200.4");
    bench.story("report o1 x3 REPLACED to=1@100");
    EXPECT_EQ(bench.balance("USD"), "499.8 100.2");
    // To the last unit: 500 more is 5 * 100 * 1.002 less what is held.
    bench.story(R"(
        replace o1 6@100         -> REFUSED insufficient_funds quantity_base
        replace o1 @598.82       -> REFUSED insufficient_funds price_quote
        replace o1 5.98802395@100
        report o1 x4 REPLACED to=5.98802395@100
        report o1 x5 TRADE 1@100
        replace o1 1@100
        report o1 x6 REPLACED to=1@100
    )");
    EXPECT_EQ(bench.status("o1"), "FILLED 1 0");
    EXPECT_EQ(bench.balance("USD"), "500 0");
}

TEST(LedgerHold, CoversAFillAtTheOldPriceWhileMoreAtALowerOneIsAskedFor) {
    LedgerBench bench;
    bench.story(R"(
        deposit 1000 USD
        place o1 BUY 2@100
        replace o1 4@90
        report o1 x1 TRADE 2@100 fee=0.4:USD
        report o1 x2 REPLACED to=4@90
    )");
    EXPECT_EQ(bench.balance("USD"), "619.24 180.36");
    bench.story("report o1 x3 TRADE 2@90 fee=0.36:USD");
    EXPECT_EQ(bench.balance("USD"), "619.24 0");
    EXPECT_EQ(bench.discrepancies(), "");
}

TEST(LedgerHold, FollowsReportsOfNewTermsThatNobodyAskedFor) {
    LedgerBench bench;
    bench.story(R"(
        deposit 1000 USD
        place o1 BUY 2@100
        report o1 x1 RESTATED to=1
    )");
    EXPECT_EQ(bench.balance("USD"), "899.8 100.2");
    bench.story("report o1 x2 RESTATED to=1@50");
    EXPECT_EQ(bench.balance("USD"), "949.9 50.1");
    bench.story("report o1 x3 REPLACED to=3@60");
    EXPECT_EQ(bench.balance("USD"), "819.64 180.36");
}

TEST(LedgerHold, IsTakenAgainWhenADoneOrderGoesOn) {
    LedgerBench bench;
    bench.story(R"(
        deposit 1000 USD
        place o1 BUY 2@100 time_in_force=DAY
        report o1 x1 NEW
        report o1 x2 DONE_FOR_DAY
    )");
    EXPECT_EQ(bench.balance("USD"), "1000 0");
    bench.story("report o1 x3 RESTATED");
    EXPECT_EQ(bench.balance("USD"), "799.6 200.4");
}

}  // namespace
}  // namespace daybook::services
