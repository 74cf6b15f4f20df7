#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "model/names.hpp"
#include "model/order.hpp"
#include "support/fix_scenarios.hpp"
#include "support/sample_values.hpp"

namespace daybook::model {
namespace {

using support::FixRow;
using support::FixScenario;

std::string word(FixRow const& row, std::size_t at) {
    return at < row.words.size() ? row.words[at] : std::string{};
}

/// Plays rows on an order alone; what trades change is worked out here.
class Play {
  public:
    explicit Play(FixScenario const& scenario) : order_{place(scenario)} {}

    void row(FixRow const& row) {
        at_ = support::at_micros(row.line);
        if (row.words.front() == "request") return request(row);
        auto const type = from_name<ExecType>(word(row, 1));
        ASSERT_TRUE(type.has_value()) << word(row, 1);
        if (moves_money(*type)) return trade(*type, row);
        Execution report;
        report.exec_type = *type;
        bool const has_terms = *type == ExecType::REPLACED || *type == ExecType::RESTATED;
        if (has_terms && row.words.size() > 2) {
            report.quantity_base = support::quantity(word(row, 2));
            if (row.words.size() > 3) report.price_quote = support::price(word(row, 3));
        }
        order_.report(report, request_of(row), at_);
    }

    [[nodiscard]] std::string status() const {
        return std::string{name_of(order_.status())} + " " +
               order_.state().filled_base.value().to_string() + " " +
               order_.leaves_base().value().to_string();
    }

  private:
    static Order place(FixScenario const& scenario) {
        OrderTerms terms;
        terms.instrument = support::btc_usd();
        terms.quantity_base = support::quantity(scenario.quantity);
        terms.price_quote = support::price("10");
        terms.time_in_force = *from_name<TimeInForce>(scenario.time_in_force);
        return Order::place(support::order_id(1), AccountId{"alpha"}, terms, std::nullopt,
                            {support::at_micros(0), support::at_micros(0)});
    }

    [[nodiscard]] std::optional<std::uint64_t> request_of(FixRow const& row) const {
        return row.name.empty() ? std::nullopt : std::optional{requests_.at(row.name)};
    }

    void request(FixRow const& row) {
        auto const seq = static_cast<std::uint64_t>(row.line);
        if (!row.name.empty()) requests_[row.name] = seq;
        if (word(row, 1) == "cancel") return order_.request_cancel(seq, at_);
        auto const price = row.words.size() > 3 ? std::optional{support::price(word(row, 3))}
                                                : order_.state().terms.price_quote;
        order_.request_replace(seq, {support::quantity(word(row, 2)), price}, at_);
    }

    void trade(ExecType type, FixRow const& row) {
        Quantity before;
        Quantity after;
        if (type == ExecType::TRADE) {
            after = quantities_[word(row, 2)] = support::quantity(word(row, 3));
        } else {
            before = quantities_.at(word(row, 3));
            if (type == ExecType::TRADE_CORRECT) {
                after = quantities_[word(row, 2)] = support::quantity(word(row, 4));
            }
        }
        order_.fill({after - before, Amount{}, Amount{}}, {}, at_);
    }

    Order order_;
    Timestamp at_;
    std::map<std::string, Quantity> quantities_;
    std::map<std::string, std::uint64_t> requests_;
};

class OrderFixScenario : public testing::TestWithParam<FixScenario> {};

TEST_P(OrderFixScenario, GivesTheStandardsStatusAndQuantitiesAfterEveryRow) {
    Play play{GetParam()};
    for (auto const& row : GetParam().rows) {
        play.row(row);
        EXPECT_EQ(play.status(), row.expected) << GetParam().title << ", line " << row.line;
    }
}

INSTANTIATE_TEST_SUITE_P(Fix, OrderFixScenario, testing::ValuesIn(support::fix_scenarios()),
                         [](auto const& scenario) { return support::test_name(scenario.param); });

TEST(FixScenarios, AreAllRead) {
    EXPECT_EQ(support::fix_scenarios().size(), 49U);
    for (auto const& scenario : support::fix_scenarios()) EXPECT_FALSE(scenario.rows.empty());
}

}  // namespace
}  // namespace daybook::model
