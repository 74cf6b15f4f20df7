#pragma once

#include <optional>

#include "model/instrument.hpp"
#include "model/measure.hpp"
#include "model/timestamp.hpp"

namespace daybook::model {

enum class Side { BUY, SELL };
enum class OrderType { MARKET, LIMIT, STOP, STOP_LIMIT };
enum class TimeInForce { DAY, GTC, IOC, FOK, GTD };

/// Who brought an order to its exchange. EXTERNAL: somebody else did, at the exchange itself, so
/// that the exchange had accepted it before the book knew of it.
enum class OrderOrigin { DAYBOOK, EXTERNAL };

/// In order of precedence: of all that are true the first is the order's status.
/// An order that was rejected is not NEW any more, whenever it was acknowledged.
/// Source: FIX 4.4 OrdStatus (39) and the precedence given with it.
enum class OrderStatus {
    PENDING_CANCEL,
    PENDING_REPLACE,
    DONE_FOR_DAY,
    CALCULATED,
    FILLED,
    STOPPED,
    SUSPENDED,
    CANCELED,
    EXPIRED,
    PARTIALLY_FILLED,
    NEW,
    REJECTED,
    PENDING_NEW
};

/// Whether orders with this status can, as a rule, still change.
[[nodiscard]] constexpr bool is_open(OrderStatus status) {
    using enum OrderStatus;
    return status != FILLED && status != CANCELED && status != EXPIRED && status != REJECTED &&
           status != CALCULATED && status != DONE_FOR_DAY;
}

/// What the caller asked for.
/// Shape: `price_quote` for LIMIT and STOP_LIMIT, `stop_price_quote` for STOP and STOP_LIMIT,
/// `budget_quote` for MARKET and STOP BUY orders, `expires_at` for GTD.
struct OrderTerms {
    InstrumentKey instrument;
    Side side = Side::BUY;
    OrderType type = OrderType::LIMIT;
    TimeInForce time_in_force = TimeInForce::DAY;
    Quantity quantity_base;
    std::optional<Price> price_quote;
    std::optional<Price> stop_price_quote;
    std::optional<Amount> budget_quote;
    std::optional<Timestamp> expires_at;

    friend bool operator==(OrderTerms const&, OrderTerms const&) = default;
};

/// The terms that a replace request may change, as it wants them.
struct ReplaceTerms {
    Quantity quantity_base;
    std::optional<Price> price_quote;
    std::optional<Price> stop_price_quote = std::nullopt;

    friend bool operator==(ReplaceTerms const&, ReplaceTerms const&) = default;
};

[[nodiscard]] inline ReplaceTerms changeable(OrderTerms const& terms) {
    return {terms.quantity_base, terms.price_quote, terms.stop_price_quote};
}

[[nodiscard]] constexpr bool has_limit(OrderType type) {
    return type == OrderType::LIMIT || type == OrderType::STOP_LIMIT;
}

[[nodiscard]] constexpr bool has_stop(OrderType type) {
    return type == OrderType::STOP || type == OrderType::STOP_LIMIT;
}

}  // namespace daybook::model
