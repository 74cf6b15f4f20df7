#include <utility>

#include "app/exchange_dispatcher.hpp"
#include "log/log.hpp"

namespace daybook::app {

using namespace model;
using ports::ExchangeControl;
using ports::ExchangeReply;

void ExchangeDispatcher::reply(ExchangeControl::Done& done, ExchangeReply reply) {
    granted_.emplace_back(
        [done = std::exchange(done, nullptr), reply = std::move(reply)] { done(reply); });
}

void ExchangeDispatcher::grant(ports::PauseExchange const& wish, ExchangeControl::Done& done,
                               Timestamp now) {
    outbox_.set_paused(wish.reason, wish.cancels_all);
    log::warn("exchange paused", {{"exchange", settings_.exchange.value()},
                                  {"reason", wish.reason},
                                  {"cancels_all", wish.cancels_all}});
    follow_pause(now);
    if (!wish.cancels_all) return reply(done, {.outcome = ExchangeControl::Outcome::done});
    begin_cancel_all(wish.reason);
    cancel_all_waiters_.push_back(std::exchange(done, nullptr));
}

void ExchangeDispatcher::grant(ports::ResumeExchange const&, ExchangeControl::Done& done,
                               Timestamp now) {
    outbox_.set_paused(std::nullopt);
    log::info("exchange resumed", {{"exchange", settings_.exchange.value()}});
    follow_pause(now);
    reply(done, {.outcome = ExchangeControl::Outcome::done});
}

void ExchangeDispatcher::grant(ports::AskForOrders const&, ExchangeControl::Done& done, Timestamp) {
    if (!is_caught_up_) return;
    walk_.assign(orders_.accounts().begin(), orders_.accounts().end());
    reply(done, {.outcome = ExchangeControl::Outcome::done});
}

void ExchangeDispatcher::follow_pause(Timestamp now) {
    auto const& lease = outbox_.lease();
    if (lease && lease->paused_because) {
        dispatch_.pause();
    } else {
        dispatch_.resume(now);
    }
    // Of a worker that has ended in the middle of it, or that has not the lease.
    bool const is_left = lease && lease->cancel_all_because && outbox_.has_lease();
    if (is_left && !cancel_all_.is_under_way()) begin_cancel_all(*lease->cancel_all_because);
}

void ExchangeDispatcher::begin_cancel_all(std::string const& because) {
    cancel_all_because_ = because;
    cancel_all_.begin();
}

void ExchangeDispatcher::cancel_all(Timestamp) {
    if (!cancel_all_.advance()) return;
    log::warn("orders asked to be canceled", {{"exchange", settings_.exchange.value()},
                                              {"orders", cancel_all_.asked()},
                                              {"reason", cancel_all_because_}});
    for (auto& done : std::exchange(cancel_all_waiters_, {})) {
        reply(done,
              {.outcome = ExchangeControl::Outcome::done, .cancels_asked = cancel_all_.asked()});
    }
    outbox_.end_cancel_all(cancel_all_because_);
}

}  // namespace daybook::app
