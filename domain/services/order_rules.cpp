#include "services/order_rules.hpp"

#include <string>

#include "model/names.hpp"
#include "services/ledger.hpp"

namespace daybook::services {

using namespace model;

namespace {

using Broken = std::optional<Answer>;

Broken broken(Refusal refusal, std::string field, std::string const& rule) {
    return refused(refusal, field, field + " " + rule);
}

Broken check_quantity(Quantity quantity, Instrument const& instrument) {
    auto const text = quantity.value().to_string();
    auto const increment = instrument.quantity_increment_base.value();
    if (!quantity.is_positive()) {
        return broken(Refusal::quantity_must_be_positive, "quantity_base",
                      "must be positive, not " + text);
    }
    if (!is_multiple_of(quantity.value(), increment)) {
        return broken(Refusal::quantity_must_be_multiple_of_increment, "quantity_base",
                      text + " must be a multiple of " + increment.to_string());
    }
    if (instrument.min_quantity_base && quantity < *instrument.min_quantity_base) {
        return broken(
            Refusal::quantity_below_minimum, "quantity_base",
            text + " must be at least " + instrument.min_quantity_base->value().to_string());
    }
    return std::nullopt;
}

/// What the two prices of an order are called and refused with.
struct PriceRule {
    char const* field;
    Refusal required;
    Refusal not_allowed;
    Refusal not_positive;
    Refusal not_multiple;
};

constexpr PriceRule limit_rule{"price_quote", Refusal::price_required, Refusal::price_not_allowed,
                               Refusal::price_must_be_positive,
                               Refusal::price_must_be_multiple_of_increment};
constexpr PriceRule stop_rule{"stop_price_quote", Refusal::stop_price_required,
                              Refusal::stop_price_not_allowed, Refusal::stop_price_must_be_positive,
                              Refusal::stop_price_must_be_multiple_of_increment};

Broken check_price(PriceRule const& rule, bool wanted, std::optional<Price> price, OrderType type,
                   Instrument const& instrument) {
    auto const type_name = std::string{name_of(type)};
    if (!price) {
        if (!wanted) return std::nullopt;
        return broken(rule.required, rule.field, "is required for " + type_name);
    }
    auto const text = price->value().to_string();
    if (!wanted) {
        return broken(rule.not_allowed, rule.field, text + " is not allowed for " + type_name);
    }
    if (!price->is_positive() && !instrument.negative_prices) {
        return broken(rule.not_positive, rule.field, "must be positive, not " + text);
    }
    auto const increment = instrument.price_increment_quote.value();
    if (!is_multiple_of(price->value(), increment)) {
        return broken(rule.not_multiple, rule.field,
                      text + " must be a multiple of " + increment.to_string());
    }
    return std::nullopt;
}

Broken check_prices(ReplaceTerms const& terms, OrderType type, Instrument const& instrument) {
    auto no = check_price(limit_rule, has_limit(type), terms.price_quote, type, instrument);
    if (no) return no;
    return check_price(stop_rule, has_stop(type), terms.stop_price_quote, type, instrument);
}

Broken check_notional(Quantity quantity, std::optional<Price> price, std::optional<Amount> budget,
                      Instrument const& instrument) {
    if (!instrument.min_notional_quote || (!price && !budget)) return std::nullopt;
    auto const minimum = instrument.min_notional_quote->value();
    // At a price below zero it is what the seller pays.
    auto const notional =
        price ? multiply(price->value().abs(), quantity.value()) : DecimalResult{budget->value()};
    if (!notional || *notional >= minimum) return std::nullopt;
    return broken(Refusal::notional_below_minimum, price ? "price_quote" : "budget_quote",
                  "gives a notional of " + notional->to_string() + ", which must be at least " +
                      minimum.to_string());
}

Broken check_range(Quantity quantity, std::optional<Price> price) {
    if (!price || multiply(price->value(), quantity.value())) return std::nullopt;
    return broken(Refusal::amount_out_of_range, "quantity_base",
                  quantity.value().to_string() + " times the price is out of range");
}

Broken check_expiry(PlaceOrder const& place, Timestamp now) {
    auto const& terms = place.terms;
    if (terms.time_in_force != TimeInForce::GTD) {
        if (!terms.expires_at) return std::nullopt;
        return broken(Refusal::expiry_not_allowed, "expires_at",
                      "is not allowed for " + std::string{name_of(terms.time_in_force)});
    }
    if (!terms.expires_at) return broken(Refusal::expiry_required, "expires_at", "is required");
    if (*terms.expires_at <= now && place.origin != OrderOrigin::EXTERNAL) {
        return broken(Refusal::expiry_must_be_in_the_future, "expires_at",
                      terms.expires_at->to_string() + " must be after " + now.to_string());
    }
    return std::nullopt;
}

Broken check_budget(PlaceOrder const& place, Funding funding) {
    auto const& terms = place.terms;
    bool const may_have = terms.side == Side::BUY && !has_limit(terms.type);
    if (!terms.budget_quote) {
        bool const is_external = place.origin == OrderOrigin::EXTERNAL;
        if (!may_have || funding == Funding::MARGIN || is_external) return std::nullopt;
        return broken(Refusal::budget_required, "budget_quote",
                      "is required for a " + std::string{name_of(terms.type)} +
                          " BUY of a PREFUNDED account");
    }
    if (!may_have) {
        return broken(Refusal::budget_not_allowed, "budget_quote",
                      "is allowed for MARKET and STOP BUY orders alone");
    }
    if (!terms.budget_quote->is_positive()) {
        return broken(Refusal::budget_must_be_positive, "budget_quote",
                      "must be positive, not " + terms.budget_quote->value().to_string());
    }
    return std::nullopt;
}

}  // namespace

Broken check_terms(PlaceOrder const& place, Instrument const& instrument, Funding funding,
                   Timestamp now) {
    auto const& terms = place.terms;
    if (auto no = check_quantity(terms.quantity_base, instrument)) return no;
    if (auto no = check_prices(changeable(terms), terms.type, instrument)) return no;
    if (auto no = check_notional(terms.quantity_base, terms.price_quote, terms.budget_quote,
                                 instrument)) {
        return no;
    }
    if (auto no = check_expiry(place, now)) return no;
    if (auto no = check_budget(place, funding)) return no;
    return check_range(terms.quantity_base, terms.price_quote);
}

Broken check_replace(ReplaceTerms const& terms, OrderType type, Instrument const& instrument) {
    if (auto no = check_quantity(terms.quantity_base, instrument)) return no;
    if (auto no = check_prices(terms, type, instrument)) return no;
    if (auto no =
            check_notional(terms.quantity_base, terms.price_quote, std::nullopt, instrument)) {
        return no;
    }
    return check_range(terms.quantity_base, terms.price_quote);
}

}  // namespace daybook::services
