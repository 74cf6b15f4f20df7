#include <gtest/gtest.h>

#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "support/ledger_bench.hpp"

namespace daybook::services {
namespace {

using support::LedgerBench;

/// A way to break one rule: members to change, or a state of the book.
struct Breakage {
    std::string refusal;
    std::string field;
    std::string members;
};

std::set<std::string> names_in(std::string const& members) {
    std::set<std::string> names;
    std::istringstream in{members};
    for (std::string word; in >> word;) names.insert(word.substr(0, word.find('=')));
    return names;
}

bool share_a_member(Breakage const& a, Breakage const& b) {
    for (auto const& name : names_in(a.members)) {
        if (names_in(b.members).contains(name)) return true;
    }
    return false;
}

std::string said_of(Breakage const& breakage) {
    auto const said = "REFUSED " + breakage.refusal;
    return breakage.field.empty() ? said : said + " " + breakage.field;
}

/// Breaks each rule alone, then every two that can be broken at once: the first one answers.
void expect_precedence(LedgerBench& bench, std::string const& command,
                       std::vector<Breakage> const& breakages) {
    for (std::size_t i = 0; i < breakages.size(); ++i) {
        auto const& first = breakages[i];
        EXPECT_EQ(bench.said(command + " " + first.members), said_of(first)) << first.members;
        for (std::size_t j = i + 1; j < breakages.size(); ++j) {
            auto const& second = breakages[j];
            if (share_a_member(first, second)) continue;
            auto const both = command + " " + first.members + " " + second.members;
            EXPECT_EQ(bench.said(both), said_of(first)) << both;
        }
    }
}

/// BTC-USD on STRICT, with minimums.
LedgerBench strict_bench() {
    LedgerBench bench;
    bench.story(R"(
        market STRICT BTC-USD BTC/USD 0.5 0.1 min_quantity_base=0.5 min_notional_quote=10
        deposit 1000 USD key=d-1
    )");
    return bench;
}

std::vector<Breakage> const& limit_breakages() {
    static std::vector<Breakage> const all{
        {"idempotency_key_reused", "command", "key=d-1 account=alpha"},
        {"unknown_account", "account_id", "account=nobody"},
        {"unknown_instrument", "symbol", "symbol=NONE"},
        {"quantity_must_be_positive", "quantity_base", "quantity_base=0"},
        {"quantity_must_be_positive", "quantity_base", "quantity_base=-1"},
        {"quantity_must_be_multiple_of_increment", "quantity_base", "quantity_base=0.25"},
        {"quantity_below_minimum", "quantity_base", "quantity_base=0.4"},
        {"price_required", "price_quote", "price_quote="},
        {"price_must_be_positive", "price_quote", "price_quote=0"},
        {"price_must_be_positive", "price_quote", "price_quote=-100"},
        {"price_must_be_multiple_of_increment", "price_quote", "price_quote=100.25"},
        {"stop_price_required", "stop_price_quote", "type=STOP_LIMIT"},
        {"stop_price_not_allowed", "stop_price_quote", "stop_price_quote=100 type=LIMIT"},
        {"stop_price_must_be_positive", "stop_price_quote", "type=STOP_LIMIT stop_price_quote=0"},
        {"stop_price_must_be_multiple_of_increment", "stop_price_quote",
         "type=STOP_LIMIT stop_price_quote=0.1"},
        {"notional_below_minimum", "price_quote", "price_quote=0.5"},
        {"expiry_required", "expires_at", "time_in_force=GTD expires_at="},
        {"expiry_not_allowed", "expires_at", "time_in_force=GTC expires_at=2027-01-01T00:00:00Z"},
        {"expiry_must_be_in_the_future", "expires_at",
         "time_in_force=GTD expires_at=2026-11-21T09:00:00Z"},
        {"budget_not_allowed", "budget_quote", "budget_quote=50"},
        {"amount_out_of_range", "quantity_base",
         "quantity_base=100000000000000000000 price_quote=100"},
    };
    return all;
}

TEST(LedgerPlaceOrder, OfTwoBrokenRulesTheFirstByPrecedenceAnswers) {
    auto bench = strict_bench();
    expect_precedence(bench, "place o1 BUY 1@100 exchange=STRICT", limit_breakages());
    EXPECT_TRUE(bench.book().orders.empty());
    // No refusal of a malformed order takes the key.
    EXPECT_EQ(bench.said("place o1 BUY 1@100 exchange=STRICT"), "DONE");
}

TEST(LedgerPlaceOrder, OfARuleAndTheStateOfTheBookTheRuleAnswers) {
    struct State {
        std::string refusal;
        std::string story;
    };
    State const states[] = {
        {"account_closed", "close"},
        {"instrument_halted",
         "define_instrument exchange=STRICT symbol=BTC-USD base_asset=BTC quote_asset=USD "
         "price_increment_quote=0.5 quantity_increment_base=0.1 min_quantity_base=0.5 "
         "min_notional_quote=10 state=HALTED"},
        {"insufficient_funds", "withdraw 1000 USD"},
    };
    for (std::size_t i = 0; i < std::size(states); ++i) {
        auto bench = strict_bench();
        // An account is closed when it is empty.
        for (auto j = std::size(states); j-- > i;) bench.story(states[j].story);
        expect_precedence(bench, "place o1 BUY 1@100 exchange=STRICT", limit_breakages());
        EXPECT_EQ(bench.said("place o1 BUY 1@100 exchange=STRICT"), "REFUSED " + states[i].refusal);
        EXPECT_EQ(bench.status("o1"), "REJECTED 0 0");
    }
}

TEST(LedgerPlaceOrder, WithoutALimitOfTwoBrokenRulesTheFirstAnswers) {
    auto bench = strict_bench();
    std::vector<Breakage> const breakages{
        {"quantity_must_be_positive", "quantity_base", "quantity_base=0"},
        {"price_not_allowed", "price_quote", "price_quote=100"},
        {"stop_price_required", "stop_price_quote", "type=STOP stop_price_quote="},
        {"stop_price_not_allowed", "stop_price_quote", "type=MARKET stop_price_quote=100"},
        {"stop_price_must_be_positive", "stop_price_quote", "type=STOP stop_price_quote=-1"},
        {"notional_below_minimum", "budget_quote", "budget_quote=9"},
        {"expiry_required", "expires_at", "time_in_force=GTD expires_at="},
        {"budget_required", "budget_quote", "side=BUY budget_quote="},
        {"budget_not_allowed", "budget_quote", "side=SELL"},
    };
    expect_precedence(bench, "place o1 BUY 1 exchange=STRICT budget_quote=500", breakages);
    bench.story(R"(
        place o2 BUY 1 budget_quote=0       -> REFUSED budget_must_be_positive budget_quote
        place o2 BUY 1 budget_quote=-5      -> REFUSED budget_must_be_positive budget_quote
        place o2 BUY 1                      -> REFUSED budget_required budget_quote
        place o2 BUY 1 type=STOP stop_price_quote=100 -> REFUSED budget_required budget_quote
        place o2 BUY 1 type=STOP stop_price_quote=100 budget_quote=100
    )");
    LedgerBench margin{"funding=MARGIN cost_basis=FIFO"};
    EXPECT_EQ(margin.said("place o1 BUY 1"), "DONE");
    EXPECT_EQ(margin.said("place o2 SELL 1"), "DONE");
}

TEST(LedgerReplaceOrder, OfTwoBrokenRulesTheFirstAnswers) {
    auto bench = strict_bench();
    bench.story("place o1 BUY 1@100 exchange=STRICT");
    std::vector<Breakage> const breakages{
        {"idempotency_key_reused", "command", "key=d-1 account=alpha"},
        {"missing_field", "quantity_base", "quantity_base= price_quote="},
        {"unknown_account", "account_id", "account=nobody"},
        {"unknown_order", "order", "order=none"},
        {"quantity_must_be_positive", "quantity_base", "quantity_base=-1"},
        {"quantity_must_be_multiple_of_increment", "quantity_base", "quantity_base=1.05"},
        {"quantity_below_minimum", "quantity_base", "quantity_base=0.1"},
        {"price_must_be_positive", "price_quote", "price_quote=-1"},
        {"price_must_be_multiple_of_increment", "price_quote", "price_quote=0.75"},
        {"notional_below_minimum", "price_quote", "price_quote=1"},
        {"amount_out_of_range", "quantity_base",
         "quantity_base=100000000000000000000 price_quote=101"},
        {"insufficient_funds", "quantity_base", "quantity_base=11 price_quote=101"},
    };
    expect_precedence(bench, "replace o1 1@101", breakages);
    EXPECT_EQ(bench.status("o1"), "PENDING_NEW 0 1");
    EXPECT_EQ(bench.balance("USD"), "900 100");
}

TEST(LedgerDeposit, OfTwoBrokenRulesTheFirstAnswers) {
    auto bench = strict_bench();
    std::vector<Breakage> const money{
        {"idempotency_key_reused", "amount", "key=d-1 account=alpha asset=USD"},
        {"unknown_account", "account_id", "account=nobody"},
        {"unknown_asset", "asset", "asset=GBP"},
        {"amount_must_be_positive", "amount", "amount=0"},
        {"amount_must_be_positive", "amount", "amount=-1"},
    };
    expect_precedence(bench, "deposit 5 USD", money);
    std::vector<Breakage> const opening{
        {"invalid_value", "cost_quote", "cost_quote=-1"},
        {"unknown_account", "account_id", "account=nobody"},
        {"unknown_asset", "asset", "asset=GBP"},
        {"unknown_instrument", "symbol", "symbol=NONE"},
        {"amount_must_be_positive", "amount", "amount=0"},
    };
    expect_precedence(bench, "deposit 5 BTC exchange=STRICT symbol=BTC-USD cost_quote=1", opening);
    EXPECT_EQ(bench.said("deposit 5 USD exchange=STRICT symbol=BTC-USD cost_quote=1"),
              "REFUSED invalid_value asset");
}

TEST(LedgerWithdraw, OfTwoBrokenRulesTheFirstAnswers) {
    auto bench = strict_bench();
    expect_precedence(bench, "withdraw 5 USD",
                      {{"idempotency_key_reused", "command", "key=d-1 account=alpha"},
                       {"unknown_account", "account_id", "account=nobody"},
                       {"unknown_asset", "asset", "asset=GBP"},
                       {"amount_must_be_positive", "amount", "amount=0"},
                       {"insufficient_funds", "amount", "amount=1000.01"}});
    EXPECT_EQ(bench.said("withdraw 1000 USD"), "DONE");
    EXPECT_EQ(bench.said("withdraw 0.000000000000000001 USD"), "REFUSED insufficient_funds amount");
}

TEST(LedgerBookExecution, IsRefusedForWhatNoExchangeReports) {
    auto bench = strict_bench();
    bench.story("place o1 BUY 1@100");
    expect_precedence(
        bench, "report o1 x1 TRADE 1@100",
        {{"invalid_value", "quantity_base", "quantity_base=-1"},
         {"invalid_value", "cumulative_base", "cumulative_base=-1"},
         {"invalid_value", "leaves_base", "leaves_base=-1"},
         {"unknown_account", "account_id", "account=nobody"},
         {"unknown_asset", "fee.asset", "fee=1:GBP"},
         {"quantity_must_be_positive", "last_quantity_base", "last_quantity_base=0"}});
    EXPECT_EQ(bench.said("report o1 x1 REPLACED to=-1"), "REFUSED invalid_value quantity_base");
    EXPECT_EQ(bench.status("o1"), "PENDING_NEW 0 1");
}

TEST(LedgerResolve, OfTwoBrokenRulesTheFirstAnswers) {
    auto bench = strict_bench();
    bench.story(R"(
        report none x1 TRADE 1@1        -> DISCREPANCY unknown_order
    )");
    expect_precedence(bench, "resolve 1 ACCEPT why",
                      {{"idempotency_key_reused", "command", "key=d-1 account=alpha"},
                       {"unknown_account", "account_id", "account=nobody"},
                       {"unknown_order", "order", "order=nothing"},
                       {"unknown_discrepancy", "discrepancy", "discrepancy=2"}});
}

TEST(LedgerAmounts, BeyondTheRangeAreRefusedOrOfReportsKeptAside) {
    LedgerBench bench{"funding=MARGIN cost_basis=FIFO"};
    bench.story(R"(
        deposit 170141183460469231731 USD
        deposit 1 USD           -> REFUSED amount_out_of_range amount
        withdraw 170141183460469231731 USD
        deposit 1 USD
        deposit 100000000000000000000 BTC exchange=PAPER symbol=BTC-USD cost_quote=1
            -> REFUSED amount_out_of_range amount
        deposit 1 BTC exchange=PAPER symbol=BTC-USD cost_quote=100000000000000000000
            -> REFUSED amount_out_of_range amount
        place o1 BUY 1@100
        report o1 x1 TRADE 80000000000000000000@0     -> DISCREPANCY overfill
        report o1 x2 TRADE 80000000000000000000@0     -> DISCREPANCY out_of_range
        report o1 x2 TRADE 80000000000000000000@0     -> DUPLICATE
        report o1 x3 TRADE 1@100000000000000000000    -> DISCREPANCY out_of_range
        report o1 x4 TRADE 1@80000000000000000000 fee=160000000000000000000:USD
            -> DISCREPANCY out_of_range
        report o1 x5 TRADE 100@100000000000000000000  -> DISCREPANCY out_of_range
        report o1 x6 TRADE_CORRECT 160000000000000000000@0 ref=x1
            -> DISCREPANCY out_of_range
        resolve 3 ACCEPT why                          -> REFUSED amount_out_of_range discrepancy
        resolve 3 REJECT why
        report o1 x7 TRADE_CANCEL ref=x1
        report o1 x8 RESTATED to=170141183460469231731@170141183460469231731
    )");
    EXPECT_EQ(bench.position(), "0 0 0 0");
}

TEST(LedgerAmounts, OfAHoldBeyondTheRangeAreRefused) {
    LedgerBench bench;
    bench.story(R"(
        deposit 170141183460469231731 USD
        place o2 BUY 1000@160000000000000000
        replace o2 2000@160000000000000000              -> REFUSED amount_out_of_range quantity_base
        report o2 x1 RESTATED to=2000@160000000000000000   -> DISCREPANCY out_of_range
        report o2 x2 TRADE 1000@160000000000000000         -> DISCREPANCY out_of_range
        report o2 x3 TRADE 100@160000000000000000
    )");
    EXPECT_EQ(bench.status("o2"), "PARTIALLY_FILLED 100 900");
}

}  // namespace
}  // namespace daybook::services
