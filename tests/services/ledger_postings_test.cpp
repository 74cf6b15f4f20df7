#include <gtest/gtest.h>

#include "support/ledger_bench.hpp"

namespace daybook::services {
namespace {

using support::LedgerBench;

struct Case {
    char const* what;
    /// The story so far; the last command is the one that posts.
    char const* before;
    char const* command;
    char const* postings;
};

void expect_postings(char const* account, std::vector<Case> const& cases) {
    for (auto const& [what, before, command, postings] : cases) {
        LedgerBench bench{account};
        bench.story(before);
        auto const said = bench.said(command);
        EXPECT_TRUE(said == "DONE" || said.starts_with("DISCREPANCY")) << what << ": " << said;
        EXPECT_EQ(bench.postings(), postings) << what;
    }
}

TEST(LedgerPostings, OfAPrefundedAccountFollowTheTable) {
    expect_postings(
        "funding=PREFUNDED cost_basis=FIFO",
        {
            {"deposit", "", "deposit 5 USD", "AVAILABLE USD 5, EXTERNAL USD -5"},
            {"withdraw", "deposit 5 USD", "withdraw 2 USD", "AVAILABLE USD -2, EXTERNAL USD 2"},
            {"an opening position", "",
             "deposit 2 BTC exchange=PAPER symbol=BTC-USD cost_quote=150",
             "AVAILABLE BTC 2, TRADING BTC -2, TRADING USD 150, EXTERNAL USD -150"},
            {"an opening position for nothing", "",
             "deposit 2 BTC exchange=PAPER symbol=BTC-USD cost_quote=0",
             "AVAILABLE BTC 2, TRADING BTC -2"},
            {"place BUY", "deposit 500 USD", "place o1 BUY 2@100",
             "AVAILABLE USD -200.4, HELD USD 200.4"},
            {"place SELL", "deposit 2 BTC", "place o1 SELL 2@100", "AVAILABLE BTC -2, HELD BTC 2"},
            {"a refused order", "", "report none x1 NEW", ""},
            {"BUY fill at the limit, fee in quote", "deposit 500 USD\n place o1 BUY 2@100",
             "report o1 x1 TRADE 2@100 fee=0.4:USD",
             "AVAILABLE BTC 2, TRADING BTC -2, HELD USD -200.4, TRADING USD 200, FEES USD 0.4"},
            {"BUY fill without a fee releases it", "deposit 500 USD\n place o1 BUY 2@100",
             "report o1 x1 TRADE 2@100",
             "AVAILABLE BTC 2, TRADING BTC -2, AVAILABLE USD 0.4, HELD USD -200.4, "
             "TRADING USD 200"},
            {"BUY fill with a rebate", "deposit 500 USD\n place o1 BUY 2@100",
             "report o1 x1 TRADE 2@100 fee=-0.1:USD",
             "AVAILABLE BTC 2, TRADING BTC -2, AVAILABLE USD 0.5, HELD USD -200.4, "
             "TRADING USD 200, FEES USD -0.1"},
            {"BUY fill with a fee in base", "deposit 500 USD\n place o1 BUY 2@100",
             "report o1 x1 TRADE 1@100 fee=0.001:BTC",
             "AVAILABLE BTC 0.999, TRADING BTC -1, FEES BTC 0.001, AVAILABLE USD 0.2, "
             "HELD USD -100.2, TRADING USD 100"},
            {"BUY fill with a fee in a third asset",
             "deposit 500 USD\n deposit 1 BNB\n place o1 BUY 2@100",
             "report o1 x1 TRADE 1@100 fee=0.01:BNB",
             "AVAILABLE BNB -0.01, FEES BNB 0.01, AVAILABLE BTC 1, TRADING BTC -1, "
             "AVAILABLE USD 0.2, HELD USD -100.2, TRADING USD 100"},
            {"SELL fill with a fee in quote", "deposit 2 BTC\n place o1 SELL 2@100",
             "report o1 x1 TRADE 1@101 fee=0.2:USD",
             "HELD BTC -1, TRADING BTC 1, AVAILABLE USD 100.8, TRADING USD -101, FEES USD 0.2"},
            {"SELL fill with a fee in base", "deposit 2 BTC\n place o1 SELL 1@100",
             "report o1 x1 TRADE 1@100 fee=0.01:BTC",
             "AVAILABLE BTC -0.01, HELD BTC -1, TRADING BTC 1, FEES BTC 0.01, "
             "AVAILABLE USD 100, TRADING USD -100"},
            {"cancel", "deposit 500 USD\n place o1 BUY 2@100\n report o1 x1 TRADE 1@100",
             "report o1 x2 CANCELED", "AVAILABLE USD 100.2, HELD USD -100.2"},
            {"a status moves nothing", "deposit 500 USD\n place o1 BUY 2@100",
             "report o1 x1 STOPPED 1@100", ""},
            {"a late trade takes from AVAILABLE",
             "deposit 500 USD\n place o1 BUY 2@100\n report o1 x1 CANCELED",
             "report o1 x2 TRADE 1@100 fee=0.1:USD",
             "AVAILABLE BTC 1, TRADING BTC -1, AVAILABLE USD -100.1, TRADING USD 100, "
             "FEES USD 0.1"},
            {"bust of a BUY restores the hold",
             "deposit 500 USD\n place o1 BUY 2@100\n report o1 x1 TRADE 1@90 fee=0.1:USD",
             "report o1 x2 TRADE_CANCEL ref=x1",
             "AVAILABLE BTC -1, TRADING BTC 1, AVAILABLE USD -10.1, HELD USD 100.2, "
             "TRADING USD -90, FEES USD -0.1"},
            {"bust of a canceled order gives back to AVAILABLE",
             "deposit 500 USD\n place o1 BUY 2@100\n report o1 x1 TRADE 1@90 fee=0.1:USD\n"
             "report o1 x2 CANCELED",
             "report o1 x3 TRADE_CANCEL ref=x1",
             "AVAILABLE BTC -1, TRADING BTC 1, AVAILABLE USD 90.1, TRADING USD -90, "
             "FEES USD -0.1"},
            {"bust of a SELL",
             "deposit 2 BTC\n place o1 SELL 2@100\n report o1 x1 TRADE 2@100 fee=0.2:USD",
             "report o1 x2 TRADE_CANCEL ref=x1",
             "HELD BTC 2, TRADING BTC -2, AVAILABLE USD -199.8, TRADING USD 200, FEES USD -0.2"},
            {"a correction books the difference",
             "deposit 500 USD\n place o1 BUY 2@100\n report o1 x1 TRADE 1@90 fee=0.1:USD",
             "report o1 x2 TRADE_CORRECT 1@95 fee=0.1:USD ref=x1",
             "AVAILABLE USD -5, TRADING USD 5"},
            {"a correction to another fee asset",
             "deposit 500 USD\n place o1 BUY 2@100\n report o1 x1 TRADE 1@90 fee=0.1:USD",
             "report o1 x2 TRADE_CORRECT 1@90 fee=0.01:BNB ref=x1",
             "AVAILABLE BNB -0.01, FEES BNB 0.01, AVAILABLE USD 0.1, FEES USD -0.1"},
        });
}

TEST(LedgerPostings, OfAMarginAccountHoldNothing) {
    expect_postings("funding=MARGIN cost_basis=AVERAGE",
                    {
                        {"place", "", "place o1 BUY 2@100", ""},
                        {"BUY fill", "place o1 BUY 2@100", "report o1 x1 TRADE 1@99 fee=0.1:USD",
                         "AVAILABLE BTC 1, TRADING BTC -1, AVAILABLE USD -99.1, TRADING USD 99, "
                         "FEES USD 0.1"},
                        {"SELL fill", "place o1 SELL 2@100", "report o1 x1 TRADE 1@99",
                         "AVAILABLE BTC -1, TRADING BTC 1, AVAILABLE USD 99, TRADING USD -99"},
                        {"withdraw", "", "withdraw 7 USD", "AVAILABLE USD -7, EXTERNAL USD 7"},
                    });
}

TEST(LedgerOpening, ClosesAShortAtItsCost) {
    LedgerBench bench{"funding=MARGIN cost_basis=FIFO"};
    bench.story(R"(
        place o1 SELL 2@100
        report o1 x1 TRADE 2@100
        deposit 3 BTC exchange=PAPER symbol=BTC-USD cost_quote=240
    )");
    EXPECT_EQ(bench.position(), "1 80 40 0");
    EXPECT_EQ(bench.lots(), "1@80");
    EXPECT_EQ(bench.balance("BTC"), "1 0");
}

TEST(LedgerOpening, IsNotTheSameAsADepositWithoutAPosition) {
    LedgerBench bench;
    bench.story(R"(
        deposit 3 BTC
        deposit 2 BTC exchange=PAPER symbol=BTC-USD cost_quote=100
    )");
    EXPECT_EQ(bench.position(), "2 100 0 0");
    EXPECT_EQ(bench.balance("BTC"), "5 0");
    EXPECT_EQ(bench.balance("USD"), "0 0");
}

}  // namespace
}  // namespace daybook::services
