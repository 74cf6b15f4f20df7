#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/account.hpp"
#include "model/order_id.hpp"
#include "model/strong_id.hpp"
#include "model/timestamp.hpp"

namespace daybook::model {

/// How what happened disagrees with the book, or with what an account should be.
enum class DiscrepancyKind {
    // Booked all the same.
    overfill,
    trade_for_rejected_order,
    fill_beyond_hold,
    correction_of_busted_trade,
    // Kept aside, for the operator to decide.
    unknown_order,
    ambiguous_order,
    conflicting_duplicate,
    not_a_trade,
    /// The report is of another side or symbol than its order.
    conflicting_terms,
    /// Its amounts, or what they make, are beyond the range of numbers.
    out_of_range,
    // Booked all the same.
    /// An order that was refused here works or trades at the exchange.
    refused_order_lives,
    /// The exchange has accepted other terms than were asked for.
    terms_changed,
    /// A trade at a price of zero or below, which the instrument does not allow.
    price_not_allowed,
    // States, closed by the entry after which they are no longer so.
    /// AVAILABLE of a PREFUNDED account is below zero.
    overdrawn,
    /// The exchange has filled more of the order than is booked.
    trades_missing,
    /// The exchange has otherwise another view of the order.
    order_differs
};

/// Whether a report of this kind was kept aside.
[[nodiscard]] constexpr bool is_unbooked(DiscrepancyKind kind) {
    return kind >= DiscrepancyKind::unknown_order && kind <= DiscrepancyKind::out_of_range;
}
/// Whether accepting the discrepancy books the report that was kept aside.
[[nodiscard]] constexpr bool awaits_booking(DiscrepancyKind kind) {
    return is_unbooked(kind) && kind != DiscrepancyKind::not_a_trade;
}

enum class DiscrepancyState { OPEN, RESOLVED };
enum class Resolution { ACCEPT, REJECT };

/// A disagreement that an operator has to look at. Numbered 1, 2, 3, ... per account.
struct Discrepancy {
    AccountId account_id;
    std::uint64_t number = 0;
    DiscrepancyKind kind = DiscrepancyKind::unknown_order;
    DiscrepancyState state = DiscrepancyState::OPEN;
    Timestamp opened_at;
    std::uint64_t entry_seq = 0;
    std::string detail;
    /// The command that opened it, as canonical JSON; of a report that was kept aside, the report
    /// as it came. Of `overdrawn` the asset.
    std::string payload;
    /// When the report says it occurred, or when it was recorded.
    Timestamp occurred_at;
    /// What the operator decided; nullopt while it is open, and where what it told is no longer so.
    std::optional<Resolution> resolution;
    std::optional<std::string> reason;
    /// The order that it is about, where that is known.
    std::optional<OrderId> order_id;

    friend bool operator==(Discrepancy const&, Discrepancy const&) = default;
};

}  // namespace daybook::model
