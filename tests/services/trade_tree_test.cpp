#include "services/trade_tree.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "model/names.hpp"
#include "support/sample_values.hpp"

namespace daybook::services {
namespace {

using namespace model;

/// Reads `x1 TRADE 1, c1 TRADE_CORRECT x1 2, b1 TRADE_CANCEL c1`, booked in that order.
ExecutionsOfOrder executions(std::string const& text) {
    ExecutionsOfOrder all;
    std::istringstream in{text};
    std::uint64_t seq = 0;
    for (std::string part; std::getline(in, part, ',');) {
        std::istringstream words{part};
        std::string id;
        std::string type;
        std::string reference;
        std::string quantity;
        words >> id >> type;
        Execution execution;
        execution.exec_id = ExecId{id};
        execution.exec_type = *from_name<ExecType>(type);
        if (type != "TRADE") {
            words >> reference;
            execution.exec_ref_id = ExecId{reference};
        }
        if (words >> quantity) {
            execution.last_quantity_base = support::quantity(quantity);
            execution.last_price_quote = support::price("1");
        }
        execution.entry_seq = ++seq;
        all.emplace(execution.exec_id, execution);
    }
    return all;
}

TEST(EffectiveTerms, AreThoseOfTheLastCorrectionOfEachStep) {
    struct Case {
        char const* executions;
        /// Quantity of x1; empty where it is busted.
        char const* expected;
    };
    constexpr Case cases[] = {
        {"x1 TRADE 1", "1"},
        {"x1 TRADE 1, c1 TRADE_CORRECT x1 2", "2"},
        {"c1 TRADE_CORRECT x1 2, x1 TRADE 1", "2"},
        {"x1 TRADE 1, c1 TRADE_CORRECT x1 2, c2 TRADE_CORRECT c1 3", "3"},
        {"c2 TRADE_CORRECT c1 3, c1 TRADE_CORRECT x1 2, x1 TRADE 1", "3"},
        {"x1 TRADE 1, c1 TRADE_CORRECT x1 2, c2 TRADE_CORRECT x1 3", "3"},
        {"x1 TRADE 1, c2 TRADE_CORRECT x1 2, c1 TRADE_CORRECT x1 3", "3"},
        {"x1 TRADE 1, b1 TRADE_CANCEL x1", ""},
        {"b1 TRADE_CANCEL x1, x1 TRADE 1", ""},
        {"x1 TRADE 1, c1 TRADE_CORRECT x1 2, b1 TRADE_CANCEL c1", ""},
        {"x1 TRADE 1, c1 TRADE_CORRECT x1 2, b1 TRADE_CANCEL x1", ""},
        {"x1 TRADE 1, b1 TRADE_CANCEL x1, c1 TRADE_CORRECT x1 2", ""},
        {"x1 TRADE 1, b1 TRADE_CANCEL c9", "1"},
        {"x1 TRADE 1, x2 TRADE 5, b1 TRADE_CANCEL x2", "1"},
        {"x1 TRADE 1, b2 TRADE_CANCEL b1, n1 NEW x1", "1"},
        {"x1 TRADE 1, c1 TRADE_CORRECT c2 7, c2 TRADE_CORRECT c1 8", "1"},
    };
    for (auto const& [text, expected] : cases) {
        auto const all = executions(text);
        auto const terms = effective_terms(all.at(ExecId{"x1"}), all);
        EXPECT_EQ(terms ? terms->quantity_base.value().to_string() : "", expected) << text;
    }
}

TEST(RootOf, FollowsReferencesToTheTrade) {
    auto const all = executions(
        "x1 TRADE 1, c1 TRADE_CORRECT x1 2, c2 TRADE_CORRECT c1 2, b1 TRADE_CANCEL c2, "
        "m1 TRADE_CORRECT gone 1, m2 TRADE_CANCEL m1, n1 NEW x1, t1 TRADE_CANCEL n1, "
        "t2 TRADE_CANCEL b1, r1 TRADE_CORRECT r2 1, r2 TRADE_CORRECT r1 1, s1 TRADE_CANCEL s1");
    struct Case {
        char const* id;
        RootKind kind;
    };
    constexpr Case cases[] = {
        {"x1", RootKind::trade},       {"c1", RootKind::trade},       {"c2", RootKind::trade},
        {"b1", RootKind::trade},       {"m1", RootKind::missing},     {"m2", RootKind::missing},
        {"t1", RootKind::not_a_trade}, {"t2", RootKind::not_a_trade}, {"r1", RootKind::not_a_trade},
        {"r2", RootKind::not_a_trade}, {"s1", RootKind::not_a_trade},
    };
    for (auto const& [id, kind] : cases) {
        auto const root = TradeTree{all}.root_of(all.at(ExecId{id}));
        EXPECT_EQ(root.kind, kind) << id;
        EXPECT_EQ(root.trade, kind == RootKind::trade ? &all.at(ExecId{"x1"}) : nullptr) << id;
    }
}

}  // namespace
}  // namespace daybook::services
