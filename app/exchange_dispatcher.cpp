#include "app/exchange_dispatcher.hpp"

#include <algorithm>
#include <utility>

#include "log/log.hpp"
#include "ports/outbound/storage_error.hpp"
#include "services/overloaded.hpp"
#include "services/time_arithmetic.hpp"

namespace daybook::app {

using namespace model;
using ports::SessionState;
using services::later;

ExchangeDispatcher::ExchangeDispatcher(ExchangeDeskSettings settings, ExchangeOutside outside,
                                       std::shared_ptr<ExchangeInbox> inbox)
    : settings_{std::move(settings)},
      outside_{outside},
      inbox_{std::move(inbox)},
      unit_of_work_{outside.storage.open_unit_of_work()},
      snapshots_{outside.storage.open_snapshots()},
      outbox_{*unit_of_work_, outside.clock, settings_},
      orders_{*unit_of_work_, settings_.exchange},
      bookkeeper_{{.exchange = settings_.exchange,
                   .orders = orders_,
                   .submit = submitting_to(outside.commands, inbox_),
                   .clock = outside.clock,
                   .answer = [this](auto const answers) { outbox_.answer(answers); },
                   .on_done = [this] { inbox_->forget_reports(1); },
                   .batch_reports_max = settings_.batch_reports_max}},
      dispatch_{settings_.dispatch},
      cancel_all_{{.exchange = settings_.exchange,
                   .snapshots = *snapshots_,
                   .submit = submitting_to<CancelsBooked>(outside.commands, inbox_),
                   .batch_max = settings_.batch_cancels_max,
                   .accounts_max = settings_.walk_accounts_max}} {}

void ExchangeDispatcher::begin() {
    bool const has_lease = outbox_.keep_lease();
    log::info("exchange opened", {{"exchange", settings_.exchange.value()},
                                  {"owner", settings_.owner},
                                  {"session", outside_.gateway.describe()},
                                  {"role", has_lease ? "owner" : "standby"}});
}

void ExchangeDispatcher::turn(std::vector<InboxItem> items, Timestamp now) {
    read(std::move(items), now);
    if (now < retry_due_) return;
    if (!try_step("lease", now, [&] { keep_lease(now); })) {
        if (outbox_.has_lease() && !outbox_.may_speak()) step_down("the store does not answer");
        return;
    }
    if (!try_step("accounts", now, [&] { read_accounts(now); })) return;
    keep_session(now);
    if (!try_step("reports", now, [&] { bookkeeper_.advance(dispatch_, now); })) return;
    catch_up(now);
    if (!try_step("cancel all", now, [&] { cancel_all(now); })) return;
    bool const wants_retry = bookkeeper_.wants_retry() || cancel_all_.wants_retry();
    if (wants_retry) retry_due_ = later(now, settings_.store_pause);
    if (!outbox_.has_lease()) return;
    if (!try_step("requests", now, [&] { load_requests(now); })) return forget_requests();
    if (!try_step("orders", now, [&] { walk_orders(now); })) return;
    // What was claimed and may not be stored so is found out by loading it again.
    if (!try_step("dispatch", now, [&] { dispatch(now); })) return forget_requests();
    if (std::exchange(store_is_away_, false)) {
        log::info("store back", {{"exchange", settings_.exchange.value()}});
    }
}

Timestamp ExchangeDispatcher::next_turn(Timestamp now) const {
    auto next = std::min({lease_due_, accounts_due_, later(now, std::chrono::seconds{1})});
    if (cancel_all_.wants_turn()) next = now;
    if (outbox_.has_lease()) {
        next = std::min(next, poll_due_);
        if (auto const due = dispatch_.next_due()) next = std::min(next, *due);
        if (!has_session_ && bookkeeper_.is_idle()) next = std::min(next, session_due_);
        bool const walks = !walk_.empty() && is_caught_up_ && loaded_;
        if (walks || woken_ || bookkeeper_.wants_turn()) next = now;
    }
    return std::max(next, retry_due_);
}

void ExchangeDispatcher::end() {
    end_session();
    for (auto& done : cancel_all_waiters_) reply(done, {});
    try {
        outbox_.release_lease();
    } catch (ports::StorageError const& error) {
        log::warn("lease not released",
                  {{"exchange", settings_.exchange.value()}, {"reason", error.what()}});
    }
    log::info("exchange closed", {{"exchange", settings_.exchange.value()}});
}

template <class Step>
bool ExchangeDispatcher::try_step(char const* what, Timestamp now, Step const& step) {
    try {
        step();
        return true;
    } catch (ports::StorageError const& error) {
        retry_due_ = later(now, settings_.store_pause);
        if (!std::exchange(store_is_away_, true)) {
            log::warn(
                "store away",
                {{"exchange", settings_.exchange.value()}, {"at", what}, {"reason", error.what()}});
        }
        return false;
    }
}

void ExchangeDispatcher::read(std::vector<InboxItem> items, Timestamp now) {
    for (auto& item : items) {
        std::visit(services::Overloaded{[&](ArrivedReport& report) {
                                            last_report_at_ = outside_.clock.now();
                                            bookkeeper_.take(std::move(report));
                                        },
                                        [&](SessionChange const& change) { read(change); },
                                        [&](RequestsWritten const& written) {
                                            woken_ = true;
                                            for (auto const& account : written.accounts)
                                                orders_.add_account(account);
                                        },
                                        [&](OperatorWish& wish) { read(wish, now); },
                                        [&](CancelsBooked& booked) {
                                            cancel_all_.take_outcome(std::move(booked.outcome));
                                        },
                                        [&](ports::BatchOutcome& outcome) {
                                            bookkeeper_.take_outcome(std::move(outcome));
                                        }},
                   item);
    }
}

void ExchangeDispatcher::read(SessionChange const& change) {
    session_ = change.state;
    reason_ = change.reason;
    log::info("session changed",
              {{"exchange", settings_.exchange.value()},
               {"state", session_ == SessionState::up              ? "up"
                         : session_ == SessionState::synchronizing ? "synchronizing"
                                                                   : "down"},
               {"reason", reason_}});
    dispatch_.session_down();
    is_caught_up_ = false;
    reports_before_up_ = bookkeeper_.taken();
}

/// Asks and sends only when everything is booked that was told before the session was up: the
/// answer may be among it, and what it says of an order may be old.
void ExchangeDispatcher::catch_up(Timestamp now) {
    bool const is_up = has_session_ && session_ == SessionState::up;
    if (!is_up || is_caught_up_ || bookkeeper_.finished() < reports_before_up_) return;
    is_caught_up_ = true;
    walk_.assign(orders_.accounts().begin(), orders_.accounts().end());
    if (loaded_) dispatch_.session_up(now);
}

void ExchangeDispatcher::read(OperatorWish& wish, Timestamp now) {
    (void)try_step("control", now, [&] {
        std::visit([&](auto const& what) { grant(what, wish.done, now); }, wish.what);
    });
    if (wish.done) reply(wish.done, {});
}

void ExchangeDispatcher::keep_lease(Timestamp now) {
    if (now < lease_due_) return;
    auto const had = outbox_.generation();
    bool const has = outbox_.keep_lease();
    lease_due_ = later(now, settings_.lease.ttl / 3);
    if (had != 0 && !has) step_down("another worker has taken the lease");
    if (has && had != outbox_.generation()) {
        // Had it and has it again: another was there in between, and its session with it.
        end_session();
        log::info("lease taken", {{"exchange", settings_.exchange.value()},
                                  {"generation", outbox_.lease()->generation}});
        session_due_ = now;
    }
    follow_pause(now);
}

void ExchangeDispatcher::step_down(std::string const& reason) {
    log::warn("lease lost", {{"exchange", settings_.exchange.value()}, {"reason", reason}});
    outbox_.forget_lease();
    end_session();
    reason_ = reason;
}

void ExchangeDispatcher::keep_session(Timestamp now) {
    if (has_session_ && inbox_->has_overflown()) {
        log::warn("session ended", {{"exchange", settings_.exchange.value()},
                                    {"reports_unbooked", inbox_->reports_unbooked()}});
        outside_.gateway.stop();
        inbox_->clear_overflow();
        has_session_ = false;
        session_ = SessionState::down;
        is_caught_up_ = false;
        reason_ = "too many reports wait to be booked";
        dispatch_.session_down();
    }
    // What waited is booked before the exchange is asked for the rest.
    bool const may_begin = outbox_.may_speak() && bookkeeper_.is_idle();
    if (!has_session_ && may_begin && now >= session_due_) begin_session(now);
}

void ExchangeDispatcher::begin_session(Timestamp now) {
    inbox_->begin_session();
    try {
        outside_.gateway.start(*inbox_, outbox_.generation());
        has_session_ = true;
    } catch (ports::ExchangeError const& error) {
        log::error("session not begun",
                   {{"exchange", settings_.exchange.value()}, {"reason", error.what()}});
        reason_ = error.what();
        session_due_ = later(now, settings_.session_pause);
    }
}

void ExchangeDispatcher::end_session() {
    if (std::exchange(has_session_, false)) outside_.gateway.stop();
    // What is not booked will be told again, to whoever has the lease then.
    inbox_->begin_session();
    inbox_->forget_reports(bookkeeper_.forget_waiting());
    session_ = SessionState::down;
    is_caught_up_ = false;
    walk_.clear();
    forget_requests();
}

void ExchangeDispatcher::forget_requests() {
    loaded_ = false;
    dispatch_ = services::ExchangeDispatch{settings_.dispatch};
}

void ExchangeDispatcher::read_accounts(Timestamp now) {
    if (now < accounts_due_ || !outbox_.has_lease()) return;
    orders_.read_accounts(*snapshots_);
    accounts_due_ = later(now, settings_.accounts_interval);
}

ports::ExchangeStatus ExchangeDispatcher::status() const {
    using Session = ports::ExchangeStatus::Session;
    ports::ExchangeStatus status;
    status.exchange = settings_.exchange;
    status.session = !outbox_.has_lease()                      ? Session::standby
                     : session_ == SessionState::up            ? Session::up
                     : session_ == SessionState::synchronizing ? Session::synchronizing
                                                               : Session::down;
    status.reason = reason_;
    if (outbox_.lease() && outbox_.lease()->expires_at != Timestamp{}) {
        status.owner = outbox_.lease()->owner;
        status.lease_expires_at = outbox_.lease()->expires_at;
    }
    if (outbox_.lease()) status.paused_because = outbox_.lease()->paused_because;
    status.requests_pending = dispatch_.requests_pending();
    status.requests_unanswered = dispatch_.requests_unanswered();
    status.reports_waiting = inbox_->reports_unbooked();
    status.requests_sent_total = sent_total_;
    status.requests_abandoned_total = abandoned_total_;
    status.reports_booked_total = bookkeeper_.totals().reports_booked;
    status.status_requests_total = questions_total_;
    status.trades_missing_total = bookkeeper_.totals().trades_missing;
    status.session_restarts_total = outside_.gateway.restarts();
    status.last_report_at = last_report_at_;
    return status;
}

}  // namespace daybook::app
