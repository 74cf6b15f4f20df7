#include "app/exchange_cancel_all.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "app/account_pages.hpp"

namespace daybook::app {

using namespace model;

namespace {

/// What works now is found by an index, and goes before what works again tomorrow.
constexpr std::array open_statuses{OrderStatus::PENDING_NEW,      OrderStatus::NEW,
                                   OrderStatus::PARTIALLY_FILLED, OrderStatus::PENDING_REPLACE,
                                   OrderStatus::STOPPED,          OrderStatus::SUSPENDED};
constexpr std::array resting_statuses{OrderStatus::DONE_FOR_DAY};
constexpr std::array<std::span<OrderStatus const>, 2> passes{open_statuses, resting_statuses};

bool is_to_be_canceled(Order const& order) {
    return order.is_live() && !order.state().requests.has(RequestKind::CANCEL) &&
           order.state().origin == OrderOrigin::DAYBOOK;
}

Command cancel_of(Order const& order) {
    Command command;
    command.account_id = order.state().account_id;
    command.content = CancelOrder{order.state().id};
    return command;
}

}  // namespace

void ExchangeCancelAll::begin() {
    place_.emplace();
    batch_.clear();
    asked_ = 0;
}

bool ExchangeCancelAll::advance() {
    if (!wants_turn()) return false;
    if (batch_.empty() && place_->pass < passes.size()) read_batch();
    if (!batch_.empty()) {
        auto const submitted = outside_.submit({batch_, false});
        is_booking_ = submitted == ports::CommandService::Submitted::accepted;
        return false;
    }
    if (place_->pass < passes.size()) return false;
    place_.reset();
    return true;
}

void ExchangeCancelAll::take_outcome(ports::BatchOutcome outcome) {
    is_booking_ = false;
    auto const* const answers = std::get_if<std::vector<Answer>>(&outcome);
    // What could not be booked is booked again: an order that is asked twice is asked once.
    if (answers == nullptr) return;
    for (auto const& answer : *answers) asked_ += answer.status == AnswerStatus::DONE ? 1 : 0;
    batch_.clear();
}

void ExchangeCancelAll::read_batch() {
    auto place = *place_;
    std::vector<Command> batch;
    outside_.snapshots.read([&](ports::BookReader& book) {
        place = *place_;
        batch.clear();
        for (std::size_t i = 0; i < outside_.accounts_max; ++i) {
            if (!place.account) {
                auto const next = book.accounts(place.done, 1);
                if (next.empty()) {
                    place = {.pass = place.pass + 1, .done = {}, .account = {}, .after = {}};
                    return;
                }
                place.account = next.front().id;
            }
            if (!read_orders(book, place, batch)) return;
            place.done = std::exchange(place.account, std::nullopt);
            place.after.reset();
        }
    });
    place_ = std::move(place);
    batch_ = std::move(batch);
}

bool ExchangeCancelAll::read_orders(ports::BookReader& book, Place& place,
                                    std::vector<Command>& batch) const {
    ports::OrderFilter filter;
    auto const statuses = passes.at(place.pass);
    filter.statuses.assign(statuses.begin(), statuses.end());
    filter.exchange = outside_.exchange;
    while (true) {
        auto const room = std::min(outside_.batch_max - batch.size(), page_rows);
        if (room == 0) return false;
        auto const orders = book.orders(*place.account, filter, place.after, room);
        for (auto const& order : orders) {
            if (is_to_be_canceled(order)) batch.push_back(cancel_of(order));
            place.after = order.state().id;
        }
        if (orders.size() < room) return true;
    }
}

}  // namespace daybook::app
