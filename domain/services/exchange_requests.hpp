#pragma once

#include <optional>
#include <span>
#include <string>

#include "model/exchange_request.hpp"
#include "model/order.hpp"
#include "ports/outbound/exchange_gateway.hpp"

namespace daybook::services {

/// What a row of the outbox asks of the exchange. `history` are the rows of its order, by entry.
/// Shape: row.attempts counts the attempt that is about to be made.
[[nodiscard]] ports::ExchangeRequest request_of(model::OutboxRequest const& row,
                                                model::Order const& order,
                                                std::span<model::OutboxRequest const> history);

/// What to ask the exchange with how an order stands; nullopt for one that was never sent.
[[nodiscard]] std::optional<ports::ExchangeRequest> status_request_of(
    model::Order const& order, std::span<model::OutboxRequest const> history);

/// What became of a request that needs no sending any more.
struct UnsentAnswer {
    /// nullopt where what it asks for is so already.
    std::optional<std::string> refused_because;
    /// The order was never sent, so the book alone cancels it.
    bool cancels_unsent_order = false;
};

/// nullopt where `row` is to be sent. Requests that concern an order which has ended, and those of
/// one that was withdrawn before it was sent, are not.
[[nodiscard]] std::optional<UnsentAnswer> answer_without_sending(
    model::OutboxRequest const& row, model::Order const& order,
    std::span<model::OutboxRequest const> history);

}  // namespace daybook::services
