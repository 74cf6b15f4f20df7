#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/measure.hpp"
#include "model/order_id.hpp"
#include "model/strong_id.hpp"
#include "model/timestamp.hpp"

namespace daybook::model {

/// The name of one request at an exchange, unique for ever and at most 36 characters of
/// [A-Za-z0-9_-]. Source: FIX 4.4 ClOrdID (11).
using ClientOrderId = StrongId<struct ClientOrderIdTag>;

/// Source: FIX 4.4 NewOrderSingle (D), OrderCancelRequest (F), OrderCancelReplaceRequest (G).
enum class ExchangeAction { PLACE, CANCEL, REPLACE };

/// PENDING: not sent, for certain. SENT: handed over, or about to be; whether the exchange has it
/// is not known. ANSWERED: the exchange has said what came of it. ABANDONED: nobody asks any more;
/// an answer that comes all the same is taken.
enum class RequestState { PENDING, SENT, ANSWERED, ABANDONED };

/// What an entry wants an exchange to be told: a row of the outbox.
struct OutboxRequest {
    AccountId account_id;
    /// The entry that wants it told: the number of the request within its account.
    std::uint64_t entry_seq = 0;
    OrderId order_id;
    ExchangeCode exchange;
    ExchangeAction action = ExchangeAction::PLACE;
    RequestState state = RequestState::PENDING;
    ClientOrderId client_order_id;
    /// REPLACE: what was asked for; the prices only where the order has them.
    std::optional<Quantity> quantity_base;
    std::optional<Price> price_quote;
    std::optional<Price> stop_price_quote;
    /// How often it was handed over.
    std::uint64_t attempts = 0;
    /// ANSWERED: why it was refused, nullopt where it was accepted. ABANDONED: why. PENDING, SENT:
    /// why an operator has made it so, until it is handed over.
    std::optional<std::string> detail;
    Timestamp created_at;
    Timestamp updated_at;
    /// Of the lease under which it was handed over, or was about to be, the last time.
    std::optional<std::uint64_t> generation;

    friend bool operator==(OutboxRequest const&, OutboxRequest const&) = default;
};

/// Which request an entry of an order made, as its name at the exchange tells.
struct RequestName {
    OrderId order_id;
    std::uint64_t entry_seq = 0;

    friend bool operator==(RequestName const&, RequestName const&) = default;
};

/// The order's id in 22 characters of base64url (RFC 4648), '-', and the entry's number in base 36:
/// a resend carries the same, and whoever reads it finds the order without a table.
[[nodiscard]] ClientOrderId client_order_id_of(RequestName const& name);
/// The opposite; nullopt for a name that is none of ours.
[[nodiscard]] std::optional<RequestName> read_client_order_id(ClientOrderId const& id);

/// What an operator says became of a request of which nobody knows. sent: the exchange has it, and
/// is asked again what came of it. not_sent: it does not have it, and is sent it. drop: it will
/// never have it, and the order goes on without it.
enum class SettlementOutcome { sent, not_sent, drop };

/// An operator's word on a request that is ABANDONED.
struct SettleRequest {
    ClientOrderId request;
    SettlementOutcome outcome = SettlementOutcome::sent;
    std::string reason;

    friend bool operator==(SettleRequest const&, SettleRequest const&) = default;
};

/// That a report answers a request of its order. Set on the command that books the report, and
/// written with it.
struct RequestAnswer {
    std::uint64_t entry_seq = 0;
    /// Why the exchange refused the request; nullopt where it accepted.
    std::optional<std::string> refused_because;

    friend bool operator==(RequestAnswer const&, RequestAnswer const&) = default;
};

}  // namespace daybook::model
