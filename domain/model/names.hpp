#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "model/account.hpp"
#include "model/answer.hpp"
#include "model/discrepancy.hpp"
#include "model/entry.hpp"
#include "model/exchange_request.hpp"
#include "model/execution.hpp"
#include "model/instrument.hpp"
#include "model/order_terms.hpp"
#include "model/refusal.hpp"

namespace daybook::model {

/// The spelling of each enumerator, in the order of its enumeration, as in SQL and JSON.
template <class Enum>
inline constexpr std::array<std::string_view, 0> names_of{};

template <>
inline constexpr auto names_of<Funding> = std::to_array<std::string_view>({"PREFUNDED", "MARGIN"});
template <>
inline constexpr auto names_of<CostBasis> =
    std::to_array<std::string_view>({"AVERAGE", "FIFO", "LIFO", "HIFO"});
template <>
inline constexpr auto names_of<AccountState> = std::to_array<std::string_view>({"OPEN", "CLOSED"});
template <>
inline constexpr auto names_of<InstrumentKind> = std::to_array<std::string_view>({"SPOT"});
template <>
inline constexpr auto names_of<InstrumentState> =
    std::to_array<std::string_view>({"OPEN", "HALTED"});
template <>
inline constexpr auto names_of<Side> = std::to_array<std::string_view>({"BUY", "SELL"});
template <>
inline constexpr auto names_of<OrderType> =
    std::to_array<std::string_view>({"MARKET", "LIMIT", "STOP", "STOP_LIMIT"});
template <>
inline constexpr auto names_of<TimeInForce> =
    std::to_array<std::string_view>({"DAY", "GTC", "IOC", "FOK", "GTD"});
template <>
inline constexpr auto names_of<OrderOrigin> =
    std::to_array<std::string_view>({"DAYBOOK", "EXTERNAL"});
template <>
inline constexpr auto names_of<OrderStatus> = std::to_array<std::string_view>(
    {"PENDING_CANCEL", "PENDING_REPLACE", "DONE_FOR_DAY", "CALCULATED", "FILLED", "STOPPED",
     "SUSPENDED", "CANCELED", "EXPIRED", "PARTIALLY_FILLED", "NEW", "REJECTED", "PENDING_NEW"});
template <>
inline constexpr auto names_of<ExecType> = std::to_array<std::string_view>(
    {"PENDING_NEW", "NEW", "TRADE", "DONE_FOR_DAY", "CANCELED", "REPLACED", "PENDING_CANCEL",
     "PENDING_REPLACE", "STOPPED", "REJECTED", "SUSPENDED", "RESTATED", "CALCULATED", "EXPIRED",
     "TRADE_CORRECT", "TRADE_CANCEL", "ORDER_STATUS", "CANCEL_REJECTED", "REPLACE_REJECTED"});
template <>
inline constexpr auto names_of<Liquidity> = std::to_array<std::string_view>({"MAKER", "TAKER"});
template <>
inline constexpr auto names_of<Bucket> =
    std::to_array<std::string_view>({"AVAILABLE", "HELD", "TRADING", "FEES", "EXTERNAL"});
template <>
inline constexpr auto names_of<EntryKind> = std::to_array<std::string_view>(
    {"define_asset", "define_instrument", "open_account", "close_account", "deposit", "withdraw",
     "place_order", "cancel_order", "replace_order", "book_execution", "resolve_discrepancy"});
template <>
inline constexpr auto names_of<DiscrepancyKind> = std::to_array<std::string_view>(
    {"overfill", "trade_for_rejected_order", "fill_beyond_hold", "correction_of_busted_trade",
     "unknown_order", "ambiguous_order", "conflicting_duplicate", "not_a_trade",
     "conflicting_terms", "out_of_range", "refused_order_lives", "terms_changed",
     "price_not_allowed", "overdrawn", "trades_missing", "order_differs"});
template <>
inline constexpr auto names_of<DiscrepancyState> =
    std::to_array<std::string_view>({"OPEN", "RESOLVED"});
template <>
inline constexpr auto names_of<Resolution> = std::to_array<std::string_view>({"ACCEPT", "REJECT"});
template <>
inline constexpr auto names_of<AnswerStatus> = std::to_array<std::string_view>(
    {"DONE", "REPLAYED", "DUPLICATE", "DISCREPANCY", "REFUSED", "SKIPPED"});
template <>
inline constexpr auto names_of<Refusal> =
    std::to_array<std::string_view>({"malformed_json",
                                     "unknown_command",
                                     "missing_field",
                                     "unknown_field",
                                     "duplicate_field",
                                     "wrong_type",
                                     "invalid_value",
                                     "group_spans_accounts",
                                     "idempotency_key_reused",
                                     "unknown_account",
                                     "unknown_asset",
                                     "unknown_instrument",
                                     "unknown_order",
                                     "ambiguous_order",
                                     "unknown_discrepancy",
                                     "unknown_request",
                                     "already_defined_differently",
                                     "assets_must_differ",
                                     "quantity_must_be_positive",
                                     "quantity_must_be_multiple_of_increment",
                                     "quantity_below_minimum",
                                     "price_required",
                                     "price_not_allowed",
                                     "price_must_be_positive",
                                     "price_must_be_multiple_of_increment",
                                     "stop_price_required",
                                     "stop_price_not_allowed",
                                     "stop_price_must_be_positive",
                                     "stop_price_must_be_multiple_of_increment",
                                     "notional_below_minimum",
                                     "expiry_required",
                                     "expiry_not_allowed",
                                     "expiry_must_be_in_the_future",
                                     "budget_required",
                                     "budget_not_allowed",
                                     "budget_must_be_positive",
                                     "increment_must_be_positive",
                                     "amount_must_be_positive",
                                     "amount_out_of_range",
                                     "account_closed",
                                     "instrument_halted",
                                     "insufficient_funds",
                                     "order_closed",
                                     "already_resolved",
                                     "request_not_uncertain",
                                     "order_placed_elsewhere",
                                     "account_not_empty",
                                     "account_overdrawn"});

template <>
inline constexpr auto names_of<ExchangeAction> =
    std::to_array<std::string_view>({"PLACE", "CANCEL", "REPLACE"});
template <>
inline constexpr auto names_of<RequestState> =
    std::to_array<std::string_view>({"PENDING", "SENT", "ANSWERED", "ABANDONED"});
template <>
inline constexpr auto names_of<SettlementOutcome> =
    std::to_array<std::string_view>({"sent", "not_sent", "drop"});

template <class Enum>
[[nodiscard]] constexpr std::string_view name_of(Enum value) {
    return names_of<Enum>[static_cast<std::size_t>(value)];
}

template <class Enum>
[[nodiscard]] constexpr std::optional<Enum> from_name(std::string_view name) {
    auto const& names = names_of<Enum>;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i] == name) return static_cast<Enum>(i);
    }
    return std::nullopt;
}

static_assert(name_of(Refusal::account_overdrawn) == "account_overdrawn");
static_assert(name_of(ExecType::REPLACE_REJECTED) == "REPLACE_REJECTED");
static_assert(name_of(OrderStatus::PENDING_NEW) == "PENDING_NEW");
static_assert(name_of(EntryKind::resolve_discrepancy) == "resolve_discrepancy");
static_assert(name_of(RequestState::ABANDONED) == "ABANDONED");
static_assert(name_of(DiscrepancyKind::order_differs) == "order_differs");

}  // namespace daybook::model
