#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "model/names.hpp"
#include "model/order.hpp"
#include "paper/paper_market.hpp"
#include "support/fix_scenarios.hpp"
#include "support/paper_market_bench.hpp"
#include "support/sample_values.hpp"

namespace daybook::paper {
namespace {

using namespace model;
using ports::ClientOrderId;
using ports::ExchangeAction;
using ports::ExchangeReport;
using ports::ExchangeRequest;
using support::FixRow;
using support::FixScenario;
using support::quantity;

/// What this exchange never says of its own accord.
bool is_producible(FixScenario const& scenario) {
    static std::set<std::string> const never = {"DONE_FOR_DAY", "STOPPED",    "SUSPENDED",
                                                "RESTATED",     "CALCULATED", "TRADE_CORRECT",
                                                "TRADE_CANCEL"};
    // It increases no filled order, cancels and rejects nothing unasked once it said NEW, and says
    // NEW before it trades.
    static std::set<std::string> const other = {"D10", "D23", "E.1.e", "D43", "X2", "D1t"};
    return !other.contains(scenario.id) &&
           std::ranges::none_of(scenario.rows,
                                [](FixRow const& row) { return never.contains(row.words[1]); });
}

std::vector<FixScenario> producible() {
    std::vector<FixScenario> all;
    for (auto const& scenario : support::fix_scenarios()) {
        if (is_producible(scenario)) all.push_back(scenario);
    }
    return all;
}

/// Plays both sides: makes the market say what a row wants, and books it on an order of ours.
class ScenarioDesk {
  public:
    explicit ScenarioDesk(FixScenario const& scenario)
        : market_{rules_for(scenario), support::bench_start()},
          place_{support::paper_order("o1 BUY " + scenario.quantity +
                                      "@10 tif=" + scenario.time_in_force)},
          order_{Order::place(support::order_id(1), place_.account_id, place_.terms, {},
                              {support::bench_start(), support::bench_start()})} {
        market_.define(support::sample_instrument(support::btc_usd()));
        if (scenario.time_in_force == "IOC") trade("10", std::nullopt);
        EXPECT_TRUE(market_.receive(place_));
        collect();
    }

    void play(FixRow const& row) {
        if (row.words[0] == "request") return request(row);
        auto const type = from_name<ExecType>(row.words[1]).value();
        auto const is_wanted = [&](ExchangeReport const& said) {
            return said.report.exec_type == type;
        };
        if (std::ranges::none_of(said_, is_wanted)) elicit(row, type);
        ASSERT_TRUE(std::ranges::any_of(said_, is_wanted)) << "the market does not say it";
        for (bool found = false; !found;) {
            found = is_wanted(said_.front());
            book(said_.front());
            said_.pop_front();
        }
    }

    /// `PARTIALLY_FILLED 1000 9000`, as the book has it.
    [[nodiscard]] std::string status() const {
        return std::string{name_of(order_.status())} + " " +
               order_.state().filled_base.value().to_string() + " " +
               order_.leaves_base().value().to_string();
    }
    /// The same, without what is left, as the exchange said it last.
    [[nodiscard]] std::string exchange_status() const { return exchange_status_; }

  private:
    static PaperRules rules_for(FixScenario const& scenario) {
        PaperRules rules;
        rules.reports_pending = true;
        if (scenario.time_in_force == "IOC") rules.depth_base = quantity("1000");
        return rules;
    }

    void collect() {
        for (auto& report : market_.take_reports()) said_.push_back(std::move(report));
    }
    void trade(std::string_view price, std::optional<Quantity> base) {
        market_.trade(support::btc_usd(), {market_.now(), support::price(price), base, {}});
    }

    void request(FixRow const& row) {
        auto asked = place_;
        bool const is_cancel = row.words[1] == "cancel";
        asked.action = is_cancel ? ExchangeAction::CANCEL : ExchangeAction::REPLACE;
        asked.client_order_id =
            ClientOrderId{row.name.empty() ? "r" + std::to_string(requests_) : row.name};
        auto const seq = entry_of(asked.client_order_id);
        asked.original_client_order_id = place_.client_order_id;
        if (is_cancel) {
            order_.request_cancel(seq, market_.now());
        } else {
            asked.terms.quantity_base = quantity(row.words[2]);
            if (row.words.size() > 3) asked.terms.price_quote = support::price(row.words[3]);
            order_.request_replace(seq, {asked.terms.quantity_base, asked.terms.price_quote},
                                   market_.now());
        }
        outstanding_.push_back({asked, false});
    }

