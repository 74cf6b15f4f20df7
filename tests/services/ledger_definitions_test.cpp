#include <gtest/gtest.h>

#include "support/ledger_bench.hpp"
#include "support/sample_values.hpp"

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
        market X S BTC/USD 0.5 1 -> REFUSED already_defined_differently base_asset
        market X S ETH/BTC 0.5 1 -> REFUSED already_defined_differently quote_asset
        market X S ETH/USD 0 1 -> REFUSED increment_must_be_positive price_increment_quote
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

std::string define_btc_as(char const* state) {
    return std::string{define_btc}.append("state=").append(state);
}

TEST(LedgerDefineInstrument, AgainChangesTheRulesFromThenOn) {
    LedgerBench bench;
    bench.story(R"(
        deposit 1000 USD
        place o1 BUY 1@100
        place o2 BUY 1@100.005 -> REFUSED price_must_be_multiple_of_increment price_quote
        market PAPER BTC-USD BTC/USD 0.005 0.00000001 maker_fee_rate=0.01 taker_fee_rate=0.01
        market PAPER BTC-USD BTC/USD 0.005 0.00000001 maker_fee_rate=0.01 taker_fee_rate=0.01
            -> DUPLICATE
        place o2 BUY 1@100.005
    )");
    // o1 keeps what it was held at until something happens to it.
    EXPECT_EQ(bench.balance("USD"), "798.79495 201.20505");
    EXPECT_EQ(bench.order("o1").state().held->quote, support::amount("100.2"));
    bench.story("report o1 n1 NEW");
    EXPECT_EQ(bench.order("o1").state().held->quote, support::amount("101"));
    EXPECT_EQ(bench.balance("USD"), "797.99495 202.00505");
    EXPECT_EQ(bench.entries()[2].instrument_entry, 4U);
    EXPECT_EQ(bench.entries().back().instrument_entry, 5U);
    bench.story(R"(
        market PAPER BTC-USD BTC/USD 0.005 1 min_quantity_base=2 min_notional_quote=1
        place o3 BUY 1@1 -> REFUSED quantity_below_minimum quantity_base
        report o1 x1 TRADE 1@100 fee=0.5:USD
    )");
    EXPECT_EQ(bench.status("o1"), "FILLED 1 0");
}

TEST(LedgerDefineInstrument, WithAnotherStateHaltsAndReopens) {
    LedgerBench bench;
    bench.story("deposit 1000 USD");
    EXPECT_EQ(bench.said(define_btc_as("HALTED")), "DONE");
    EXPECT_EQ(bench.said(define_btc_as("HALTED")), "DUPLICATE");
    EXPECT_EQ(bench.said(define_btc), "DUPLICATE");
    EXPECT_EQ(bench.said("place o1 BUY 1@100"), "REFUSED instrument_halted");
    EXPECT_EQ(bench.status("o1"), "REJECTED 0 0");
    EXPECT_EQ(bench.order("o1").state().reject_reason, "instrument_halted");
    EXPECT_EQ(bench.said(define_btc_as("OPEN")), "DONE");
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
    EXPECT_EQ(bench.said(define_btc_as("HALTED")), "DONE");
    bench.story(R"(
        report o1 x1 TRADE 1@100
        cancel o1
        report o1 x2 CANCELED
    )");
    EXPECT_EQ(bench.status("o1"), "CANCELED 1 0");
}

TEST(LedgerCloseAccount, RefusesNewOrdersAndDepositsAndOpensAgain) {
    LedgerBench bench;
    bench.story(R"(
        deposit 1000 USD key=d-1
        withdraw 1000 USD
        close
        close                       -> DUPLICATE
        place o2 BUY 1@100          -> REFUSED account_closed
        place o2 BUY 1@100          -> REPLAYED account_closed
        deposit 1 USD               -> REFUSED account_closed account_id
        deposit 1 BTC exchange=PAPER symbol=BTC-USD cost_quote=1
            -> REFUSED account_closed account_id
        deposit 1000 USD key=d-1    -> REPLAYED
        close account=nobody        -> REFUSED unknown_account account_id
        open_account funding=MARGIN cost_basis=FIFO
            -> REFUSED already_defined_differently funding
        open_account funding=PREFUNDED cost_basis=FIFO
        open_account funding=PREFUNDED cost_basis=FIFO -> DUPLICATE
        deposit 1 USD
    )");
    EXPECT_EQ(bench.order("o2").state().reject_reason, "account_closed");
    EXPECT_EQ(bench.balance("USD"), "1 0");
}

TEST(LedgerCloseAccount, IsRefusedWhileAnythingKeepsItOpenAndSaysWhat) {
    LedgerBench bench{"funding=MARGIN cost_basis=FIFO"};
    auto const closing = [&] { return bench.run("close").detail; };
    bench.story("place o1 BUY 1@100");
    EXPECT_EQ(closing(), "account alpha cannot be closed: order " +
                             bench.order("o1").state().id.to_string() + " is working");
    bench.story("report o1 x1 TRADE 1@90");
    EXPECT_EQ(closing(), "account alpha cannot be closed: it has 1 BTC AVAILABLE");
    bench.story("withdraw 1 BTC");
    EXPECT_EQ(closing(), "account alpha cannot be closed: it has -90 USD AVAILABLE");
    bench.story("deposit 90 USD");
    EXPECT_EQ(closing(), "account alpha cannot be closed: its position in PAPER BTC-USD is 1");
    bench.story(R"(
        place o2 SELL 1@100
        report o2 x1 TRADE 1@100
        deposit 1 BTC
        withdraw 100 USD
        report none x1 TRADE 1@1    -> DISCREPANCY unknown_order
    )");
    EXPECT_EQ(closing(), "account alpha cannot be closed: discrepancy 1 is open");
    bench.story(R"(
        resolve 1 REJECT known
        close
    )");
}

TEST(LedgerCloseAccount, BooksWhatTheExchangeReportsAndTakesInWhatIsOwed) {
    LedgerBench bench;
    bench.story(R"(
        deposit 100 USD
        place o1 BUY 1@90
        report o1 x1 CANCELED
        withdraw 100 USD
        close
        report o1 x2 TRADE 1@90     -> DISCREPANCY fill_beyond_hold
        replace o1 2@90             -> REFUSED order_closed order
        deposit 90.1 USD            -> REFUSED account_closed amount
        deposit 40 USD
        deposit 50 USD
        deposit 1 USD               -> REFUSED account_closed account_id
        withdraw 1 BTC
    )");
    EXPECT_EQ(bench.balance("USD"), "0 0");
    EXPECT_EQ(bench.discrepancies(), "1 fill_beyond_hold OPEN, 2 overdrawn RESOLVED");
}

TEST(LedgerCloseAccount, LetsNoReplaceAskForMore) {
    LedgerBench bench;
    bench.story(R"(
        deposit 1000 USD
        withdraw 1000 USD
        close
        place o1 BUY 1@90 origin=EXTERNAL
        place o2 BUY 1@90            -> REFUSED account_closed
        report o2 n1 NEW             -> DISCREPANCY refused_order_lives
        replace o2 2@90              -> REFUSED account_closed quantity_base
        replace o2 1@91              -> REFUSED account_closed quantity_base
        replace o2 1@80
        cancel o2
    )");
}

}  // namespace
}  // namespace daybook::services
