#pragma once

#include <optional>
#include <string>

#include "model/command.hpp"
#include "model/discrepancy.hpp"
#include "model/instrument.hpp"
#include "model/order.hpp"

namespace daybook::services {

/// How an exchange's view of an order differs from the book's.
struct OrderDifference {
    /// trades_missing or order_differs.
    model::DiscrepancyKind kind = model::DiscrepancyKind::order_differs;
    /// One sentence with both numbers.
    std::string detail;
};

struct ReportComparison {
    std::optional<OrderDifference> difference;
    /// The report says enough, and is new enough, to say that both views are the same.
    bool agrees = false;
};

/// Compares what a report says of its order (CumQty, LeavesQty, OrdStatus, quantity and price) with
/// the order as it is after the report.
///
/// `is_late`: a newer report was booked before. Then only a greater CumQty counts: the rest may
/// have been so. Quantities and prices count only while nobody has asked for others.
[[nodiscard]] ReportComparison compare_with_book(model::BookExecution const& report,
                                                 model::Order const& order, bool is_late);

/// Whether what a report said, from which the book differed by `kind`, is so in the book now.
[[nodiscard]] bool has_come_true(model::BookExecution const& report, model::DiscrepancyKind kind,
                                 model::Order const& order);

/// The side or the symbol of a report that is not its order's, as a sentence; nullopt where both
/// agree.
[[nodiscard]] std::optional<std::string> foreign_terms(model::BookExecution const& report,
                                                       model::Order const& order);

/// A price of zero says of many exchanges that there is none, where the instrument has no such.
void drop_absent_price(std::optional<model::Price>& price, model::Instrument const& instrument);

}  // namespace daybook::services
