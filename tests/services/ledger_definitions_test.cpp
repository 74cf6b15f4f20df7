#include <gtest/gtest.h>

#include "support/ledger_bench.hpp"

namespace daybook::services {
namespace {

using support::LedgerBench;

TEST(LedgerDefine, RepeatedWithTheSameContentIsADuplicate) {
    LedgerBench bench;
    bench.story(R"(
        define_asset asset=ETH display_decimals=18
        define_asset asset=ETH display_decimals=18                  -> DUPLICATE
        define_asset asset=ETH display_decimals=2
            -> REFUSED already_defined_differently display_decimals
        define_asset asset=EUR display_decimals=19
            -> REFUSED invalid_value display_decimals
        define_asset asset=EUR display_decimals=-1
            -> REFUSED invalid_value display_decimals
        open_account account=beta funding=MARGIN cost_basis=LIFO
        open_account account=beta funding=MARGIN cost_basis=LIFO    -> DUPLICATE
        open_account account=beta funding=PREFUNDED cost_basis=FIFO
            -> REFUSED already_defined_differently funding
        open_account account=beta funding=MARGIN cost_basis=FIFO
            -> REFUSED already_defined_differently cost_basis
    )");
}

TEST(LedgerDefineInstrument, RefusesWhatMakesNoMarket) {
    LedgerBench bench;
    bench.story(R"(
        define_asset asset=ETH display_decimals=18
        market X S ETH/USD 0.5 1
        market X S ETH/USD 0.5 1 -> DUPLICATE
        market X S ETH/USD 0.5 1 kind=SPOT maker_fee_rate=0 state=OPEN -> DUPLICATE
        market X S ETH/USD 0.1 1 -> REFUSED already_defined_differently price_increment_quote
        market X S ETH/USD 0.5 1 min_notional_quote=1
            -> REFUSED already_defined_differently min_notional_quote
        market X T ETH/ETH 0.5 1 -> REFUSED assets_must_differ quote_asset
        market X T ETH/GBP 0.5 1 -> REFUSED unknown_asset quote_asset
        market X T GBP/USD 0.5 1 -> REFUSED unknown_asset base_asset
        market X T ETH/USD 0 1 -> REFUSED increment_must_be_positive price_increment_quote
        market X T ETH/USD 1 -1 -> REFUSED increment_must_be_positive quantity_increment_base
        market X T ETH/USD 1 1 maker_fee_rate=1.1 -> REFUSED invalid_value maker_fee_rate
        market X T ETH/USD 1 1 taker_fee_rate=-1.1 -> REFUSED invalid_value taker_fee_rate
        market X T GBP/GBP 0 1 maker_fee_rate=2 -> REFUSED invalid_value maker_fee_rate
        market X T ETH/ETH 0 1 -> REFUSED assets_must_differ quote_asset
        market X T GBP/GBP 0 1 -> REFUSED unknown_asset base_asset
    )");
}

constexpr char const* define_btc =
    "define_instrument exchange=PAPER symbol=BTC-USD base_asset=BTC quote_asset=USD "
    "price_increment_quote=0.01 quantity_increment_base=0.00000001 maker_fee_rate=0.001 "
    "taker_fee_rate=0.002 ";

TEST(LedgerDefineInstrument, WithAnotherStateHaltsAndReopens) {
    LedgerBench bench;
    bench.story("deposit 1000 USD");
    EXPECT_EQ(bench.said(std::string{define_btc} + "state=HALTED"), "DONE");
    EXPECT_EQ(bench.said(std::string{define_btc} + "state=HALTED"), "DUPLICATE");
    EXPECT_EQ(bench.said(define_btc), "DUPLICATE");
    EXPECT_EQ(bench.said("place o1 BUY 1@100"), "REFUSED instrument_halted");
    EXPECT_EQ(bench.status("o1"), "REJECTED 0 0");
    EXPECT_EQ(bench.order("o1").state().reject_reason, "instrument_halted");
    EXPECT_EQ(bench.said(std::string{define_btc} + "state=OPEN"), "DONE");
    EXPECT_EQ(bench.said("place o2 BUY 1@100"), "DONE");
    // A retry never turns a "no" into a "yes".
    EXPECT_EQ(bench.said("place o1 BUY 1@100"), "REPLAYED instrument_halted");
}

TEST(LedgerDefineInstrument, HaltedStillBooksWhatTheExchangeReports) {
    LedgerBench bench;
    bench.story(R"(
        deposit 1000 USD
        place o1 BUY 2@100
    )");
    EXPECT_EQ(bench.said(std::string{define_btc} + "state=HALTED"), "DONE");
    bench.story(R"(
        report o1 x1 TRADE 1@100
        cancel o1
        report o1 x2 CANCELED
    )");
    EXPECT_EQ(bench.status("o1"), "CANCELED 1 0");
}

TEST(LedgerCloseAccount, RefusesNewOrdersAndDepositsButNotTheEndOfOldOnes) {
    LedgerBench bench;
    bench.story(R"(
        deposit 1000 USD key=d-1
        place o1 BUY 1@100
        close
        close                       -> DUPLICATE
        place o2 BUY 1@100          -> REFUSED account_closed
        place o2 BUY 1@100          -> REPLAYED account_closed
        deposit 1 USD               -> REFUSED account_closed account_id
        deposit 1 BTC exchange=PAPER symbol=BTC-USD cost_quote=1
            -> REFUSED account_closed account_id
        deposit 1000 USD key=d-1    -> REPLAYED
        report o1 x1 TRADE 1@90
        withdraw 900 USD
        open_account funding=PREFUNDED cost_basis=FIFO -> DUPLICATE
        close account=nobody        -> REFUSED unknown_account account_id
    )");
    EXPECT_EQ(bench.order("o2").state().reject_reason, "account_closed");
    EXPECT_EQ(bench.balance("USD"), "10 0");
}

}  // namespace
}  // namespace daybook::services
