#include "app/drop_copy_desk.hpp"

#include <exception>
#include <utility>

#include "log/log.hpp"
#include "services/time_arithmetic.hpp"

namespace daybook::app {

namespace {

using namespace std::chrono_literals;

/// How long a turn waits for reports, and for another try of what failed.
constexpr auto patience = 200ms;
constexpr auto accounts_interval = 2s;
constexpr auto session_pause = 5s;

}  // namespace

DropCopyDesk::DropCopyDesk(model::ExchangeCode exchange, Session session, Outside outside,
                           std::size_t reports_max)
    : exchange_{std::move(exchange)},
      session_{std::move(session)},
      outside_{outside},
      inbox_{std::make_shared<ExchangeInbox>(outside.clock, reports_max)},
      unit_of_work_{outside.storage.open_unit_of_work()},
      snapshots_{outside.storage.open_snapshots()},
      orders_{*unit_of_work_, exchange_},
      bookkeeper_{{.exchange = exchange_,
                   .orders = orders_,
                   .submit = submitting_to(outside.commands, inbox_),
                   .clock = outside.clock,
                   .answer =
                       [this](auto const answers) {
                           unit_of_work_->run([&](ports::Repositories& repositories) {
                               repositories.outbox.answer(answers);
                               return ports::Commit::yes;
                           });
                       },
                   .on_done = [this] { inbox_->forget_reports(1); },
                   .may_ask = false}} {
    session_.start(*inbox_);
    has_session_ = true;
    thread_ = std::thread{[this] { work(); }};
}

DropCopyDesk::~DropCopyDesk() { stop(); }

void DropCopyDesk::stop() {
    if (!thread_.joinable()) return;
    inbox_->close();
    thread_.join();
    if (std::exchange(has_session_, false)) session_.stop();
}

void DropCopyDesk::work() {
    while (!inbox_->is_closed()) {
        for (auto& item : inbox_->take(patience)) {
            if (auto* report = std::get_if<ArrivedReport>(&item)) {
                bookkeeper_.take(std::move(*report));
            } else if (auto* outcome = std::get_if<ports::BatchOutcome>(&item)) {
                bookkeeper_.take_outcome(std::move(*outcome));
            } else if (auto* change = std::get_if<SessionChange>(&item)) {
                log::info("drop copy changed", {{"exchange", exchange_.value()},
                                                {"is_up", change->state == ports::SessionState::up},
                                                {"reason", change->reason}});
            }
        }
        try {
            turn();
        } catch (std::exception const& error) {
            log::warn("drop copy turn failed",
                      {{"exchange", exchange_.value()}, {"reason", error.what()}});
            std::this_thread::sleep_for(patience);
        }
    }
}

void DropCopyDesk::turn() {
    read_accounts();
    bookkeeper_.advance(nothing_sent_, outside_.clock.steady_now());
    if (bookkeeper_.wants_retry()) std::this_thread::sleep_for(patience);
    keep_session();
}

void DropCopyDesk::read_accounts() {
    auto const now = outside_.clock.steady_now();
    if (now < accounts_due_) return;
    orders_.read_accounts(*snapshots_);
    accounts_due_ = services::later(now, accounts_interval);
}

/// Ends a session that tells more than can be booked, and begins it again when that is done.
void DropCopyDesk::keep_session() {
    if (has_session_ && inbox_->has_overflown()) {
        log::warn("drop copy ended", {{"exchange", exchange_.value()},
                                      {"reports_unbooked", inbox_->reports_unbooked()}});
        session_.stop();
        has_session_ = false;
        inbox_->clear_overflow();
    }
    auto const now = outside_.clock.steady_now();
    if (has_session_ || !bookkeeper_.is_idle() || now < session_due_) return;
    session_due_ = services::later(now, session_pause);
    inbox_->begin_session();
    session_.start(*inbox_);
    has_session_ = true;
}

}  // namespace daybook::app
