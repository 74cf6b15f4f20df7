#include <gtest/gtest.h>

#include <string>

#include "support/fix_scenarios.hpp"
#include "support/ledger_bench.hpp"

namespace daybook::services {
namespace {

using support::FixRow;
using support::FixScenario;

/// The row as a command of the small language; see command_text.hpp.
std::string command_of(FixRow const& row, int number) {
    auto const& words = row.words;
    auto const word = [&](std::size_t at) { return at < words.size() ? words[at] : std::string{}; };
    auto const terms = [&](std::size_t at) {
        return word(at) + (words.size() > at + 1 ? "@" + word(at + 1) : std::string{});
    };
    if (word(0) == "request") {
        auto const key = row.name.empty() ? std::string{} : " key=" + row.name;
        if (word(1) == "cancel") return "cancel o1" + key;
        return "replace o1 " + terms(2) + key;
    }
    auto const& type = word(1);
    auto const begin = "report o1 ";
    if (type == "TRADE") return begin + word(2) + " TRADE " + terms(3);
    if (type == "TRADE_CANCEL") return begin + word(2) + " TRADE_CANCEL ref=" + word(3);
    if (type == "TRADE_CORRECT") {
        return begin + word(2) + " TRADE_CORRECT " + terms(4) + " ref=" + word(3);
    }
    auto const text = "report " + (row.name.empty() ? "o1" : row.name) + " s" +
                      std::to_string(number) + " " + type;
    if (words.size() == 2) return text;
    return text + (type == "STOPPED" ? " " + terms(2) : " to=" + terms(2));
}

/// Scenario, side, funding.
using Case = std::tuple<FixScenario, std::string, std::string>;

std::string name_of_case(testing::TestParamInfo<Case> const& info) {
    auto const& [scenario, side, funding] = info.param;
    return support::test_name(scenario) + "_" + side + "_" + funding;
}

class LedgerFixScenario : public testing::TestWithParam<Case> {};

TEST_P(LedgerFixScenario, GivesTheStandardsStatusAndQuantitiesAfterEveryCommand) {
    auto const& [scenario, side, funding] = GetParam();
    support::LedgerBench bench{"funding=" + funding + " cost_basis=FIFO"};
    bench.story(R"(
        deposit 1000000 USD
        deposit 1000000 BTC exchange=PAPER symbol=BTC-USD cost_quote=5000000
    )");
    auto const place = "place o1 " + side + " " + scenario.quantity +
                       "@10 time_in_force=" + scenario.time_in_force;
    ASSERT_EQ(bench.said(place), "DONE");
    int number = 0;
    for (auto const& row : scenario.rows) {
        // What a hold pays for has gone with the order: a late trade takes from AVAILABLE.
        bool const is_late =
            funding == "PREFUNDED" && row.words[1] == "TRADE" && !bench.order("o1").is_live();
        EXPECT_EQ(bench.said(command_of(row, ++number)),
                  is_late ? "DISCREPANCY fill_beyond_hold" : "DONE")
            << "line " << row.line;
        EXPECT_EQ(bench.status("o1"), row.expected) << scenario.title << ", line " << row.line;
    }
}

INSTANTIATE_TEST_SUITE_P(Fix, LedgerFixScenario,
                         testing::Combine(testing::ValuesIn(support::fix_scenarios()),
                                          testing::Values("BUY", "SELL"),
                                          testing::Values("PREFUNDED", "MARGIN")),
                         name_of_case);

}  // namespace
}  // namespace daybook::services
