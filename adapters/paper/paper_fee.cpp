#include "paper/paper_fee.hpp"

#include "model/assert.hpp"

namespace daybook::paper {

using namespace model;

namespace {

/// a * b rounded down; `a` not negative.
DecimalResult multiply_down(Decimal a, Decimal b) {
    auto const nearest = multiply(a, b);
    if (!nearest || b.is_zero()) return nearest;
    // nearest / |b| against a tells on which side of the exact product `nearest` is.
    auto const one = Decimal::from_integer(1);
    bool const is_rebate = b.is_negative();
    auto const sign = compare_ratios(nearest->abs(), b.abs(), a, one);
    bool const is_above = is_rebate ? sign < 0 : sign > 0;
    return is_above ? subtract(*nearest, Decimal::from_units(1)) : nearest;
}

DecimalResult fee_amount(Quantity quantity, Price price, Rate rate) {
    // At a price below zero it is of what the seller pays.
    return multiply(price.value().abs(), quantity.value()).and_then([&](Decimal notional) {
        return multiply_down(notional, rate.value());
    });
}

}  // namespace

bool is_in_range(Instrument const& instrument, Quantity quantity, Price price) {
    return fee_amount(quantity, price, instrument.maker_fee_rate).has_value() &&
           fee_amount(quantity, price, instrument.taker_fee_rate).has_value();
}

std::optional<Money> fee_of(Instrument const& instrument, Quantity quantity, Price price,
                            Liquidity liquidity) {
    auto const rate =
        liquidity == Liquidity::MAKER ? instrument.maker_fee_rate : instrument.taker_fee_rate;
    if (rate.is_zero()) return std::nullopt;
    auto const amount = fee_amount(quantity, price, rate);
    DAYBOOK_ASSERT(amount.has_value());
    return Money{instrument.quote_asset, Amount{*amount}};
}

}  // namespace daybook::paper
