#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "ports/inbound/command_service.hpp"
#include "ports/inbound/exchange_control.hpp"
#include "ports/outbound/clock.hpp"
#include "ports/outbound/exchange_gateway.hpp"

namespace daybook::app {

/// A report with when it came, and whom to tell when it is booked.
struct ArrivedReport {
    ports::ExchangeReport report;
    std::function<void()> durable;
    /// By the steady clock.
    model::Timestamp arrived_at;
    /// It is no exchange's: the worker says what becomes of the one request that it names.
    bool is_ours = false;
};
/// The session is another than before.
struct SessionChange {
    ports::SessionState state = ports::SessionState::down;
    std::string reason;
};
/// Requests to the exchange have been committed for these accounts.
struct RequestsWritten {
    std::vector<model::AccountId> accounts;
};
/// What an operator wants, and whom to tell what became of it.
struct OperatorWish {
    ports::ExchangeWish what;
    ports::ExchangeControl::Done done;
};
/// What became of a batch that asks for orders to be canceled.
struct CancelsBooked {
    ports::BatchOutcome outcome;
};

using InboxItem = std::variant<ArrivedReport, SessionChange, RequestsWritten, OperatorWish,
                               CancelsBooked, ports::BatchOutcome>;

/// What other threads leave for the one that works, in the order in which they left it. Of reports
/// it takes only so many as may be unbooked at once. Of those beyond it takes none any more until
/// the session begins anew: the exchange then sends all that were not booked again.
///
/// Threads: safe.
class ExchangeInbox final : public ports::ExchangeListener {
  public:
    ExchangeInbox(ports::Clock& clock, std::size_t reports_max)
        : clock_{clock}, reports_max_{reports_max} {}

    void on_report(ports::ExchangeReport report, std::function<void()> durable) override;
    void on_session(ports::SessionState state, std::string const& reason) override;
    void push(InboxItem item);
    /// Returns the wish where nobody will read it any more.
    [[nodiscard]] std::optional<OperatorWish> push_wish(OperatorWish wish);

    /// Everything that was left, waiting for it at most so long.
    [[nodiscard]] std::vector<InboxItem> take(std::chrono::microseconds wait);
    /// Ends every wait from now on.
    void close();
    [[nodiscard]] bool is_closed() const;

    /// One more is to be booked, which came another way.
    void count_report();
    /// Reports that were taken and are booked, or will not be.
    void forget_reports(std::size_t count);
    [[nodiscard]] std::size_t reports_unbooked() const;
    /// Whether reports were not taken.
    [[nodiscard]] bool has_overflown() const;
    /// Takes reports again: the session that told too many is over.
    void clear_overflow();
    /// Throws away what a session has told that is over.
    void begin_session();

  private:
    ports::Clock& clock_;
    std::size_t reports_max_;
    mutable std::mutex mutex_;
    std::condition_variable pushed_;
    std::vector<InboxItem> items_;
    std::size_t reports_ = 0;
    bool overflown_ = false;
    bool closed_ = false;
};

/// Submits batches, and leaves their outcomes in `inbox`, as `Left`. `commands` outlives it.
template <class Left = ports::BatchOutcome>
[[nodiscard]] std::function<ports::CommandService::Submitted(model::CommandBatch)> submitting_to(
    ports::CommandService& commands, std::shared_ptr<ExchangeInbox> inbox) {
    return [&commands, inbox = std::move(inbox)](model::CommandBatch batch) {
        return commands.submit(std::move(batch), [inbox](ports::BatchOutcome outcome) {
            inbox->push(Left{std::move(outcome)});
        });
    };
}

}  // namespace daybook::app
