#include <gtest/gtest.h>

#include "support/ledger_bench.hpp"

namespace daybook::services {
namespace {

using support::LedgerBench;

constexpr char const* is_open = "1 overdrawn OPEN";

/// Without fees but those that are reported.
LedgerBench bench(std::string_view account = "funding=PREFUNDED cost_basis=FIFO") {
    LedgerBench bench{account};
    bench.story("market PAPER BTC-USD BTC/USD 0.01 0.00000001");
    return bench;
}

TEST(LedgerOverdrawn, IsToldWhateverMadeIt) {
    struct Case {
        char const* what;
        char const* story;
    };
    constexpr Case cases[] = {
        {"a fee beyond the proceeds", R"(
            deposit 1 BTC
            place o SELL 1@10
            report o x1 TRADE 1@10 fee=11:USD      -> DISCREPANCY overdrawn
        )"},
        {"a fee in a third asset", R"(
            deposit 10 USD
            place o BUY 1@10
            report o x1 TRADE 1@10 fee=0.1:BNB     -> DISCREPANCY overdrawn
        )"},
        {"a fee in the base asset when all is sold", R"(
            deposit 1 BTC
            place o SELL 1@10
            report o x1 TRADE 1@10 fee=0.1:BTC     -> DISCREPANCY overdrawn
        )"},
        {"a bust after a withdrawal", R"(
            deposit 10 USD
            place o BUY 1@10
            report o x1 TRADE 1@10
            withdraw 1 BTC
            report o x2 TRADE_CANCEL ref=x1        -> DISCREPANCY overdrawn
        )"},
        {"terms raised by the exchange", R"(
            deposit 10 USD
            place o BUY 1@10
            report o x1 REPLACED to=2              -> DISCREPANCY overdrawn
        )"},
        {"an order that was placed elsewhere", R"(
            place o BUY 1@10 origin=EXTERNAL
        )"},
    };
    for (auto const& [what, story] : cases) {
        SCOPED_TRACE(what);
        auto with = bench();
        with.story(story);
        EXPECT_EQ(with.discrepancies(), is_open);
    }
}

TEST(LedgerOverdrawn, OpensOnceAndClosesWhenItIsCovered) {
    auto with = bench();
    with.story(R"(
        deposit 10 USD
        place o BUY 1@10
        report o x1 REPLACED to=2            -> DISCREPANCY overdrawn
        report o x2 REPLACED to=3
    )");
    EXPECT_EQ(with.discrepancies(), is_open);
    auto const& balance = with.book().balances.at(model::AssetCode{"USD"});
    EXPECT_EQ(balance.overdrawn, 1U);
    with.story("deposit 19.99 USD");
    EXPECT_EQ(with.discrepancies(), is_open);
    with.story("deposit 0.01 USD");
    EXPECT_EQ(with.discrepancies(), "1 overdrawn RESOLVED");
    EXPECT_EQ(with.book().discrepancies.at(1).reason, "covered by entry 7");
    EXPECT_EQ(with.book().discrepancies.at(1).resolution, std::nullopt);
    EXPECT_EQ(with.book().balances.at(model::AssetCode{"USD"}).overdrawn, std::nullopt);
    with.story("report o x3 REPLACED to=4        -> DISCREPANCY overdrawn");
    EXPECT_EQ(with.discrepancies(), "1 overdrawn RESOLVED, 2 overdrawn OPEN");
}

TEST(LedgerOverdrawn, IsResolvedByNobodyButWhatCoversIt) {
    auto with = bench();
    with.story(R"(
        place o BUY 1@10 origin=EXTERNAL
        resolve 1 ACCEPT why                 -> REFUSED account_overdrawn discrepancy
        resolve 1 REJECT why                 -> REFUSED account_overdrawn discrepancy
        deposit 10 USD
        resolve 1 ACCEPT why                 -> REFUSED already_resolved discrepancy
    )");
}

TEST(LedgerOverdrawn, IsNothingThatAMarginAccountIs) {
    auto with = bench("funding=MARGIN cost_basis=FIFO");
    with.story(R"(
        place o BUY 1@10
        report o x1 TRADE 1@10 fee=0.1:BNB
    )");
    EXPECT_EQ(with.discrepancies(), "");
}

}  // namespace
}  // namespace daybook::services
