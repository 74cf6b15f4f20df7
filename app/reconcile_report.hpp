#pragma once

#include <optional>
#include <vector>

#include "app/output.hpp"
#include "app/statement_booker.hpp"
#include "services/statement.hpp"
#include "services/statement_difference.hpp"

namespace daybook::app {

/// What a reconciliation came to.
struct ReconcileResult {
    services::Statement statement;
    std::vector<services::StatementDifference> differences;
    /// Whether anything was to be booked.
    bool with_booking = false;
    std::vector<BookedStep> booked;
    /// What differs after the booking; nullopt where there was none, or where it was cut off.
    std::optional<std::vector<services::StatementDifference>> left;
};

/// Whether the book and the statement agree, now that all is done.
[[nodiscard]] bool agrees(ReconcileResult const& result);

/// Prints a table of each kind of difference, one of what was booked, and a line of counts.
void print_report(Output& output, ReconcileResult const& result);
/// Prints one object a line: each difference, each booking, and last a summary. The shapes are in
/// docs/reconciliation.md.
void print_report_json(Output& output, ReconcileResult const& result);

}  // namespace daybook::app
