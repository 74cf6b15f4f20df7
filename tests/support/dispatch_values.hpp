#pragma once

#include <chrono>
#include <string>

#include "model/exchange_request.hpp"
#include "model/order.hpp"
#include "ports/outbound/exchange_gateway.hpp"
#include "support/sample_values.hpp"

/// Requests to exchanges, and what these say of them, for tests that do not care which.
namespace daybook::support {

/// The request that entry `entry_seq` of account alpha makes of order `number`.
[[nodiscard]] inline model::OutboxRequest outbox_request(
    std::uint32_t number, std::uint64_t entry_seq,
    model::ExchangeAction action = model::ExchangeAction::PLACE,
    model::RequestState state = model::RequestState::PENDING) {
    model::OutboxRequest request;
    request.account_id = model::AccountId{"alpha"};
    request.entry_seq = entry_seq;
    request.order_id = order_id(number);
    request.exchange = model::ExchangeCode{"PAPER"};
    request.action = action;
    request.state = state;
    request.client_order_id = model::client_order_id_of({request.order_id, entry_seq});
    request.attempts = state == model::RequestState::PENDING ? 0 : 1;
    request.created_at = at_micros(0);
    request.updated_at = at_micros(0);
    if (action == model::ExchangeAction::REPLACE) {
        request.quantity_base = quantity("7");
        request.price_quote = price("101");
    }
    return request;
}

/// A report about order `number` that names request `entry_seq`.
[[nodiscard]] inline ports::ExchangeReport exchange_report(std::uint32_t number,
                                                           std::uint64_t entry_seq,
                                                           model::ExecType type) {
    ports::ExchangeReport report;
    report.client_order_id = model::client_order_id_of({order_id(number), entry_seq});
    report.report.exec_type = type;
    report.report.exec_id = model::ExecId{"x1"};
    return report;
}

/// An answer to the question how order `number` stands.
[[nodiscard]] inline ports::ExchangeReport status_report(std::uint32_t number,
                                                         std::uint64_t entry_seq,
                                                         model::OrderStatus status,
                                                         std::string_view filled_base = "0") {
    auto report = exchange_report(number, entry_seq, model::ExecType::ORDER_STATUS);
    report.report.order_status = status;
    report.report.cumulative_base = quantity(filled_base);
    return report;
}

[[nodiscard]] inline model::Timestamp at_seconds(double seconds) {
    return at_micros(static_cast<std::int64_t>(seconds * 1'000'000));
}

}  // namespace daybook::support
