#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/command.hpp"
#include "services/recorded_account.hpp"
#include "services/statement_difference.hpp"
#include "services/trade_matching.hpp"

namespace daybook::services {

/// A command that books what a record of a statement tells and the book lacks.
struct BookingStep {
    std::uint64_t line = 0;
    model::Command command;
    /// The key of the order it is about, where an earlier step places that order: where that one
    /// left no order, this one has nothing to be booked on.
    std::optional<model::IdempotencyKey> placed_order;
};

/// The commands that book what can be booked of `differences`, which reconcile() found in the same:
/// orders that the book lacks, if all their terms are told; trades; and that orders were
/// acknowledged or have ended. By time, the steps of one order in the order of its life. The same
/// facts always give the same ids and keys.
[[nodiscard]] std::vector<BookingStep> plan_booking(
    RecordedAccount const& account, Statement const& statement,
    std::vector<StatementDifference> const& differences, ReconciliationIds const& ids);

/// Why an order that the book lacks cannot be placed in it; empty where it can.
[[nodiscard]] std::string obstacle_to_placing(StatementOrder const& order);
/// Why a trade that the book lacks cannot be booked; empty where it can.
[[nodiscard]] std::string obstacle_to_booking(TradeMatch const& match);

}  // namespace daybook::services
