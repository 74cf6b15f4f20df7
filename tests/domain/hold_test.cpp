#include "model/hold.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "support/sample_values.hpp"

namespace daybook::model {
namespace {

using support::amount;
using support::decimal;
using support::price;
using support::quantity;

struct Case {
    char const* what;
    Side side = Side::BUY;
    OrderType type = OrderType::LIMIT;
    char const* quantity;
    char const* price = "";
    char const* budget = "";
    char const* maker = "0.001";
    char const* taker = "0.002";
    char const* filled = "0";
    char const* filled_quote = "0";
    char const* fees_quote = "0";
    char const* expected;
};

Order order_of(Case const& each) {
    OrderState state;
    state.terms.instrument = support::btc_usd();
    state.terms.side = each.side;
    state.terms.type = each.type;
    state.terms.quantity_base = quantity(each.quantity);
    if (*each.price != '\0') state.terms.price_quote = price(each.price);
    if (*each.budget != '\0') state.terms.budget_quote = amount(each.budget);
    state.filled_base = quantity(each.filled);
    state.filled_quote = amount(each.filled_quote);
    state.fees_quote = amount(each.fees_quote);
    return Order::restore(state);
}

Instrument instrument_of(Case const& each) {
    auto instrument = support::sample_instrument(support::btc_usd());
    instrument.maker_fee_rate = support::rate(each.maker);
    instrument.taker_fee_rate = support::rate(each.taker);
    return instrument;
}

/// "200.4" of what one asset holds, "5+3" of base and quote.
std::string said(tl::expected<Hold, DecimalError> const& hold) {
    if (!hold) return "overflow";
    auto const base = hold->base.value().to_string();
    auto const quote = hold->quote.value().to_string();
    if (hold->base.is_zero()) return quote;
    return hold->quote.is_zero() ? base : base + "+" + quote;
}

TEST(HoldOf, FollowsTheFormula) {
    Case const cases[] = {
        {.what = "BUY LIMIT with the greater rate",
         .quantity = "2",
         .price = "100",
         .expected = "200.4"},
        {.what = "the maker rate may be the greater",
         .quantity = "2",
         .price = "100",
         .maker = "0.01",
         .expected = "202"},
        {.what = "rebates do not lower it",
         .quantity = "2",
         .price = "100",
         .maker = "-0.01",
         .taker = "-0.02",
         .expected = "200"},
        {.what = "one rebate leaves the other rate",
         .quantity = "2",
         .price = "100",
         .maker = "-0.01",
         .taker = "0.005",
         .expected = "201"},
        {.what = "what is filled needs no more",
         .quantity = "2",
         .price = "100",
         .filled = "1.5",
         .filled_quote = "140",
         .expected = "50.1"},
        {.what = "filled", .quantity = "2", .price = "100", .filled = "2", .expected = "0"},
        {.what = "overfilled", .quantity = "2", .price = "100", .filled = "3", .expected = "0"},
        {.what = "STOP_LIMIT as LIMIT",
         .type = OrderType::STOP_LIMIT,
         .quantity = "1",
         .price = "100",
         .expected = "100.2"},
        {.what = "rounded up at the last place",
         .quantity = "0.000000001",
         .price = "0.000000001",
         .expected = "0.000000000000000002"},
        {.what = "rounded up without a rate",
         .quantity = "0.000000001",
         .price = "0.0000000001",
         .maker = "0",
         .taker = "0",
         .expected = "0.000000000000000001"},
        {.what = "exact where it fits",
         .quantity = "0.000000001",
         .price = "0.000000001",
         .maker = "0",
         .taker = "0",
         .expected = "0.000000000000000001"},
        {.what = "SELL holds the base asset",
         .side = Side::SELL,
         .quantity = "2",
         .price = "100",
         .filled = "0.5",
         .expected = "1.5"},
        {.what = "SELL MARKET too",
         .side = Side::SELL,
         .type = OrderType::MARKET,
         .quantity = "2",
         .expected = "2"},
        {.what = "MARKET BUY holds its budget",
         .type = OrderType::MARKET,
         .quantity = "2",
         .budget = "150",
         .expected = "150"},
        {.what = "STOP BUY too",
         .type = OrderType::STOP,
         .quantity = "2",
         .budget = "150",
         .expected = "150"},
        {.what = "less what is spent",
         .type = OrderType::MARKET,
         .quantity = "2",
         .budget = "150",
         .filled = "1",
         .filled_quote = "70",
         .fees_quote = "0.5",
         .expected = "79.5"},
        {.what = "a rebate gives back to the budget",
         .type = OrderType::MARKET,
         .quantity = "2",
         .budget = "150",
         .filled = "1",
         .filled_quote = "70",
         .fees_quote = "-0.5",
         .expected = "80.5"},
        {.what = "spent beyond the budget",
         .type = OrderType::MARKET,
         .quantity = "2",
         .budget = "150",
         .filled = "1",
         .filled_quote = "151",
         .expected = "0"},
        {.what = "filled within the budget",
         .type = OrderType::MARKET,
         .quantity = "2",
         .budget = "150",
         .filled = "2",
         .filled_quote = "100",
         .expected = "0"},
        {.what = "out of range",
         .quantity = "100000000000000000000",
         .price = "2",
         .expected = "overflow"},
        {.what = "out of range by the fee",
         .quantity = "100000000000000000000",
         .price = "1.7014118346",
         .expected = "overflow"},
    };
    for (auto const& each : cases) {
        auto const order = order_of(each);
        EXPECT_EQ(said(hold_of(order, instrument_of(each), Funding::PREFUNDED)), each.expected)
            << each.what;
        EXPECT_EQ(said(hold_of(order, instrument_of(each), Funding::MARGIN)), "0") << each.what;
    }
}

TEST(HoldOf, AnOrderThatCanNoLongerTradeIsZero) {
    auto const instrument = support::sample_instrument(support::btc_usd());
    auto const live = order_of({.what = "", .quantity = "2", .price = "100", .expected = ""});
    auto const hold_with = [&](auto change) {
        auto state = live.state();
        change(state);
        return said(hold_of(Order::restore(state), instrument, Funding::PREFUNDED));
    };
    EXPECT_EQ(hold_with([](OrderState&) {}), "200.4");
    EXPECT_EQ(hold_with([](OrderState& s) { s.canceled = true; }), "0");
    EXPECT_EQ(hold_with([](OrderState& s) { s.expired = true; }), "0");
    EXPECT_EQ(hold_with([](OrderState& s) { s.calculated = true; }), "0");
    EXPECT_EQ(hold_with([](OrderState& s) { s.rejected = true; }), "0");
    EXPECT_EQ(hold_with([](OrderState& s) { s.rejected = s.acknowledged = true; }), "0");
    EXPECT_EQ(hold_with([](OrderState& s) { s.refused = true; }), "0");
    EXPECT_EQ(hold_with([](OrderState& s) { s.refused = s.acknowledged = true; }), "200.4");
    EXPECT_EQ(hold_with([](OrderState& s) { s.done_for_day = true; }), "0");
    EXPECT_EQ(hold_with([](OrderState& s) {
                  s.done_for_day = true;
                  s.terms.time_in_force = TimeInForce::GTC;
              }),
              "200.4");
    EXPECT_EQ(hold_with([](OrderState& s) { s.suspended = s.stopped = true; }), "200.4");
    EXPECT_EQ(hold_with([](OrderState& s) {
                  s.requests.add_cancel(7);
                  s.requests.mark_pending(RequestKind::CANCEL, 7, false);
              }),
              "200.4");
}

TEST(HoldOf, AnOrderWithReplaceRequestsCoversFillsAtAnyOfTheTerms) {
    auto const instrument = support::sample_instrument(support::btc_usd());
    auto order = order_of({.what = "", .quantity = "2", .price = "100", .expected = ""});
    auto const hold = [&] { return said(hold_of(order, instrument, Funding::PREFUNDED)); };
    order.request_replace(11, {quantity("1"), price("100")}, {});
    EXPECT_EQ(hold(), "200.4");
    order.request_replace(12, {quantity("1"), price("300")}, {});
    // One at 300, the other at 100.
    EXPECT_EQ(hold(), "400.8");
    order.request_replace(13, {quantity("3"), price("90")}, {});
    EXPECT_EQ(hold(), "490.98");
    Execution canceled;
    canceled.exec_type = ExecType::CANCELED;
    order.report(canceled, std::nullopt, {});
    EXPECT_EQ(hold(), "0");
}

TEST(HoldOf, GivesUpWhatAFillTakesAtAnyOfTheTerms) {
    auto const instrument =
        instrument_of({.what = "", .quantity = "", .maker = "0", .taker = "0", .expected = ""});
    auto const terms = std::vector<ReplaceTerms>{{quantity("10"), price("1")},
                                                 {quantity("20"), price("0.9")},
                                                 {quantity("15"), price("1.2")},
                                                 {quantity("5"), price("2")}};
    auto order = order_of({.what = "", .quantity = "10", .price = "1", .expected = ""});
    std::uint64_t entry = 1;
    for (auto const& each : terms) order.request_replace(++entry, each, {});
    // 5 at 2, 10 at 1.2, 5 at 0.9.
    ASSERT_EQ(said(hold_of(order, instrument, Funding::PREFUNDED)), "26.5");
    for (; order.state().filled_base < quantity("20");
         order.fill({quantity("0.5"), {}, {}}, {}, {})) {
        auto after = order;
        after.fill({quantity("0.5"), {}, {}}, {}, {});
        auto const given = hold_of(order, instrument, Funding::PREFUNDED)->quote -
                           hold_of(after, instrument, Funding::PREFUNDED)->quote;
        for (auto const& [most, limit, stop] : terms) {
            if (after.state().filled_base > most) continue;
            auto const taken = *multiply(limit->value(), decimal("0.5"));
            EXPECT_GE(given.value(), taken) << after.state().filled_base.value().to_string();
        }
    }
    EXPECT_EQ(said(hold_of(order, instrument, Funding::PREFUNDED)), "0");
}

TEST(HoldOf, ASellOrABudgetCoversTheLargestQuantity) {
    auto const instrument = support::sample_instrument(support::btc_usd());
    auto sell =
        order_of({.what = "", .side = Side::SELL, .quantity = "2", .price = "9", .expected = ""});
    sell.request_replace(15, {quantity("5"), price("1")}, {});
    sell.request_replace(16, {quantity("1"), price("10")}, {});
    EXPECT_EQ(said(hold_of(sell, instrument, Funding::PREFUNDED)), "5");
    auto market = order_of({.what = "",
                            .type = OrderType::MARKET,
                            .quantity = "2",
                            .budget = "150",
                            .filled = "2",
                            .filled_quote = "90",
                            .expected = ""});
    EXPECT_EQ(said(hold_of(market, instrument, Funding::PREFUNDED)), "0");
    market.request_replace(17, {quantity("3"), std::nullopt}, {});
    EXPECT_EQ(said(hold_of(market, instrument, Funding::PREFUNDED)), "60");
}

TEST(Reserves, IsWhatHasSomethingToReckonBy) {
    auto const buy = order_of({.what = "", .quantity = "2", .price = "100", .expected = ""});
    auto const market =
        Case{.what = "", .type = OrderType::MARKET, .quantity = "2", .expected = ""};
    EXPECT_TRUE(reserves(buy, Funding::PREFUNDED));
    EXPECT_FALSE(reserves(buy, Funding::MARGIN));
    EXPECT_FALSE(reserves(order_of(market), Funding::PREFUNDED));
    auto with_budget = market;
    with_budget.budget = "1";
    EXPECT_TRUE(reserves(order_of(with_budget), Funding::PREFUNDED));
    auto sell = market;
    sell.side = Side::SELL;
    EXPECT_TRUE(reserves(order_of(sell), Funding::PREFUNDED));
}

TEST(HoldOf, ASaleBelowZeroHoldsWhatItPays) {
    struct Below {
        char const* what;
        Side side;
        char const* price;
        char const* expected;
    };
    Below const cases[] = {
        {"a sale pays its buyer and the fee", Side::SELL, "-37.63", "10+377.0526"},
        {"a sale at zero pays nothing", Side::SELL, "0", "10"},
        {"a sale above zero pays nothing", Side::SELL, "1", "10"},
        {"a purchase below zero is paid", Side::BUY, "-37.63", "0"},
        {"a purchase at zero costs nothing", Side::BUY, "0", "0"},
    };
    for (auto const& each : cases) {
        Case const order{.what = each.what,
                         .side = each.side,
                         .quantity = "10",
                         .price = each.price,
                         .expected = each.expected};
        EXPECT_EQ(said(hold_of(order_of(order), instrument_of(order), Funding::PREFUNDED)),
                  each.expected)
            << each.what;
    }
}

TEST(HoldOf, ABudgetDoesNotGrowByWhatTradesBelowZeroBring) {
    auto const instrument = support::sample_instrument(support::btc_usd());
    auto const market = order_of({.what = "",
                                  .type = OrderType::MARKET,
                                  .quantity = "2",
                                  .budget = "150",
                                  .filled = "1",
                                  .filled_quote = "-90",
                                  .expected = ""});
    EXPECT_EQ(said(hold_of(market, instrument, Funding::PREFUNDED)), "150");
}

TEST(HoldOf, ExtremeSumsAreOutOfRangeNotABug) {
    auto const instrument = support::sample_instrument(support::btc_usd());
    auto const much = "170141183460469231731";
    auto const spent = order_of({.what = "",
                                 .type = OrderType::MARKET,
                                 .quantity = "2",
                                 .budget = "1",
                                 .filled = "1",
                                 .filled_quote = much,
                                 .fees_quote = much,
                                 .expected = ""});
    EXPECT_EQ(said(hold_of(spent, instrument, Funding::PREFUNDED)), "overflow");
    auto const rebated = order_of({.what = "",
                                   .type = OrderType::MARKET,
                                   .quantity = "2",
                                   .budget = much,
                                   .filled = "1",
                                   .fees_quote = "-170141183460469231731",
                                   .expected = ""});
    EXPECT_EQ(said(hold_of(rebated, instrument, Funding::PREFUNDED)), "overflow");
}

}  // namespace
}  // namespace daybook::model
