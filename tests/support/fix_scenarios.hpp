#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace daybook::support {

/// One row: what happens, and OrdStatus, CumQty and LeavesQty after it.
struct FixRow {
    /// `report TRADE e1 2000 10`, `request replace 8000`: the words.
    std::vector<std::string> words;
    std::string expected;
    int line = 0;
    /// `request replace 8000 as Y`, `report REPLACE_REJECTED of Y`: the request's name; empty where
    /// it has none.
    std::string name{};
};

/// One scenario of FIX's Order State Change Matrices; see fix_order_state_scenarios.hpp.
struct FixScenario {
    std::string id;
    std::string title;
    std::string quantity;
    std::string time_in_force;
    std::vector<FixRow> rows;
};

/// The id as the name of a test.
[[nodiscard]] std::string test_name(FixScenario const& scenario);
inline void PrintTo(FixScenario const& scenario, std::ostream* out) { *out << scenario.id; }

/// Reads scenarios as fix_order_state_scenarios.hpp writes them.
[[nodiscard]] std::vector<FixScenario> parse_fix_scenarios(std::string_view text);
/// All that are encoded.
[[nodiscard]] std::vector<FixScenario> fix_scenarios();

}  // namespace daybook::support
