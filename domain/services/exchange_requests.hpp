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

/// Whether `later` is a cancel that was asked for after `row`, of the same order.
[[nodiscard]] bool calls_back(model::OutboxRequest const& later, model::OutboxRequest const& row);

/// What becomes of a request when it is its turn.
struct RequestTurn {
    /// send: it is handed over. answer: it needs no sending, and its row alone is answered.
    /// withdraw: the same of a PLACE that the exchange has never had. book: it ends in the book,
    /// as `booked_as`, and that answers it. give_up: it is not sent again, and what came of it is
    /// not known.
    enum class Kind { send, answer, withdraw, book, give_up };
    Kind kind = Kind::send;
    /// Why; nullopt where what it asks for is so already.
    std::optional<std::string> because;
    model::ExecType booked_as = model::ExecType::ORDER_STATUS;
};

/// Requests that concern an order which has ended are not sent, nor those of one that was
/// withdrawn. Once a cancel was asked for nothing goes out that has waited before it, and nothing
/// again that the exchange does not have.
/// `is_lost`: as of DispatchEffects::Claimed. Shape: `history` are the rows of the order, by entry.
[[nodiscard]] RequestTurn decide_turn(model::OutboxRequest const& row, model::Order const& order,
                                      std::span<model::OutboxRequest const> history, bool is_lost);

/// What the book is told of a request that only we decide on: the exchange has not got it.
/// `type`: what it ends as. Its id is the same whenever it is made.
[[nodiscard]] ports::ExchangeReport unsent_report(model::OutboxRequest const& row,
                                                  model::ExecType type, std::string because,
                                                  model::Timestamp at);

}  // namespace daybook::services
