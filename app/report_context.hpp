#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "app/exchange_orders.hpp"
#include "model/order.hpp"
#include "ports/outbound/exchange_gateway.hpp"

namespace daybook::app {

/// What the book has of the order that a report of an exchange is about.
struct ReportContext {
    /// nullopt: the report names no order of ours.
    std::optional<ports::OrderKey> key;
    /// The report before this one that records the order, which was placed elsewhere and is in no
    /// book yet; null where the order is known, or this report records it itself.
    ports::ExchangeReport const* recorded_by = nullptr;
    /// Where the report is read against the book.
    std::optional<model::Order> order;
    /// For a status report: the entries of the requests that were sent and have no answer.
    std::vector<std::uint64_t> open_requests;
    /// A status has told of what the report says before.
    bool was_told = false;
    /// It was kept aside before its order was known, and an operator has rejected it.
    bool was_rejected = false;

    [[nodiscard]] bool is_open(std::uint64_t request) const {
        return std::ranges::find(open_requests, request) != open_requests.end();
    }
};

/// Whether a report says how an order stands, and can be read.
[[nodiscard]] bool is_status(ports::ExchangeReport const& report);
/// Whether what is booked of a report depends on what is in the book.
[[nodiscard]] bool is_read(ports::ExchangeReport const& report);

/// Shape: result[i] is of reports[i]. The reports are in the order in which they came: one that has
/// the exchange's name of an order alone may have it from one before it. What is booked after this
/// has read an order makes it another version. Throws: StorageError.
[[nodiscard]] std::vector<ReportContext> look_up(
    std::span<ports::ExchangeReport const* const> reports, ExchangeOrders& orders);

}  // namespace daybook::app
