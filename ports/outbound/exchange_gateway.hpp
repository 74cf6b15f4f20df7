#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>

#include "model/command.hpp"
#include "model/exchange_request.hpp"
#include "model/order_id.hpp"
#include "model/order_terms.hpp"
#include "model/strong_id.hpp"
#include "model/timestamp.hpp"

namespace daybook::ports {

using model::ClientOrderId;
using model::ExchangeAction;

/// What an exchange is asked to do with one order.
struct ExchangeRequest {
    ExchangeAction action = ExchangeAction::PLACE;
    model::AccountId account_id;
    model::OrderId order_id;
    /// Derived from the order's id and the request, so that a resend carries the same.
    ClientOrderId client_order_id;
    /// CANCEL and REPLACE: the last request by which the exchange has accepted the order.
    /// Source: OrigClOrdID (41).
    std::optional<ClientOrderId> original_client_order_id;
    std::optional<model::ExchangeOrderId> exchange_order_id;
    /// PLACE: as placed. REPLACE: as wanted. CANCEL: as they are.
    model::OrderTerms terms;
    /// Source: TransactTime (60).
    model::Timestamp requested_at;
    /// Whether the exchange may have it already. Source: PossResend (97).
    bool may_be_known = false;
};

/// An order that was placed elsewhere and that an exchange tells of: what it takes to record it.
struct OrderPlacedElsewhere {
    model::AccountId account_id;
    /// As it came, 1 to 255 printable characters; not one of ours. Source: ClOrdID (11).
    std::optional<std::string> client_order_id;
    /// Without a budget, which no exchange knows.
    model::OrderTerms terms;
};

/// Something that an exchange says of an order: what is to be booked, how the order stands at the
/// exchange after it, and which of our requests it answers. The adapter leaves `report.order` and
/// `report.client_order_id` to whoever knows the orders.
struct ExchangeReport {
    /// As they came; empty where the message named none that can be one of ours.
    std::optional<ClientOrderId> client_order_id;
    std::optional<ClientOrderId> original_client_order_id;
    model::BookExecution report;
    std::optional<model::Timestamp> occurred_at;
    /// A status request was answered with "I know no such order": `report` is to be ignored.
    bool is_unknown_order = false;
    /// Set where the message could not be understood: one sentence, and the message itself within
    /// `report.reason`, bounded to what a discrepancy may hold.
    std::optional<std::string> unreadable_because;
    /// Set by a drop copy, where the message says enough of the order.
    std::optional<OrderPlacedElsewhere> placed_elsewhere;
    /// Set by a drop copy, where it does not: one sentence. It can be booked all the same where it
    /// names an order that is known.
    std::optional<std::string> order_untold_because;
};

/// down: no session; requests cannot be sent. synchronizing: connected, and catching up with
/// messages that were missed. up: requests can be sent.
enum class SessionState { down, synchronizing, up };

/// A request that was marked as handed over, once, of which it is not known whether it was.
struct UncertainRequest {
    ClientOrderId client_order_id;
    /// The lease under which it was marked, and when that was, on the clock of who had it.
    std::uint64_t generation = 0;
    model::Timestamp marked_at;
};

/// Whether a request was ever handed to the session with an exchange: no and yes are proven.
enum class SentBefore { no, yes, unknown };

/// What a gateway tells. Called on threads of the adapter; must not block or throw.
class ExchangeListener {
  public:
    virtual ~ExchangeListener() = default;

    /// `durable` is called once, on any thread, when the report is in the book, and never if the
    /// process dies before: the adapter acknowledges to its exchange no more than is durable, and
    /// so gets the rest again.
    virtual void on_report(ExchangeReport report, std::function<void()> durable) = 0;
    /// `reason`: one sentence for people where the state is not up.
    virtual void on_session(SessionState state, std::string const& reason) = 0;
};

/// One session with one exchange. What is asked of it is only handed over: what came of it, the
/// reports say. Silence is no answer; who meets it asks for the order's status.
///
/// Threads: safe, but for start() and stop(). Throws: ExchangeError from start().
class ExchangeGateway {
  public:
    enum class Handed { over, not_connected };

    virtual ~ExchangeGateway() = default;

    /// Begins to connect, and to tell `listener`, which outlives the gateway. What is handed over
    /// from now on is under the lease of this generation.
    virtual void start(ExchangeListener& listener, std::uint64_t generation) = 0;
    /// Ends the session in order; the listener hears no more after it.
    virtual void stop() = 0;

    /// Hands a request over to the session; requests arrive in the order of the calls.
    [[nodiscard]] virtual Handed send(ExchangeRequest const& request) = 0;
    /// Asks what became of the order of `request`; the answer is an ORDER_STATUS report that
    /// carries the order's present state, or says that the order is unknown.
    [[nodiscard]] virtual Handed ask_status(ExchangeRequest const& request) = 0;
    /// Of a session that was started. What was not sent may be sent as if it never had been.
    [[nodiscard]] virtual SentBefore was_sent(UncertainRequest const& request) const = 0;
    [[nodiscard]] virtual SessionState state() const = 0;
    /// How often the session had to be begun anew because what it runs in ended.
    [[nodiscard]] virtual std::uint64_t restarts() const { return 0; }
    /// The exchange and the session, for people, without secrets.
    [[nodiscard]] virtual std::string describe() const = 0;
};

/// The exchange's side failed, or what it was configured with.
class ExchangeError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// An address that the exchange is to connect to cannot be listened on now: somebody has it, or it
/// is not there yet. It may pass.
class AddressUnavailable : public ExchangeError {
  public:
    using ExchangeError::ExchangeError;
};

}  // namespace daybook::ports
