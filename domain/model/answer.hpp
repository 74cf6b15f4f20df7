#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/discrepancy.hpp"
#include "model/order.hpp"
#include "model/refusal.hpp"

namespace daybook::model {

/// DONE: booked. REPLAYED: the key was used for the same command before; nothing ran. DUPLICATE:
/// it has happened already; nothing changed. DISCREPANCY: kept for the operator. REFUSED: see the
/// refusal. SKIPPED: a fellow member of its atomic group was refused, or its order is no longer as
/// it was read.
enum class AnswerStatus { DONE, REPLAYED, DUPLICATE, DISCREPANCY, REFUSED, SKIPPED };

/// What became of one command.
struct Answer {
    AnswerStatus status = AnswerStatus::DONE;
    /// Set when REFUSED, and when REPLAYED where the original answer was a recorded "no".
    std::optional<Refusal> refusal;
    /// The member of the command that broke the rule; empty where none did.
    std::string field;
    /// Set when DISCREPANCY: the first that the command opened.
    std::optional<DiscrepancyKind> discrepancy;
    /// One sentence for people.
    std::string detail;
    /// The entry that was written, or that the original command wrote.
    std::optional<std::uint64_t> entry_seq;
    /// The order concerned, as it is now.
    std::optional<Order> order;

    friend bool operator==(Answer const&, Answer const&) = default;
};

}  // namespace daybook::model
