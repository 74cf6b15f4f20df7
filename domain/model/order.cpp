#include "model/order.hpp"

#include <algorithm>
#include <utility>

#include "model/assert.hpp"

namespace daybook::model {
namespace {

/// Reports about requests change nothing once the order itself has gone.
bool is_gone(OrderState const& order) { return order.canceled || order.expired; }

bool sum_fits(Decimal sum, Decimal change) {
    constexpr auto sum_end = Decimal::from_units(Int128{1} << 126);
    auto const after = add(sum, change);
    return after && after->abs() < sum_end;
}

}  // namespace

Order::Order(OrderState state) : state_{std::move(state)} {}

Order Order::place(OrderId id, AccountId account_id, OrderTerms terms,
                   std::optional<IdempotencyKey> key, Timestamp at, OrderOrigin origin) {
    OrderState state;
    state.id = id;
    state.account_id = std::move(account_id);
    state.terms = std::move(terms);
    state.idempotency_key = std::move(key);
    state.created_at = at;
    state.updated_at = at;
    state.origin = origin;
    return Order{std::move(state)};
}

Order Order::restore(OrderState state) { return Order{std::move(state)}; }

OrderStatus Order::status() const {
    bool const filled =
        state_.filled_base.is_positive() && state_.filled_base >= state_.terms.quantity_base;
    if (state_.pending_cancels > 0) return OrderStatus::PENDING_CANCEL;
    if (state_.pending_replaces > 0) return OrderStatus::PENDING_REPLACE;
    if (state_.done_for_day) return OrderStatus::DONE_FOR_DAY;
    if (state_.calculated) return OrderStatus::CALCULATED;
    if (filled) return OrderStatus::FILLED;
    if (state_.stopped) return OrderStatus::STOPPED;
    if (state_.suspended) return OrderStatus::SUSPENDED;
    if (state_.canceled) return OrderStatus::CANCELED;
    if (state_.expired) return OrderStatus::EXPIRED;
    if (state_.filled_base.is_positive()) return OrderStatus::PARTIALLY_FILLED;
    if (state_.acknowledged) return OrderStatus::NEW;
    if (state_.rejected) return OrderStatus::REJECTED;
    return OrderStatus::PENDING_NEW;
}

bool Order::is_ended() const {
    // A reject of an order that the exchange has acknowledged concerns a repeat of it, not it.
    bool const rejected = state_.rejected && !state_.acknowledged;
    bool const day_is_over = state_.done_for_day && state_.terms.time_in_force == TimeInForce::DAY;
    return state_.canceled || state_.expired || state_.calculated || rejected || day_is_over;
}

Quantity Order::leaves_base() const {
    if (is_ended()) return Quantity{};
    return std::max(state_.terms.quantity_base - state_.filled_base, Quantity{});
}

std::optional<Price> Order::average_price_quote() const {
    if (!state_.filled_base.is_positive()) return std::nullopt;
    auto const price = divide(state_.filled_quote.value(), state_.filled_base.value());
    if (!price) return std::nullopt;
    return Price{*price};
}

void Order::touch(Timestamp at) {
    ++state_.version;
    state_.updated_at = at;
}

void Order::reject(std::string reason) {
    state_.rejected = true;
    state_.reject_reason = std::move(reason);
}

void Order::request_cancel(Timestamp at) {
    ++state_.cancel_requests;
    touch(at);
}

void Order::request_replace(ReplaceTerms terms, Timestamp at) {
    state_.replace_requests.push_back(terms);
    touch(at);
}

void Order::replace(Execution const& execution) {
    DAYBOOK_ASSERT(execution.quantity_base.has_value());
    auto const quantity = *execution.quantity_base;
    auto const& price = execution.price_quote;
    auto& requests = state_.replace_requests;
    auto const answered =
        std::find_if(requests.begin(), requests.end(), [&](ReplaceTerms const& terms) {
            return terms.quantity_base == quantity && (!price || terms.price_quote == price);
        });
    if (price) {
        state_.terms.price_quote = price;
    } else if (answered != requests.end()) {
        state_.terms.price_quote = answered->price_quote;
    }
    if (!requests.empty()) {
        requests.erase(answered == requests.end() ? requests.begin() : answered);
    }
    if (state_.pending_replaces > 0) --state_.pending_replaces;
    set_quantity(quantity);
}

void Order::set_quantity(Quantity quantity) {
    // Below what is filled means: stop executing. Nothing, with nothing filled, is a cancel.
    state_.terms.quantity_base = std::max(quantity, state_.filled_base);
    if (state_.terms.quantity_base.is_zero()) state_.canceled = true;
}

void Order::take_back_replace_request() {
    auto& requests = state_.replace_requests;
    if (!requests.empty()) requests.pop_back();
    state_.pending_replaces =
        std::min(state_.pending_replaces, static_cast<std::uint32_t>(requests.size()));
}

void Order::report(Execution const& execution,
                   std::optional<ExchangeOrderId> const& exchange_order_id, Timestamp at) {
    DAYBOOK_ASSERT(!moves_money(execution.exec_type));
    report_on_requests(execution);
    report_on_life(execution);
    if (exchange_order_id) state_.exchange_order_id = exchange_order_id;
    touch(at);
}

void Order::report_on_requests(Execution const& execution) {
    auto& order = state_;
    switch (execution.exec_type) {
        case ExecType::CANCELED:
        case ExecType::EXPIRED:
            order.cancel_requests = 0;
            order.pending_cancels = 0;
            order.replace_requests.clear();
            order.pending_replaces = 0;
            break;
        case ExecType::PENDING_CANCEL:
            if (is_gone(order)) break;
            order.cancel_requests = std::max(order.cancel_requests, 1u);
            order.pending_cancels = std::min(order.pending_cancels + 1, order.cancel_requests);
            break;
        case ExecType::CANCEL_REJECTED:
            if (order.cancel_requests > 0) --order.cancel_requests;
            order.pending_cancels = std::min(order.pending_cancels, order.cancel_requests);
            break;
        case ExecType::PENDING_REPLACE: {
            if (is_gone(order)) break;
            auto const requests = std::max<std::size_t>(order.replace_requests.size(), 1);
            order.pending_replaces =
                std::min(order.pending_replaces + 1, static_cast<std::uint32_t>(requests));
            break;
        }
        case ExecType::REPLACED:
            replace(execution);
            break;
        case ExecType::REPLACE_REJECTED:
            take_back_replace_request();
            break;
        default:
            break;
    }
}

void Order::report_on_life(Execution const& execution) {
    auto& order = state_;
    switch (execution.exec_type) {
        case ExecType::NEW:
            if (order.acknowledged) {
                // A second acknowledgement puts a halted or rested order back to work.
                order.suspended = false;
                order.done_for_day = false;
            }
            order.acknowledged = true;
            break;
        case ExecType::REJECTED:
            order.rejected = true;
            order.reject_reason = execution.reason;
            break;
        case ExecType::RESTATED:
            order.done_for_day = false;
            order.suspended = false;
            if (execution.quantity_base) set_quantity(*execution.quantity_base);
            if (execution.price_quote) order.terms.price_quote = execution.price_quote;
            break;
        case ExecType::CANCELED:
            order.canceled = true;
            break;
        case ExecType::EXPIRED:
            order.expired = true;
            break;
        case ExecType::DONE_FOR_DAY:
            order.done_for_day = true;
            break;
        case ExecType::CALCULATED:
            order.calculated = true;
            break;
        case ExecType::STOPPED:
            order.stopped = true;
            break;
        case ExecType::SUSPENDED:
            order.suspended = true;
            break;
        default:
            break;  // PENDING_NEW and ORDER_STATUS tell nothing new.
    }
}

bool Order::fits(FillChange const& change) const {
    return sum_fits(state_.filled_base.value(), change.base.value()) &&
           sum_fits(state_.filled_quote.value(), change.quote.value()) &&
           sum_fits(state_.fees_quote.value(), change.fees_quote.value());
}

void Order::fill(FillChange change, std::optional<ExchangeOrderId> const& exchange_order_id,
                 Timestamp at) {
    state_.filled_base += change.base;
    state_.filled_quote += change.quote;
    state_.fees_quote += change.fees_quote;
    DAYBOOK_ASSERT(!state_.filled_base.is_negative());
    if (exchange_order_id) state_.exchange_order_id = exchange_order_id;
    touch(at);
}

}  // namespace daybook::model
