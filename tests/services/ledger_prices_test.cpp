#include <gtest/gtest.h>

#include "support/ledger_bench.hpp"

namespace daybook::services {
namespace {

using support::LedgerBench;

/// Crude oil, as it was allowed to trade in April 2020.
LedgerBench bench_below_zero(std::string_view account = "funding=PREFUNDED cost_basis=FIFO") {
    LedgerBench bench{account};
    bench.story(R"(
        market PAPER BTC-USD BTC/USD 0.01 0.00000001 negative_prices=true taker_fee_rate=0.01
    )");
    return bench;
}

TEST(LedgerNegativePrices, AreAllowedWhereTheInstrumentAllowsThem) {
    LedgerBench strict;
    strict.story(R"(
        deposit 10 BTC
        place o SELL 10@-37.63      -> REFUSED price_must_be_positive price_quote
        place o SELL 10@0           -> REFUSED price_must_be_positive price_quote
    )");
    auto bench = bench_below_zero();
    bench.story(R"(
        deposit 10 BTC exchange=PAPER symbol=BTC-USD cost_quote=200
        place o SELL 10@-37.63      -> REFUSED insufficient_funds
        deposit 380.063 USD
        place p SELL 10@-37.63
    )");
    EXPECT_EQ(bench.balance("USD"), "0 380.063");
    EXPECT_EQ(bench.balance("BTC"), "0 10");
    bench.story("report p x1 TRADE 4@-37.63 fee=1.5:USD");
    EXPECT_EQ(bench.balance("USD"), "0.0052 228.0378");
    bench.story("report p x2 TRADE 6@-30 fee=1:USD");
    EXPECT_EQ(bench.balance("USD"), "47.043 0");
    EXPECT_EQ(bench.balance("BTC"), "0 0");
    EXPECT_EQ(bench.position(), "0 0 -530.52 2.5");
    EXPECT_EQ(bench.discrepancies(), "");
}

TEST(LedgerNegativePrices, GiveAPurchaserMoney) {
    auto bench = bench_below_zero();
    bench.story(R"(
        place o BUY 10@-5
        report o x1 TRADE 4@-6 fee=0.1:USD
        report o x2 TRADE 6@-5
    )");
    EXPECT_EQ(bench.balance("USD"), "53.9 0");
    EXPECT_EQ(bench.position(), "10 -54 0 0.1");
    bench.story(R"(
        place p SELL 10@1
        report p x3 TRADE 10@1
    )");
    EXPECT_EQ(bench.position(), "0 0 64 0.1");
}

TEST(LedgerNegativePrices, AreTakenByEveryCostBasis) {
    for (auto const* basis : {"AVERAGE", "FIFO", "LIFO", "HIFO"}) {
        auto bench = bench_below_zero("funding=MARGIN cost_basis=" + std::string{basis});
        bench.story(R"(
            place o BUY 9@10
            report o x1 TRADE 3@-2
            report o x2 TRADE 3@1
            report o x3 TRADE 3@0
            place p SELL 20@-10
            report p y1 TRADE 4@-1
            report p y2 TRADE 9@2
            report p y3 TRADE_CANCEL ref=y1
        )");
        EXPECT_EQ(bench.position(), "0 0 21 0") << basis;
    }
}

TEST(LedgerNegativePrices, OfATradeAreBookedWhereTheyAreNotAllowedAndTold) {
    LedgerBench bench{"funding=MARGIN cost_basis=FIFO"};
    bench.story(R"(
        place o BUY 10@10
        report o x1 TRADE 1@-37.63      -> DISCREPANCY price_not_allowed
        report o x2 TRADE 1@0           -> DISCREPANCY price_not_allowed
        report o x3 TRADE_CORRECT 1@-36 ref=x1  -> DISCREPANCY price_not_allowed
        report o x4 TRADE_CANCEL ref=x3
    )");
    EXPECT_EQ(bench.position(), "1 0 0 0");
}

TEST(LedgerOutOfRange, IsADiscrepancyOfTheReportNotItsRefusal) {
    LedgerBench bench;
    bench.story(R"(
        deposit 100 USD
        place o BUY 1@100               -> REFUSED insufficient_funds
        place o2 BUY 0.5@100
        report o2 x1 TRADE 100@100000000000000000000   -> DISCREPANCY out_of_range
        report o2 x1 TRADE 100@100000000000000000000   -> DUPLICATE
        resolve 1 ACCEPT seen           -> REFUSED amount_out_of_range discrepancy
        resolve 1 REJECT a_typing_error
        report o2 x1 TRADE 100@100000000000000000000   -> DUPLICATE
    )");
    EXPECT_EQ(bench.status("o2"), "PENDING_NEW 0 0.5");
}

}  // namespace
}  // namespace daybook::services
