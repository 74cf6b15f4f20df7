#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/exchange_bookkeeper.hpp"
#include "app/exchange_cancel_all.hpp"
#include "app/exchange_desk_settings.hpp"
#include "app/exchange_inbox.hpp"
#include "app/exchange_orders.hpp"
#include "app/exchange_outbox.hpp"
#include "ports/inbound/exchange_control.hpp"
#include "services/exchange_dispatch.hpp"

namespace daybook::app {

/// Brings one exchange and the book together, one turn after another: keeps the lease, begins and
/// ends the session, sends what the outbox wants sent, books what is reported.
///
/// It may go at any moment, in the middle of a turn too: whoever has the lease next finds in the
/// store all that it takes to go on.
///
/// Shape: `now`, everywhere, is that of the steady clock; what is written down has the wall
/// clock's time.
/// Threads: not safe; one thread calls everything, which may wait for the store in it.
class ExchangeDispatcher {
  public:
    /// `inbox` outlives it, and what it has submitted.
    ExchangeDispatcher(ExchangeDeskSettings settings, ExchangeOutside outside,
                       std::shared_ptr<ExchangeInbox> inbox);

    /// Makes the exchange one that orders are sent to, and takes the lease if it is free.
    /// Throws: StorageError.
    void begin();
    /// Does what is due, and what was left in the inbox. A store that is away is tried again.
    void turn(std::vector<InboxItem> items, model::Timestamp now);
    /// Who is to be told what became of a wish, by what the last turn granted or declined.
    [[nodiscard]] std::vector<std::function<void()>> take_granted() {
        return std::exchange(granted_, {});
    }
    /// When the next turn is due, if nothing is left in the inbox before.
    [[nodiscard]] model::Timestamp next_turn(model::Timestamp now) const;
    /// Ends the session and gives the lease back.
    void end();

    [[nodiscard]] ports::ExchangeStatus status() const;

  private:
    void read(std::vector<InboxItem> items, model::Timestamp now);
    void read(SessionChange const& change);
    void read(OperatorWish& wish, model::Timestamp now);
    /// Each takes `done`, or leaves it where the store is away.
    void grant(ports::PauseExchange const& wish, ports::ExchangeControl::Done& done,
               model::Timestamp now);
    void grant(ports::ResumeExchange const& wish, ports::ExchangeControl::Done& done,
               model::Timestamp now);
    void grant(ports::AskForOrders const& wish, ports::ExchangeControl::Done& done,
               model::Timestamp now);
    void reply(ports::ExchangeControl::Done& done, ports::ExchangeReply reply);

    /// One step of a turn; false where the store was away.
    template <class Step>
    [[nodiscard]] bool try_step(char const* what, model::Timestamp now, Step const& step);
    void keep_lease(model::Timestamp now);
    void step_down(std::string const& reason);
    void keep_session(model::Timestamp now);
    void begin_session(model::Timestamp now);
    void end_session();
    void follow_pause(model::Timestamp now);
    void begin_cancel_all(std::string const& because);
    void cancel_all(model::Timestamp now);
    void catch_up(model::Timestamp now);

    void read_accounts(model::Timestamp now);
    void load_requests(model::Timestamp now);
    void load(std::vector<model::OutboxRequest> const& rows, model::Timestamp now);
    void forget_requests();
    void walk_orders(model::Timestamp now);

    void dispatch(model::Timestamp now);
    void carry_out(services::DispatchEffects const& effects, model::Timestamp now);
    void note_abandoned(model::OutboxRequest const& row, std::string const& reason);
    void take_turns(std::vector<ExchangeOutbox::Claim> const& claims, model::Timestamp now);
    void note_end(ExchangeOutbox::Claim const& claim);
    [[nodiscard]] bool hand_over(ExchangeOutbox::Claim const& claim, model::Timestamp now);
    void put_back(std::vector<model::OutboxRequest> rows, model::Timestamp now);
    [[nodiscard]] bool was_never_sent(model::OutboxRequest const& row) const;
    void send_after_all(std::vector<model::OutboxRequest> rows, model::Timestamp now);
    void book_unsent(ExchangeOutbox::Claim const& claim, model::Timestamp now);
    void ask(std::vector<ports::OrderKey> const& orders, model::Timestamp now);
    void put(std::vector<ExchangeOutbox::Question> const& questions, model::Timestamp now);

    ExchangeDeskSettings settings_;
    ExchangeOutside outside_;
    std::shared_ptr<ExchangeInbox> inbox_;
    std::unique_ptr<ports::UnitOfWork> unit_of_work_;
    std::unique_ptr<ports::BookSnapshots> snapshots_;
    ExchangeOutbox outbox_;
    ExchangeOrders orders_;
    ExchangeBookkeeper bookkeeper_;
    services::ExchangeDispatch dispatch_;
    ExchangeCancelAll cancel_all_;
    std::string cancel_all_because_;
    /// Who is to be told when all are asked to be canceled.
    std::vector<ports::ExchangeControl::Done> cancel_all_waiters_;

    ports::SessionState session_ = ports::SessionState::down;
    std::string reason_;
    bool has_session_ = false;
    /// The session is up, and what was reported before that is booked.
    bool is_caught_up_ = false;
    std::uint64_t reports_before_up_ = 0;
    /// What was sent before this worker came is in `dispatch_`.
    bool loaded_ = false;
    bool woken_ = false;
    /// Accounts whose working orders are still to be asked for.
    std::deque<model::AccountId> walk_;
    std::vector<std::function<void()>> granted_;
    model::Timestamp lease_due_;
    model::Timestamp session_due_;
    model::Timestamp accounts_due_;
    model::Timestamp poll_due_;
    model::Timestamp retry_due_;
    bool store_is_away_ = false;

    std::uint64_t sent_total_ = 0;
    std::uint64_t abandoned_total_ = 0;
    std::uint64_t questions_total_ = 0;
    std::optional<model::Timestamp> last_report_at_;
};

}  // namespace daybook::app
