#pragma once

#include <cstdint>
#include <optional>
#include <string>

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

/// Whether reports of this type move money.
[[nodiscard]] constexpr bool moves_money(ExecType type) {
    return type == ExecType::TRADE || type == ExecType::TRADE_CORRECT ||
           type == ExecType::TRADE_CANCEL;
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
    /// What the exchange charged; negative for a rebate.
    std::optional<Money> fee;
    std::optional<Liquidity> liquidity;
    /// TRADE_CORRECT and TRADE_CANCEL: the trade, or the last correction of it.
    std::optional<ExecId> exec_ref_id;
    /// REPLACED and RESTATED: the order's new terms.
    std::optional<Quantity> quantity_base;
    std::optional<Price> price_quote;
    std::optional<std::string> reason;
    Timestamp occurred_at;
    /// The entry that booked it: the book's order among executions.
    std::uint64_t entry_seq = 0;

    friend bool operator==(Execution const&, Execution const&) = default;
};

}  // namespace daybook::model
