#pragma once

#include "fix/fix_message.hpp"
#include "fix/fix_settings.hpp"
#include "ports/outbound/exchange_gateway.hpp"

namespace daybook::fix {

/// Reads ExecutionReport (8) and OrderCancelReject (9) as counterparties send them: without
/// TransactTime, with FIX 4.2's types of fills and its ExecTransType (20), with a status and no
/// type in answer to a status request, with quantities in any spelling. What cannot be understood
/// comes back as unreadable, never as nothing. See docs/fix.md for the table of what becomes what.
[[nodiscard]] ports::ExchangeReport decode_report(FixMessage const& message,
                                                  FixDialect const& dialect);

/// A report that says why `message` cannot be booked, and carries the message.
[[nodiscard]] ports::ExchangeReport unreadable(FixMessage const& message, std::string because);

/// The request that a field names; nullopt where it can be none of ours.
[[nodiscard]] std::optional<ports::ClientOrderId> request_named(FixMessage const& message, int tag);

/// OrderQty (38), or else what is filled and what is left. Throws: Unreadable.
[[nodiscard]] std::optional<model::Quantity> order_quantity(FixMessage const& message);

/// What the report says of the time: TransactTime (60), or else when it was first sent.
[[nodiscard]] std::optional<model::Timestamp> occurred_at(FixMessage const& message);

/// Text (58), or `fallback`, as a reason in the book.
[[nodiscard]] std::string reason_of(FixMessage const& message, std::string const& fallback);

}  // namespace daybook::fix
