#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "model/names.hpp"
#include "model/order.hpp"
#include "support/sample_values.hpp"

namespace daybook::model {
namespace {

using support::quantity;

Order placed(TimeInForce time_in_force = TimeInForce::DAY) {
    OrderTerms terms;
    terms.instrument = support::btc_usd();
    terms.quantity_base = quantity("10");
    terms.price_quote = support::price("100");
    terms.time_in_force = time_in_force;
    return Order::place(support::order_id(1), AccountId{"alpha"}, terms, IdempotencyKey{"o"},
                        {support::at_micros(0), support::at_micros(0)});
}

/// The number behind `#`, which names a request; nullopt where there is none.
std::optional<std::uint64_t> take_name(std::string& text) {
    auto const hash = text.find('#');
    if (hash == std::string::npos) return std::nullopt;
    auto const name = std::stoull(text.substr(hash + 1));
    text.resize(hash);
    return name;
}

/// One thing that happens: a report, `TRADE 4`, `cancel`, `replace 8`, `REPLACED 8`; with `#7` at
/// the end it is, or names, the request of entry 7.
void happen(Order& order, std::string text) {
    auto const name = take_name(text);
    auto const next = static_cast<std::uint64_t>(100 + order.state().version);
    std::istringstream in{text};
    std::string what;
    std::string number;
    in >> what >> number;
    auto const at = support::at_micros(1);
    if (what == "cancel") return order.request_cancel(name.value_or(next), at);
    if (what == "replace") {
        return order.request_replace(name.value_or(next),
                                     {quantity(number), order.state().terms.price_quote}, at);
    }
    if (what == "TRADE") return order.fill({quantity(number), Amount{}, Amount{}}, {}, at);
    Execution report;
    report.exec_type = *from_name<ExecType>(what);
    if (!number.empty()) report.quantity_base = quantity(number);
    order.report(report, name, at);
}

std::string said(Order const& order) {
    return std::string{name_of(order.status())} + " " +
           order.state().filled_base.value().to_string() + " " +
           order.leaves_base().value().to_string();
}

struct Case {
    std::vector<std::string> events;
    char const* expected;
    TimeInForce time_in_force = TimeInForce::DAY;
};

TEST(OrderReport, GivesTheSameStatusInAnyOrder) {
    Case const cases[] = {
        {{"NEW", "TRADE 4"}, "PARTIALLY_FILLED 4 6"},
        {{"NEW", "TRADE 4", "TRADE 6"}, "FILLED 10 0"},
        {{"NEW", "TRADE 4", "CANCELED"}, "CANCELED 4 0"},
        {{"NEW", "TRADE 4", "EXPIRED"}, "EXPIRED 4 0"},
        {{"NEW", "TRADE 4", "TRADE 6", "CANCELED"}, "FILLED 10 0"},
        {{"NEW", "TRADE 4", "TRADE 7"}, "FILLED 11 0"},
        {{"NEW", "TRADE 4", "DONE_FOR_DAY"}, "DONE_FOR_DAY 4 0"},
        {{"NEW", "TRADE 4", "DONE_FOR_DAY"}, "DONE_FOR_DAY 4 6", TimeInForce::GTC},
        {{"NEW", "TRADE 4", "STOPPED", "ORDER_STATUS"}, "STOPPED 4 6"},
        {{"NEW", "TRADE 4", "SUSPENDED"}, "SUSPENDED 4 6"},
        {{"NEW", "SUSPENDED", "CANCELED"}, "SUSPENDED 0 0"},
        {{"NEW", "STOPPED", "SUSPENDED"}, "STOPPED 0 10"},
        {{"NEW", "TRADE 4", "CALCULATED", "DONE_FOR_DAY"}, "DONE_FOR_DAY 4 0"},
        {{"NEW", "TRADE 4", "CALCULATED", "CANCELED"}, "CALCULATED 4 0"},
        {{"NEW", "CANCELED", "EXPIRED"}, "CANCELED 0 0"},
        {{"NEW", "REJECTED"}, "REJECTED 0 0"},
        {{"NEW", "PENDING_CANCEL", "REJECTED"}, "REJECTED 0 0"},
        {{"NEW", "PENDING_REPLACE", "REJECTED"}, "REJECTED 0 0"},
        {{"REPLACED 8", "ORDER_STATUS"}, "NEW 0 8"},
        {{"REJECTED", "TRADE 4"}, "PARTIALLY_FILLED 4 0"},
        {{"PENDING_NEW", "NEW", "PENDING_NEW"}, "NEW 0 10"},
        {{"PENDING_NEW", "ORDER_STATUS"}, "PENDING_NEW 0 10"},
        {{"NEW", "PENDING_CANCEL", "TRADE 4"}, "PENDING_CANCEL 4 6"},
        {{"NEW", "PENDING_CANCEL", "TRADE 4", "CANCELED"}, "CANCELED 4 0"},
        {{"NEW", "PENDING_REPLACE", "EXPIRED"}, "EXPIRED 0 0"},
        {{"NEW", "PENDING_REPLACE", "PENDING_CANCEL", "TRADE 1"}, "PENDING_CANCEL 1 9"},
        {{"NEW", "REPLACED 8", "TRADE 4"}, "PARTIALLY_FILLED 4 4"},
        {{"NEW", "REPLACED 4", "TRADE 5"}, "FILLED 5 0"},
        {{"NEW", "RESTATED 12", "TRADE 4"}, "PARTIALLY_FILLED 4 8"},
    };
    for (auto const& each : cases) {
        auto events = each.events;
        std::sort(events.begin(), events.end());
        do {
            auto order = placed(each.time_in_force);
            std::string told;
            for (auto const& event : events) {
                happen(order, event);
                told += event + ", ";
            }
            EXPECT_EQ(said(order), each.expected) << told;
        } while (std::next_permutation(events.begin(), events.end()));
    }
}

TEST(OrderStatus, FollowsTheOrderOfPrecedence) {
    struct Fact {
        OrderStatus status;
        void (*set)(OrderState&);
    };
    // From the strongest to the weakest: with all facts from one on, that one is the status.
    constexpr Fact facts[] = {
        {OrderStatus::PENDING_CANCEL,
         [](OrderState& s) { s.requests.mark_pending(RequestKind::CANCEL, std::nullopt, true); }},
        {OrderStatus::PENDING_REPLACE,
         [](OrderState& s) { s.requests.mark_pending(RequestKind::REPLACE, std::nullopt, true); }},
        {OrderStatus::DONE_FOR_DAY, [](OrderState& s) { s.done_for_day = true; }},
        {OrderStatus::CALCULATED, [](OrderState& s) { s.calculated = true; }},
        {OrderStatus::FILLED, [](OrderState& s) { s.filled_base = quantity("10"); }},
        {OrderStatus::STOPPED, [](OrderState& s) { s.stopped = true; }},
        {OrderStatus::SUSPENDED, [](OrderState& s) { s.suspended = true; }},
        {OrderStatus::CANCELED, [](OrderState& s) { s.canceled = true; }},
        {OrderStatus::EXPIRED, [](OrderState& s) { s.expired = true; }},
        {OrderStatus::PARTIALLY_FILLED, [](OrderState& s) { s.filled_base = quantity("1"); }},
        {OrderStatus::NEW, [](OrderState& s) { s.acknowledged = true; }},
        {OrderStatus::REJECTED, [](OrderState& s) { s.refused = true; }},
        {OrderStatus::PENDING_NEW, [](OrderState&) {}},
    };
    for (std::size_t first = 0; first < std::size(facts); ++first) {
        auto state = placed().state();
        for (auto i = std::size(facts); i-- > first;) facts[i].set(state);
        EXPECT_EQ(Order::restore(state).status(), facts[first].status);
        EXPECT_EQ(static_cast<std::size_t>(facts[first].status), first);
    }
}

TEST(OrderReport, SequencesThatDoNotCommuteGoByWhatCameLast) {
    Case const cases[] = {
        {{"NEW", "SUSPENDED", "NEW"}, "NEW 0 10"},
        {{"SUSPENDED", "NEW"}, "SUSPENDED 0 10"},
        {{"NEW", "DONE_FOR_DAY", "NEW", "TRADE 1"}, "PARTIALLY_FILLED 1 9"},
        {{"NEW", "DONE_FOR_DAY", "RESTATED"}, "NEW 0 10"},
        {{"cancel", "cancel", "PENDING_CANCEL", "CANCEL_REJECTED"}, "PENDING_CANCEL 0 10"},
        {{"cancel", "PENDING_CANCEL", "PENDING_CANCEL", "CANCEL_REJECTED"}, "PENDING_NEW 0 10"},
        {{"CANCEL_REJECTED"}, "PENDING_NEW 0 10"},
        {{"REPLACE_REJECTED"}, "PENDING_NEW 0 10"},
        {{"PENDING_REPLACE", "REPLACE_REJECTED"}, "PENDING_NEW 0 10"},
        {{"NEW", "CANCELED", "PENDING_CANCEL", "PENDING_REPLACE"}, "CANCELED 0 0"},
        {{"NEW", "EXPIRED", "PENDING_CANCEL", "CANCEL_REJECTED"}, "EXPIRED 0 0"},
        {{"NEW", "TRADE 10", "replace 12", "REPLACED 12"}, "PARTIALLY_FILLED 10 2"},
        {{"NEW", "TRADE 6", "replace 4", "REPLACED 4"}, "FILLED 6 0"},
        {{"NEW", "TRADE 6", "RESTATED 4"}, "FILLED 6 0"},
        // To nothing, with nothing filled, is a cancel.
        {{"NEW", "replace 4", "REPLACED 0"}, "CANCELED 0 0"},
        {{"NEW", "RESTATED 0"}, "CANCELED 0 0"},
        {{"NEW", "RESTATED 0", "TRADE 1"}, "FILLED 1 0"},
        {{"NEW", "TRADE 10", "TRADE -4"}, "PARTIALLY_FILLED 6 4"},
        {{"NEW", "TRADE 10", "TRADE -10"}, "NEW 0 10"},
        // A report that a request is pending changes nothing after its answer, named or not.
        {{"NEW", "cancel#7", "CANCEL_REJECTED#7", "PENDING_CANCEL#7"}, "NEW 0 10"},
        {{"NEW", "cancel", "CANCEL_REJECTED", "PENDING_CANCEL"}, "NEW 0 10"},
        {{"NEW", "cancel", "TRADE 10", "CANCEL_REJECTED", "PENDING_CANCEL"}, "FILLED 10 0"},
        {{"NEW", "replace 8#7", "REPLACED 8#7", "PENDING_REPLACE#7"}, "NEW 0 8"},
        {{"NEW", "replace 8", "REPLACED 8", "PENDING_REPLACE"}, "NEW 0 8"},
        {{"NEW", "CANCEL_REJECTED", "PENDING_CANCEL", "PENDING_CANCEL"}, "PENDING_CANCEL 0 10"},
        {{"NEW", "TRADE 10", "PENDING_CANCEL"}, "FILLED 10 0"},
        // An answer settles the request that it names.
        {{"NEW", "cancel#7", "cancel#8", "PENDING_CANCEL#7", "CANCEL_REJECTED#7"}, "NEW 0 10"},
        {{"NEW", "replace 8#7", "replace 9#8", "PENDING_REPLACE#7", "REPLACE_REJECTED#7"},
         "NEW 0 10"},
        {{"NEW", "replace 8#7", "replace 9#8", "PENDING_REPLACE#7", "REPLACE_REJECTED#8"},
         "PENDING_REPLACE 0 10"},
        // The newest request by which an order was replaced stands.
        {{"NEW", "replace 8#7", "replace 9#8", "REPLACED 9#8", "REPLACED 8#7"}, "NEW 0 9"},
        // Some exchanges answer under the name of the order: that of entry 3.
        {{"NEW", "cancel#7", "PENDING_CANCEL#3"}, "PENDING_CANCEL 0 10"},
        {{"NEW", "cancel#7", "PENDING_CANCEL#3", "CANCEL_REJECTED#3"}, "NEW 0 10"},
        // Only the first acknowledgement tells the terms, and only until they are changed.
        {{"NEW 8"}, "NEW 0 8"},
        {{"NEW", "NEW 8"}, "NEW 0 10"},
        {{"REPLACED 12", "NEW 8"}, "NEW 0 12"},
        {{"TRADE 1", "NEW 8"}, "PARTIALLY_FILLED 1 7"},
    };
    for (auto const& each : cases) {
        auto order = placed(each.time_in_force);
        for (auto const& event : each.events) happen(order, event);
        EXPECT_EQ(said(order), each.expected) << testing::PrintToString(each.events);
    }
}

TEST(OrderReport, GrowsTheVersionByOneEachTime) {
    auto order = placed();
    EXPECT_EQ(order.state().version, 1U);
    std::uint64_t version = 1;
    for (auto const* event : {"NEW", "TRADE 1", "cancel", "PENDING_CANCEL", "replace 8",
                              "PENDING_REPLACE", "REPLACED 8", "ORDER_STATUS", "CANCELED"}) {
        happen(order, event);
        EXPECT_EQ(order.state().version, ++version) << event;
        EXPECT_EQ(order.state().updated_at, support::at_micros(1));
        EXPECT_EQ(Order::restore(order.state()), order);
    }
    EXPECT_EQ(order.state().created_at, support::at_micros(0));
}

TEST(OrderReplaced, AnswersTheRequestWithItsTerms) {
    auto order = placed();
    order.request_replace(2, {quantity("8"), support::price("101")}, {});
    order.request_replace(3, {quantity("7"), support::price("102")}, {});
    Execution replaced;
    replaced.exec_type = ExecType::REPLACED;
    replaced.quantity_base = quantity("7");
    replaced.price_quote = support::price("102");
    order.report(replaced, std::nullopt, {});
    EXPECT_EQ(order.state().terms.quantity_base, quantity("7"));
    EXPECT_EQ(order.state().terms.price_quote, support::price("102"));
    ASSERT_EQ(order.state().requests.outstanding.size(), 1U);
    EXPECT_EQ(order.state().requests.outstanding[0].terms->quantity_base, quantity("8"));
}

TEST(OrderReplaced, WithoutAPriceTakesTheOneThatWasAskedFor) {
    auto order = placed();
    order.request_replace(2, {quantity("10"), support::price("90")}, {});
    order.request_replace(3, {quantity("8"), support::price("101")}, {});
    Execution replaced;
    replaced.exec_type = ExecType::REPLACED;
    replaced.quantity_base = quantity("8");
    order.report(replaced, std::nullopt, {});
    EXPECT_EQ(order.state().terms.price_quote, support::price("101"));
    ASSERT_EQ(order.state().requests.outstanding.size(), 1U);
    EXPECT_EQ(order.state().requests.outstanding[0].terms->quantity_base, quantity("10"));
    // Unasked, the price stays.
    replaced.quantity_base = quantity("6");
    order.report(replaced, std::nullopt, {});
    EXPECT_EQ(order.state().terms.price_quote, support::price("101"));
}

TEST(OrderAveragePrice, IsThatOfTheFills) {
    auto order = placed();
    EXPECT_EQ(order.average_price_quote(), std::nullopt);
    order.fill({quantity("2"), support::amount("200"), Amount{}}, {}, {});
    order.fill({quantity("1"), support::amount("101"), Amount{}}, {}, {});
    EXPECT_EQ(order.average_price_quote(), support::price("100.333333333333333333"));
    order.fill({-quantity("3"), -support::amount("301"), Amount{}}, {}, {});
    EXPECT_EQ(order.average_price_quote(), std::nullopt);
}

}  // namespace
}  // namespace daybook::model
