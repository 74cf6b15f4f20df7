#include "app/exchange_desk.hpp"

#include <exception>
#include <utility>

#include "log/log.hpp"

namespace daybook::app {

namespace {

/// Wishes that nobody will grant any more.
void decline(std::vector<InboxItem>& items) {
    for (auto& item : items) {
        if (auto* wish = std::get_if<OperatorWish>(&item)) {
            wish->done({});
        }
    }
}

}  // namespace

ExchangeDesk::ExchangeDesk(ExchangeDeskSettings settings, ExchangeOutside outside)
    : exchange_{settings.exchange},
      clock_{outside.clock},
      inbox_{std::make_shared<ExchangeInbox>(outside.clock, settings.reports_max)},
      dispatcher_{std::move(settings), outside, inbox_} {
    dispatcher_.begin();
    keep_status();
    thread_ = std::thread{[this] { work(); }};
}

ExchangeDesk::~ExchangeDesk() { stop(); }

void ExchangeDesk::wake(std::span<model::AccountId const> accounts) {
    inbox_->push(RequestsWritten{{accounts.begin(), accounts.end()}});
}

ports::ExchangeStatus ExchangeDesk::status() const {
    std::scoped_lock const lock{mutex_};
    return status_;
}

void ExchangeDesk::ask(ports::ExchangeWish wish, ports::ExchangeControl::Done done) {
    if (auto declined = inbox_->push_wish({std::move(wish), std::move(done)})) declined->done({});
}

void ExchangeDesk::stop() {
    if (!thread_.joinable()) return;
    inbox_->close();
    thread_.join();
    dispatcher_.end();
    for (auto const& tell : dispatcher_.take_granted()) tell();
    auto left = inbox_->take({});
    decline(left);
    keep_status();
}

void ExchangeDesk::work() {
    while (!inbox_->is_closed()) {
        auto const now = clock_.steady_now();
        auto const wait = dispatcher_.next_turn(now).micros() - now.micros();
        auto items = inbox_->take(std::chrono::microseconds{wait});
        try {
            dispatcher_.turn(std::move(items), clock_.steady_now());
        } catch (std::exception const& error) {
            // A fault in what is stored, or here: another turn may find it gone.
            log::error("turn failed", {{"exchange", exchange_.value()}, {"reason", error.what()}});
        }
        keep_status();
        for (auto const& tell : dispatcher_.take_granted()) tell();
    }
}

void ExchangeDesk::keep_status() {
    auto status = dispatcher_.status();
    std::scoped_lock const lock{mutex_};
    status_ = std::move(status);
}

}  // namespace daybook::app
