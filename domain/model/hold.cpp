#include "model/hold.hpp"

#include <algorithm>

namespace daybook::model {
namespace {

tl::expected<Amount, DecimalError> hold_for(OrderState const& order, ReplaceTerms const& terms,
                                            Rate fee_rate) {
    auto const leaves = std::max(terms.quantity_base - order.filled_base, Quantity{});
    if (leaves.is_zero()) return Amount{};
    if (order.terms.side == Side::SELL) return Amount{leaves.value()};
    if (has_limit(order.terms.type)) {
        auto const price = std::max(terms.price_quote.value_or(Price{}), Price{});
        return multiply_with_rate_up(price.value(), leaves.value(), fee_rate.value())
            .map([](Decimal amount) { return Amount{amount}; });
    }
    auto const budget = order.terms.budget_quote.value_or(Amount{});
    return add(order.filled_quote.value(), order.fees_quote.value())
        .and_then([&](Decimal spent) { return subtract(budget.value(), spent); })
        .map([](Decimal left) { return std::max(Amount{left}, Amount{}); });
}

}  // namespace

AssetCode const& hold_asset(Side side, Instrument const& instrument) {
    return side == Side::BUY ? instrument.quote_asset : instrument.base_asset;
}

tl::expected<Amount, DecimalError> hold_of(Order const& order, Instrument const& instrument,
                                           Funding funding) {
    if (funding == Funding::MARGIN || order.is_ended()) return Amount{};
    auto const& state = order.state();
    auto const fee_rate = std::max({instrument.maker_fee_rate, instrument.taker_fee_rate, Rate{}});
    auto hold = hold_for(state, {state.terms.quantity_base, state.terms.price_quote}, fee_rate);
    for (auto const& requested : state.replace_requests) {
        auto const needed = hold_for(state, requested, fee_rate);
        if (!hold || !needed) return needed ? hold : needed;
        hold = std::max(*hold, *needed);
    }
    return hold;
}

}  // namespace daybook::model
