#include "model/hold.hpp"

#include <algorithm>
#include <functional>
#include <vector>

namespace daybook::model {
namespace {

/// A quantity that may be in force at the exchange, and what a unit of it takes.
struct PossibleTerms {
    Quantity quantity_base;
    Decimal unit_cost;
};

/// What a unit takes out of the quote asset at worst: a purchase its limit, a sale at a price below
/// zero what it pays to be rid of it.
Decimal unit_cost_of(Side side, std::optional<Price> limit) {
    auto const price = limit.value_or(Price{}).value();
    return std::max(side == Side::BUY ? price : -price, Decimal{});
}

/// The present terms and those asked for: any of them may be in force.
std::vector<PossibleTerms> possible_terms(OrderState const& order) {
    auto const side = order.terms.side;
    std::vector<PossibleTerms> terms{
        {order.terms.quantity_base, unit_cost_of(side, order.terms.price_quote)}};
    for (auto const& request : order.requests.outstanding) {
        if (!request.terms) continue;
        terms.push_back(
            {request.terms->quantity_base, unit_cost_of(side, request.terms->price_quote)});
    }
    return terms;
}

/// Each unit that may still trade at what it takes at worst: by those terms whose quantity reaches
/// it.
DecimalResult cost_of(std::vector<PossibleTerms>& terms, Quantity filled, Rate fee_rate) {
    std::ranges::sort(terms, std::greater{}, [](PossibleTerms const& each) {
        return std::pair{each.unit_cost, each.quantity_base};
    });
    DecimalResult cost{Decimal{}};
    for (auto const& [quantity, unit_cost] : terms) {
        if (quantity <= filled) continue;
        auto const part =
            multiply_with_rate_up(unit_cost, (quantity - filled).value(), fee_rate.value());
        if (!part) return part;
        cost = add(*cost, *part);
        if (!cost) return cost;
        filled = quantity;
    }
    return cost;
}

/// What is left of the budget.
DecimalResult rest_of_budget(OrderState const& order) {
    auto const budget = order.terms.budget_quote.value_or(Amount{}).value();
    return add(order.filled_quote.value(), order.fees_quote.value())
        .and_then([&](Decimal spent) { return subtract(budget, spent); })
        .map([&](Decimal left) { return std::clamp(left, Decimal{}, budget); });
}

}  // namespace

bool reserves(Order const& order, Funding funding) {
    auto const& terms = order.state().terms;
    bool const is_open_ended =
        terms.side == Side::BUY && !has_limit(terms.type) && !terms.budget_quote;
    return funding == Funding::PREFUNDED && !is_open_ended;
}

tl::expected<Hold, DecimalError> hold_of(Order const& order, Instrument const& instrument,
                                         Funding funding) {
    if (!reserves(order, funding) || order.is_ended()) return Hold{};
    auto const& state = order.state();
    auto terms = possible_terms(state);
    auto const most = std::ranges::max(terms, {}, &PossibleTerms::quantity_base).quantity_base;
    if (most <= state.filled_base) return Hold{};
    Hold hold;
    if (state.terms.side == Side::SELL) hold.base = Amount{(most - state.filled_base).value()};
    if (state.terms.side == Side::SELL && !has_limit(state.terms.type)) return hold;
    auto const fee_rate = std::max({instrument.maker_fee_rate, instrument.taker_fee_rate, Rate{}});
    auto const quote = has_limit(state.terms.type) ? cost_of(terms, state.filled_base, fee_rate)
                                                   : rest_of_budget(state);
    if (!quote) return tl::unexpected{quote.error()};
    hold.quote = Amount{*quote};
    return hold;
}

tl::expected<Hold, DecimalError> held_by(Order const& order, Instrument const& instrument,
                                         Funding funding) {
    if (order.state().held) return *order.state().held;
    return hold_of(order, instrument, funding);
}

}  // namespace daybook::model
