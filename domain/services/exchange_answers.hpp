#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/exchange_request.hpp"
#include "model/order.hpp"
#include "ports/outbound/exchange_gateway.hpp"

namespace daybook::services {

/// The order of ours that a report names by its client order ids; nullopt where it names none.
[[nodiscard]] std::optional<model::OrderId> order_named_by(ports::ExchangeReport const& report);

/// Which requests of its order a report answers. `sent` is the one that waits for an answer; null
/// where none does. What answers a request that has long been given up names it itself.
///
/// Some exchanges confirm a cancel under the name of the order, not of the cancel.
[[nodiscard]] std::vector<model::RequestAnswer> answers_of(ports::ExchangeReport const& report,
                                                           model::OrderId const& order_id,
                                                           model::OutboxRequest const* sent);

/// The report as it is to be booked: a REJECTED that names a cancel or a replace is a rejection of
/// that, not of the order.
[[nodiscard]] model::BookExecution as_booked(ports::ExchangeReport const& report,
                                             model::OrderId const& order_id,
                                             model::OutboxRequest const* sent);

/// A report that a status told of, and that is booked by that: it says no more how the order is.
[[nodiscard]] model::BookExecution as_told_already(model::BookExecution report);

/// The id under which a report is booked that only a status has told of.
[[nodiscard]] model::ExecId id_by_status(std::string const& client_order_id, model::ExecType type);
/// The id that `report` would have been booked under, had a status told of it before; only of those
/// that must not be booked twice.
[[nodiscard]] std::optional<model::ExecId> id_told_before(ports::ExchangeReport const& report);

/// What the state of an order at the exchange says, of the request that waits for an answer and of
/// the book.
struct StatusReading {
    /// unchanged: no request waits. waits: the exchange has it, and has not decided. lost: the
    /// exchange does not have it.
    enum class Request { unchanged, accepted, refused, waits, lost };

    Request request = Request::unchanged;
    /// Why it was refused.
    std::string refused_because;
    /// Reports that the book has not had, under ids that a second reading repeats.
    std::vector<model::BookExecution> unheard;
    /// The exchange has filled more than the book knows of. Which trades those are, a status does
    /// not tell.
    bool misses_trades = false;
    /// The exchange does not know an order that it has acknowledged.
    bool forgot_order = false;
};

/// `asked`: the status was asked for after the request was handed over, so that what it does not
/// show has not arrived.
[[nodiscard]] StatusReading read_status(ports::ExchangeReport const& status,
                                        model::Order const& order, model::OutboxRequest const* sent,
                                        bool asked);

}  // namespace daybook::services
