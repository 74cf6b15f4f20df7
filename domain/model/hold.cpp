#include "model/hold.hpp"

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

namespace daybook::model {
namespace {

using Terms = std::vector<ReplaceTerms>;

/// The present terms and those asked for: any of them may be in force at the exchange.
Terms possible_terms(OrderState const& order) {
    Terms terms{{order.terms.quantity_base, order.terms.price_quote}};
    terms.insert(terms.end(), order.replace_requests.begin(), order.replace_requests.end());
    return terms;
}

/// Each unit that may still trade at the highest price at which it may: that of the terms, among
/// those whose quantity reaches it, with the highest price.
DecimalResult hold_of_limits(Terms& terms, Quantity filled, Rate fee_rate) {
    std::ranges::sort(terms, std::greater{}, [](ReplaceTerms const& each) {
        return std::pair{each.price_quote, each.quantity_base};
    });
    DecimalResult hold{Decimal{}};
    for (auto const& [quantity, limit] : terms) {
        if (quantity <= filled) continue;
        auto const price = std::max(limit.value_or(Price{}), Price{});
        auto const part =
            multiply_with_rate_up(price.value(), (quantity - filled).value(), fee_rate.value());
        if (!part) return part;
        hold = add(*hold, *part);
        if (!hold) return hold;
        filled = quantity;
    }
    return hold;
}

/// What is left of the budget.
DecimalResult hold_of_budget(OrderState const& order) {
    auto const budget = order.terms.budget_quote.value_or(Amount{});
    return add(order.filled_quote.value(), order.fees_quote.value())
        .and_then([&](Decimal spent) { return subtract(budget.value(), spent); })
        .map([](Decimal left) { return std::max(left, Decimal{}); });
}

}  // namespace

AssetCode const& hold_asset(Side side, Instrument const& instrument) {
    return side == Side::BUY ? instrument.quote_asset : instrument.base_asset;
}

bool reserves(Order const& order, Funding funding) {
    auto const& terms = order.state().terms;
    bool const is_open_ended =
        terms.side == Side::BUY && !has_limit(terms.type) && !terms.budget_quote;
    return funding == Funding::PREFUNDED && !is_open_ended;
}

tl::expected<Amount, DecimalError> hold_of(Order const& order, Instrument const& instrument,
                                           Funding funding) {
    if (!reserves(order, funding) || order.is_ended()) return Amount{};
    auto const& state = order.state();
    auto terms = possible_terms(state);
    auto const most = std::ranges::max(terms, {}, &ReplaceTerms::quantity_base).quantity_base;
    if (most <= state.filled_base) return Amount{};
    if (state.terms.side == Side::SELL) return Amount{(most - state.filled_base).value()};
    auto const fee_rate = std::max({instrument.maker_fee_rate, instrument.taker_fee_rate, Rate{}});
    auto const hold = has_limit(state.terms.type)
                          ? hold_of_limits(terms, state.filled_base, fee_rate)
                          : hold_of_budget(state);
    return hold.map([](Decimal amount) { return Amount{amount}; });
}

}  // namespace daybook::model
