#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "support/command_text.hpp"
#include "support/processor_bench.hpp"

namespace daybook::services {
namespace {

using support::ProcessorBench;

constexpr char const* world = R"(
    define_asset asset=USD display_decimals=2
    define_asset asset=BTC display_decimals=8
    define_asset asset=BNB display_decimals=8
    market PAPER BTC-USD BTC/USD 0.01 0.00000001 maker_fee_rate=0.001 taker_fee_rate=0.002
    open_account funding=PREFUNDED cost_basis=FIFO
    open_account account=beta funding=MARGIN cost_basis=AVERAGE
    deposit 10000 USD key=d-1
    deposit 5 BNB key=d-2
)";

struct Story {
    char const* name;
    char const* lines;
};

/// Each is told in every batching; whatever one command needs to know another may have written
/// in the same run, in an earlier one, or before everything.
constexpr Story stories[] = {
    {"trades", R"(
        place o1 BUY 2@100
        report o1 x1 NEW eoid=E1
        report - x2 TRADE 1@99 at_exchange=E1 fee=0.1:USD
        report - x2 TRADE 1@99 at_exchange=E1 fee=0.1:USD
        place o2 SELL 1@101
        report o2 y1 TRADE 1@101 fee=0.01:BNB
        report o1 x3 CANCELED
        place o1 BUY 2@100
        place o1 BUY 3@100
        deposit 10000 USD key=d-1
    )"},
    {"busts_with_fees_in_a_third_asset", R"(
        place o1 BUY 5@100
        report o1 x1 TRADE 1@99 fee=0.01:BNB
        report o1 x2 TRADE 2@98 fee=0.02:BNB
        report o1 b1 TRADE_CANCEL ref=x1
        report o1 c2 TRADE_CORRECT 1@97 fee=0.1:USD ref=x2
        report o1 c3 TRADE_CORRECT 1@96 fee=0.03:BNB ref=c2
        report o1 b1 TRADE_CANCEL ref=x1
        report o1 b4 TRADE_CANCEL ref=c3
        report o1 b5 TRADE_CANCEL ref=x2
    )"},
    {"corrections_before_their_trades", R"(
        place o1 BUY 5@100
        report o1 c1 TRADE_CORRECT 2@90 fee=0.01:BNB ref=x1
        report o1 b2 TRADE_CANCEL ref=x2
        report o1 x0 TRADE 1@99
        report o1 x2 TRADE 1@99 fee=0.01:BNB
        report o1 x1 TRADE 1@99 fee=0.1:USD
        report o1 x1 TRADE 1@99 fee=0.1:USD
        report o1 b1 TRADE_CANCEL ref=c1
    )"},
    {"references_by_the_keys_of_requests", R"(
        place o1 BUY 5@100
        report o1 x1 TRADE 1@99
        cancel o1 key=c-1
        report c-1 x1 TRADE 1@99
        report c-1 x1 TRADE 1@98
        replace c-1 6@100 key=r-1
        report r-1 x1 TRADE 1@99
        report r-1 x1 TRADE 1@98
        report r-1 x2 TRADE 1@97
        report o1 x2 TRADE 1@97
        report r-1 b1 TRADE_CANCEL ref=x1
        cancel r-1 key=c-2
        report c-2 x3 CANCELED
        report c-2 x2 TRADE 1@97
    )"},
    {"references_by_ids_of_the_exchange", R"(
        place o1 BUY 5@100
        place o2 BUY 5@100
        report o1 n1 NEW eoid=E1
        report - x1 TRADE 1@99 at_exchange=E1
        report - n2 REPLACED to=6@100 at_exchange=E1 eoid=E2
        report - x1 TRADE 1@99 at_exchange=E2
        report - n3 REPLACED to=7@100 at_exchange=E2 eoid=E3
        report - x1 TRADE 1@99 at_exchange=E3
        report - x1 TRADE 1@98 at_exchange=E3
        report - x1 TRADE 1@98 at_exchange=E3
        report - x4 TRADE 1@98 at_exchange=E1
        report o2 n1 NEW eoid=E3
        report - x5 TRADE 1@98 at_exchange=E3
        report - x5 TRADE 1@98 at_exchange=E3
        report o2 n4 ORDER_STATUS eoid=E4
        report - x5 TRADE 1@98 at_exchange=E3
        cancel at_exchange=E3 key=c-9
        report c-9 x1 TRADE 1@99
    )"},
    {"discrepancies", R"(
        place o1 BUY 5@100
        place o2 BUY 5@100
        report none x1 TRADE 1@99 fee=0.01:BNB
        report none x1 TRADE 1@99 fee=0.01:BNB
        report o1 x1 TRADE 1@99 fee=0.01:BNB
        report o2 x1 TRADE 1@98
        resolve 1 ACCEPT why order=o2
        resolve 1 ACCEPT why order=o1
        report o1 x1 TRADE 1@97
        report o1 x1 TRADE 1@97
        resolve 2 ACCEPT why
        report o1 x1 TRADE 1@97
        report none b1 TRADE_CANCEL ref=x1
        resolve 3 ACCEPT why order=o2
        report o2 x2 TRADE 9@98
        resolve 4 ACCEPT why
        resolve 4 REJECT why
    )"},
    {"reports_kept_before_their_order_came", R"(
        report o1 x1 TRADE 1@99
        report - x2 TRADE 1@99 at_exchange=E1
        place o1 BUY 5@100
        report o1 x1 TRADE 1@98
        report o1 x1 TRADE 1@99
        report o1 x1 TRADE 1@97
        report o1 x2 TRADE 1@97 eoid=E1
        report - x2 TRADE 1@99 at_exchange=E1
        resolve 3 ACCEPT why
        report o1 x1~3 TRADE 1@97
        report o1 x1~3 TRADE 1@96
    )"},
    {"accounts_and_definitions", R"(
        define_asset asset=ETH display_decimals=18
        market PAPER ETH-USD ETH/USD 0.01 0.0001
        deposit 2 ETH key=e-1 exchange=PAPER symbol=ETH-USD cost_quote=20
        place o1 BUY 5@100 symbol=ETH-USD
        report o1 x1 TRADE 1@99 fee=0.001:ETH
        place o1 BUY 5@100 symbol=ETH-USD account=beta
        report o1 x1 TRADE 1@99 account=beta
        report o1 b1 TRADE_CANCEL ref=x1
        open_account account=gamma funding=PREFUNDED cost_basis=LIFO
        deposit 50 ETH key=e-1 account=gamma
        market PAPER ETH-BTC ETH/BTC 0.01 0.0001 maker_fee_rate=-0.001
        place o2 SELL 5@1 symbol=ETH-BTC account=gamma
        report o2 x1 TRADE 2@1 fee=-0.01:BTC account=gamma
        place o3 SELL 5@1 symbol=ETH-BTC account=beta
        report o3 x1 TRADE 2@1 fee=0.01:BNB account=beta
        market PAPER ETH-USD ETH/USD 0.01 0.0001 state=HALTED
        place o4 BUY 5@100 symbol=ETH-USD
        market PAPER ETH-USD ETH/USD 0.01 0.0001 state=OPEN
        place o4 BUY 5@100 symbol=ETH-USD
        place o5 BUY 5@100 symbol=ETH-USD
        close account=gamma
        report o2 b1 TRADE_CANCEL ref=x1 account=gamma
    )"},
};

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    std::istringstream in{std::string{text}};
    for (std::string line; std::getline(in, line);) {
        if (line.find_first_not_of(' ') != std::string::npos) lines.push_back(line);
    }
    return lines;
}

