#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "model/exchange_request.hpp"
#include "model/strong_id.hpp"
#include "model/timestamp.hpp"

namespace daybook::ports {

/// How a worker and an exchange stand to each other.
struct ExchangeStatus {
    /// standby: another worker speaks to the exchange. The others: this one does, and so its
    /// session is.
    enum class Session { standby, down, synchronizing, up };

    model::ExchangeCode exchange;
    Session session = Session::down;
    /// One sentence for people; empty where there is nothing to say.
    std::string reason;
    /// The worker that speaks to the exchange, and until when it may; empty where none does.
    std::string owner;
    std::optional<model::Timestamp> lease_expires_at;
    /// Why an operator has paused it.
    std::optional<std::string> paused_because;
    /// Requests that wait to be sent, and that wait for an answer.
    std::uint64_t requests_pending = 0;
    std::uint64_t requests_unanswered = 0;
    /// Reports that were received and are not booked yet.
    std::uint64_t reports_waiting = 0;
    /// Since the worker started.
    std::uint64_t requests_sent_total = 0;
    std::uint64_t requests_abandoned_total = 0;
    std::uint64_t reports_booked_total = 0;
    std::uint64_t status_requests_total = 0;
    /// Status reports that told of trades that the book does not have.
    std::uint64_t trades_missing_total = 0;
    /// How often the session was begun anew because what it runs in ended.
    std::uint64_t session_restarts_total = 0;
    std::optional<model::Timestamp> last_report_at;
};

/// Sends nothing but cancels any more, on every worker and after restarts, until it is resumed.
struct PauseExchange {
    std::string reason;
    /// Asks for every order that works or waits there to be canceled, too: answered when all are
    /// asked to be, and gone on with after a restart.
    bool cancels_all = false;
};
struct ResumeExchange {};
/// Asks the exchange for the status of every working order. Refused as unavailable where this
/// worker has no session that is up.
struct AskForOrders {};

/// What an operator wants of an exchange.
using ExchangeWish = std::variant<PauseExchange, ResumeExchange, AskForOrders>;

/// What became of a wish.
struct ExchangeReply {
    /// unavailable: nothing was changed; worth a retry.
    enum class Outcome { done, unknown_exchange, unavailable };
    Outcome outcome = Outcome::unavailable;
    /// How many orders this wish asked to be canceled.
    std::optional<std::uint64_t> cancels_asked = {};
};

/// What operators may ask of the sessions with exchanges.
///
/// Threads: safe. `done` is called once, on any thread.
class ExchangeControl {
  public:
    using Outcome = ExchangeReply::Outcome;
    using Done = std::function<void(ExchangeReply)>;

    virtual ~ExchangeControl() = default;

    /// By exchange.
    [[nodiscard]] virtual std::vector<ExchangeStatus> exchanges() const = 0;
    virtual void ask(model::ExchangeCode const& exchange, ExchangeWish wish, Done done) = 0;
};

}  // namespace daybook::ports
