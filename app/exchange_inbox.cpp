#include "app/exchange_inbox.hpp"

#include <utility>

#include "model/assert.hpp"

namespace daybook::app {

void ExchangeInbox::on_report(ports::ExchangeReport report, std::function<void()> durable) {
    auto const now = clock_.steady_now();
    {
        std::scoped_lock const lock{mutex_};
        overflown_ = overflown_ || reports_ >= reports_max_;
        if (!overflown_) {
            ++reports_;
            items_.emplace_back(ArrivedReport{std::move(report), std::move(durable), now, false});
        }
    }
    pushed_.notify_one();
}

void ExchangeInbox::on_session(ports::SessionState state, std::string const& reason) {
    push(SessionChange{state, reason});
}

void ExchangeInbox::push(InboxItem item) {
    {
        std::scoped_lock const lock{mutex_};
        items_.push_back(std::move(item));
    }
    pushed_.notify_one();
}

std::optional<OperatorWish> ExchangeInbox::push_wish(OperatorWish wish) {
    {
        std::scoped_lock const lock{mutex_};
        if (closed_) return wish;
        items_.emplace_back(std::move(wish));
    }
    pushed_.notify_one();
    return std::nullopt;
}

std::vector<InboxItem> ExchangeInbox::take(std::chrono::microseconds wait) {
    std::unique_lock lock{mutex_};
    pushed_.wait_for(lock, wait, [this] { return closed_ || overflown_ || !items_.empty(); });
    return std::exchange(items_, {});
}

void ExchangeInbox::close() {
    {
        std::scoped_lock const lock{mutex_};
        closed_ = true;
    }
    pushed_.notify_one();
}

bool ExchangeInbox::is_closed() const {
    std::scoped_lock const lock{mutex_};
    return closed_;
}

void ExchangeInbox::count_report() {
    std::scoped_lock const lock{mutex_};
    ++reports_;
}

void ExchangeInbox::forget_reports(std::size_t count) {
    std::scoped_lock const lock{mutex_};
    DAYBOOK_ASSERT(count <= reports_);
    reports_ -= count;
}

std::size_t ExchangeInbox::reports_unbooked() const {
    std::scoped_lock const lock{mutex_};
    return reports_;
}

bool ExchangeInbox::has_overflown() const {
    std::scoped_lock const lock{mutex_};
    return overflown_;
}

void ExchangeInbox::clear_overflow() {
    std::scoped_lock const lock{mutex_};
    overflown_ = false;
}

void ExchangeInbox::begin_session() {
    std::scoped_lock const lock{mutex_};
    auto const is_of_session = [](InboxItem const& item) {
        return std::holds_alternative<ArrivedReport>(item) ||
               std::holds_alternative<SessionChange>(item);
    };
    for (auto const& item : items_) reports_ -= std::holds_alternative<ArrivedReport>(item);
    std::erase_if(items_, is_of_session);
    overflown_ = false;
}

}  // namespace daybook::app