/// What was answered and booked when runs end before the given lines.
struct Told {
    std::vector<std::string> answers;
    std::vector<model::Entry> alpha;
    std::vector<model::Entry> beta;
    std::vector<model::Entry> definitions;
};

Told tell(std::vector<std::string> const& lines, std::vector<bool> const& run_ends_before) {
    ProcessorBench bench;
    bench.setup(world);
    Told told;
    std::vector<std::string> run;
    auto const book = [&] {
        auto const answers = bench.run(run);
        told.answers.insert(told.answers.end(), answers.begin(), answers.end());
        run.clear();
    };
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (run_ends_before[i] && !run.empty()) book();
        run.push_back(lines[i]);
    }
    book();
    EXPECT_EQ(bench.verify(), "");
    told.alpha = bench.entries("alpha");
    told.beta = bench.entries("beta");
    told.definitions = bench.entries("@book");
    return told;
}

class Batching : public testing::TestWithParam<Story> {};

TEST_P(Batching, ChangesNoAnswerAndNoEntry) {
    auto const lines = lines_of(GetParam().lines);
    auto const one_by_one = tell(lines, std::vector(lines.size(), true));
    auto const expect_same = [&](std::vector<bool> const& ends, std::string const& how) {
        auto const told = tell(lines, ends);
        for (std::size_t i = 0; i < lines.size(); ++i) {
            EXPECT_EQ(told.answers[i], one_by_one.answers[i]) << how << ", " << lines[i];
        }
        EXPECT_TRUE(told.alpha == one_by_one.alpha) << how;
        EXPECT_TRUE(told.beta == one_by_one.beta) << how;
        EXPECT_TRUE(told.definitions == one_by_one.definitions) << how;
    };
    expect_same(std::vector(lines.size(), false), "all at once");
    for (std::size_t cut = 1; cut < lines.size(); ++cut) {
        std::vector ends(lines.size(), false);
        ends[cut] = true;
        expect_same(ends, "cut at " + std::to_string(cut));
        for (std::size_t again = cut + 1; again < lines.size(); ++again) {
            auto twice = ends;
            twice[again] = true;
            expect_same(twice, "cut at " + std::to_string(cut) + " and " + std::to_string(again));
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Of, Batching, testing::ValuesIn(stories),
                         [](auto const& story) { return std::string{story.param.name}; });

}  // namespace
}  // namespace daybook::services
