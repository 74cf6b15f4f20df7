#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/order.hpp"

namespace daybook::sql {

/// A row of `orders`.
struct OrderRow {
    model::AccountId account_id;
    model::OrderId id;
    model::ExchangeCode exchange;
    model::Symbol symbol;
    model::Side side{};
    model::OrderType type{};
    model::TimeInForce time_in_force{};
    model::Quantity quantity_base;
    std::optional<model::Price> price_quote;
    std::optional<model::Price> stop_price_quote;
    std::optional<model::Amount> budget_quote;
    std::optional<model::Timestamp> expires_at;
    /// Follows from the rest; for those who look for orders by it.
    model::OrderStatus status{};
    std::optional<model::ExchangeOrderId> exchange_order_id;
    std::optional<model::IdempotencyKey> idempotency_key;
    /// Bits: 1 acknowledged, 2 rejected, 4 canceled, 8 expired, 16 calculated, 32 done for day,
    /// 64 stopped, 128 suspended, 256 refused, 512 restated, 1024 traded.
    std::int32_t facts = 0;
    model::Quantity filled_base;
    model::Amount filled_quote;
    model::Amount fees_quote;
    std::uint32_t unmatched_reports = 0;
    std::optional<std::string> reject_reason;
    std::uint64_t version = 0;
    model::Timestamp created_at;
    model::Timestamp updated_at;
    /// nullopt: DAYBOOK.
    std::optional<model::OrderOrigin> origin;
    /// See order_requests_text.hpp.
    std::optional<std::string> requests;
    std::optional<std::uint32_t> late_cancels;
    std::optional<std::uint32_t> late_replaces;
    std::optional<std::uint64_t> replaced_by;
    /// Both or none: nullopt of an order that was stored before they were kept.
    std::optional<model::Amount> held_base;
    std::optional<model::Amount> held_quote;
    std::optional<model::Timestamp> recorded_at;
    std::optional<model::Timestamp> reported_at;
    std::optional<std::uint64_t> difference;
};

/// Orders with an open status, few among all; the condition of an index.
inline constexpr std::string_view order_is_open =
    "status <> 'FILLED' AND status <> 'CANCELED' AND status <> 'EXPIRED' "
    "AND status <> 'REJECTED' AND status <> 'CALCULATED' AND status <> 'DONE_FOR_DAY'";

[[nodiscard]] OrderRow row_of(model::Order const& order);
/// Throws: StorageError, corrupt, for what no order can be.
[[nodiscard]] model::Order to_model(OrderRow&& row);

}  // namespace daybook::sql
