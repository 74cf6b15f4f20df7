#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/instrument.hpp"
#include "model/measure.hpp"
#include "model/order_id.hpp"
#include "model/strong_id.hpp"
#include "model/timestamp.hpp"

namespace daybook::model {

/// What an exchange reports. Source: FIX 4.4 ExecType (150); the last two stand for
/// OrderCancelReject (35=9).
enum class ExecType {
    PENDING_NEW,
    NEW,
    TRADE,
    DONE_FOR_DAY,
    CANCELED,
    REPLACED,
    PENDING_CANCEL,
    PENDING_REPLACE,
    STOPPED,
    REJECTED,
    SUSPENDED,
    RESTATED,
    CALCULATED,
    EXPIRED,
    TRADE_CORRECT,
    TRADE_CANCEL,
    ORDER_STATUS,
    CANCEL_REJECTED,
    REPLACE_REJECTED
};

enum class Liquidity { MAKER, TAKER };

/// One id by which an exchange knows an order.
struct ExchangeOrderName {
    AccountId account_id;
    ExchangeOrderId exchange_order_id;
    OrderId order_id;

    friend auto operator<=>(ExchangeOrderName const&, ExchangeOrderName const&) = default;
    friend bool operator==(ExchangeOrderName const&, ExchangeOrderName const&) = default;
};

/// What a fill was charged: each asset once; negative for a rebate.
/// Source: FIX 4.4 Commission (12) and NoMiscFees (136).
using Fees = std::vector<Money>;

/// Whether reports of this type tell the terms that the order has.
[[nodiscard]] constexpr bool tells_terms(ExecType type) {
    return type == ExecType::NEW || type == ExecType::REPLACED || type == ExecType::RESTATED;
}

/// Whether reports of this type move money.
[[nodiscard]] constexpr bool moves_money(ExecType type) {
    return type == ExecType::TRADE || type == ExecType::TRADE_CORRECT ||
           type == ExecType::TRADE_CANCEL;
}

/// Whether reports of this type change a trade that was told before (ExecRefID, 19).
[[nodiscard]] constexpr bool refers_to_trade(ExecType type) {
    return type == ExecType::TRADE_CORRECT || type == ExecType::TRADE_CANCEL;
}

/// One report of the exchange on one order, as booked. Append-only.
struct Execution {
    AccountId account_id;
    OrderId order_id;
    InstrumentKey instrument;
    ExecId exec_id;
    ExecType exec_type = ExecType::ORDER_STATUS;
    std::optional<Quantity> last_quantity_base;
    std::optional<Price> last_price_quote;
    /// What the exchange charged; nullopt where it has not said, which leaves what it said before.
    std::optional<Fees> fees;
    std::optional<Liquidity> liquidity;
    /// TRADE_CORRECT and TRADE_CANCEL: the trade, or the last correction of it.
    std::optional<ExecId> exec_ref_id;
    /// NEW, REPLACED and RESTATED: the order's terms.
    std::optional<Quantity> quantity_base;
    std::optional<Price> price_quote;
    std::optional<Price> stop_price_quote;
    std::optional<std::string> reason;
    Timestamp occurred_at;
    /// The entry that booked it: the book's order among executions.
    std::uint64_t entry_seq = 0;

    friend bool operator==(Execution const&, Execution const&) = default;
};

}  // namespace daybook::model