    /// Every request is an entry of the book.
    std::uint64_t entry_of(ClientOrderId const& name) {
        return entries_[name.value()] = static_cast<std::uint64_t>(++requests_);
    }

    void elicit(FixRow const& row, ExecType type) {
        switch (type) {
            case ExecType::NEW:
                market_.decide(place_);
                is_placed_ = true;
                break;
            case ExecType::REJECTED:
                reject();
                break;
            case ExecType::TRADE:
                trade("10", quantity(row.words[3]));
                break;
            case ExecType::ORDER_STATUS:
                market_.answer_status(place_);
                break;
            case ExecType::PENDING_CANCEL:
            case ExecType::PENDING_REPLACE:
                receive(*std::ranges::find(outstanding_, false, &Outstanding::is_received));
                break;
            default:
                answer(row, type);
        }
        collect();
    }

    void reject() {
        if (!is_placed_) {
            market_.decide(place_, "refused");
            is_placed_ = true;
        } else {
            EXPECT_FALSE(market_.receive(place_));
        }
    }

    struct Outstanding {
        ExchangeRequest request;
        bool is_received = false;
    };

    void receive(Outstanding& outstanding) {
        EXPECT_TRUE(market_.receive(outstanding.request));
        outstanding.is_received = true;
    }

    void answer(FixRow const& row, ExecType type) {
        bool const is_refusal =
            type == ExecType::CANCEL_REJECTED || type == ExecType::REPLACE_REJECTED;
        bool const is_cancel = type == ExecType::CANCELED || type == ExecType::CANCEL_REJECTED;
        auto chosen = outstanding_.end();
        for (auto at = outstanding_.begin(); at != outstanding_.end(); ++at) {
            if ((at->request.action == ExchangeAction::CANCEL) != is_cancel) continue;
            bool const is_named =
                row.name.empty() || at->request.client_order_id.value() == row.name;
            if (!is_named) continue;
            bool const fits =
                row.words.size() < 3 || at->request.terms.quantity_base == quantity(row.words[2]);
            if (chosen == outstanding_.end() || is_refusal || fits) chosen = at;
        }
        ASSERT_TRUE(chosen != outstanding_.end());
        if (!chosen->is_received) receive(*chosen);
        market_.decide(chosen->request,
                       is_refusal ? std::optional<std::string>{"refused"} : std::nullopt);
        outstanding_.erase(chosen);
    }

    void book(ExchangeReport const& said) {
        auto const& report = said.report;
        if (report.exec_type == ExecType::TRADE) {
            order_.fill({*report.last_quantity_base, Amount{}, Amount{}}, {}, market_.now());
        } else {
            Execution execution;
            execution.exec_type = report.exec_type;
            execution.quantity_base = report.quantity_base;
            execution.price_quote = report.price_quote;
            execution.reason = report.reason;
            auto const& named = said.client_order_id;
            bool const is_request = named && entries_.contains(named->value());
            order_.report(execution,
                          is_request ? std::optional{entries_.at(named->value())} : std::nullopt,
                          market_.now());
        }
        exchange_status_ = std::string{name_of(*said.report.order_status)} + " " +
                           said.report.cumulative_base->value().to_string();
    }

    PaperMarket market_;
    ExchangeRequest place_;
    Order order_;
    std::vector<Outstanding> outstanding_;
    std::deque<ExchangeReport> said_;
    std::string exchange_status_;
    std::map<std::string, std::uint64_t> entries_;
    int requests_ = 1;
    bool is_placed_ = false;
};

class PaperFixScenario : public testing::TestWithParam<FixScenario> {};

TEST_P(PaperFixScenario, ReportsGiveTheStandardsStatusAndQuantitiesHereAndThere) {
    ScenarioDesk desk{GetParam()};
    for (auto const& row : GetParam().rows) {
        SCOPED_TRACE(GetParam().title + ", line " + std::to_string(row.line));
        ASSERT_NO_FATAL_FAILURE(desk.play(row));
        EXPECT_EQ(desk.status(), row.expected);
        bool const is_said = row.words[0] == "report";
        auto const without_leaves = row.expected.substr(0, row.expected.rfind(' '));
        if (is_said) {
            EXPECT_EQ(desk.exchange_status(), without_leaves);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Fix, PaperFixScenario, testing::ValuesIn(producible()),
                         [](auto const& scenario) { return support::test_name(scenario.param); });

TEST(PaperFixScenarios, ManyOfTheStandardCanBeProduced) { EXPECT_GE(producible().size(), 25U); }

}  // namespace
}  // namespace daybook::paper
