#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/account.hpp"
#include "model/strong_id.hpp"
#include "model/timestamp.hpp"

namespace daybook::model {

/// How a report of the exchange disagrees with the book. The first four are booked all the same;
/// the others wait for the operator.
enum class DiscrepancyKind {
    overfill,
    trade_for_rejected_order,
    fill_beyond_hold,
    correction_of_busted_trade,
    unknown_order,
    ambiguous_order,
    conflicting_duplicate,
    not_a_trade
};

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
    /// The report as it came: canonical JSON of the book_execution command.
    std::string payload;
    /// When the report says it occurred, or when it was recorded.
    Timestamp occurred_at;
    std::optional<Resolution> resolution;
    std::optional<std::string> reason;

    friend bool operator==(Discrepancy const&, Discrepancy const&) = default;
};

}  // namespace daybook::model
