#include "model/order.hpp"

#include <algorithm>
#include <utility>

#include "model/assert.hpp"

namespace daybook::model {
namespace {

bool sum_fits(Decimal sum, Decimal change) {
    constexpr auto sum_end = Decimal::from_units(Int128{1} << 126);
    auto const after = add(sum, change);
    return after && after->abs() < sum_end;
}

/// What a report says of the terms, over `terms`.
ReplaceTerms told_over(ReplaceTerms terms, OrderType type, Execution const& execution) {
    if (execution.quantity_base) terms.quantity_base = *execution.quantity_base;
    if (execution.price_quote && has_limit(type)) terms.price_quote = execution.price_quote;
    if (execution.stop_price_quote && has_stop(type)) {
        terms.stop_price_quote = execution.stop_price_quote;
    }
    return terms;
}

}  // namespace

Order::Order(OrderState state) : state_{std::move(state)} {}

Order Order::place(OrderId id, AccountId account_id, OrderTerms terms,
                   std::optional<IdempotencyKey> key, PlacingTimes times, OrderOrigin origin) {
    OrderState state;
    state.id = id;
    state.account_id = std::move(account_id);
    state.terms = std::move(terms);
    state.idempotency_key = std::move(key);
    state.created_at = times.placed_at;
    state.recorded_at = times.recorded_at;
    state.updated_at = times.recorded_at;
    state.origin = origin;
    return Order{std::move(state)};
}

Order Order::restore(OrderState state) { return Order{std::move(state)}; }

bool Order::is_filled() const {
    return state_.filled_base.is_positive() && state_.filled_base >= state_.terms.quantity_base;
}

OrderStatus Order::status() const {
    if (state_.requests.has_pending(RequestKind::CANCEL)) return OrderStatus::PENDING_CANCEL;
    if (state_.requests.has_pending(RequestKind::REPLACE)) return OrderStatus::PENDING_REPLACE;
    if (state_.done_for_day) return OrderStatus::DONE_FOR_DAY;
    if (state_.calculated) return OrderStatus::CALCULATED;
    if (is_filled()) return OrderStatus::FILLED;
    if (state_.stopped) return OrderStatus::STOPPED;
    if (state_.suspended) return OrderStatus::SUSPENDED;
    if (state_.canceled) return OrderStatus::CANCELED;
    if (state_.expired) return OrderStatus::EXPIRED;
    if (state_.filled_base.is_positive()) return OrderStatus::PARTIALLY_FILLED;
    if (state_.rejected) return OrderStatus::REJECTED;
    if (is_accepted()) return OrderStatus::NEW;
    return state_.refused ? OrderStatus::REJECTED : OrderStatus::PENDING_NEW;
}

bool Order::is_accepted() const {
    return state_.acknowledged || state_.restated || (state_.refused && state_.traded);
}

bool Order::is_gone() const {
    return state_.canceled || state_.expired || state_.calculated || state_.rejected;
}

bool Order::is_ended() const {
    bool const day_is_over = state_.done_for_day && state_.terms.time_in_force == TimeInForce::DAY;
    return is_gone() || day_is_over || (state_.refused && !is_accepted());
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

void Order::touch(Execution const& execution, Timestamp at) {
    ++state_.version;
    state_.updated_at = at;
    state_.reported_at = std::max(state_.reported_at, std::optional{execution.occurred_at});
}

void Order::refuse(std::string reason) {
    state_.refused = true;
    state_.reject_reason = std::move(reason);
}

void Order::request_cancel(std::uint64_t entry_seq, Timestamp at) {
    state_.requests.add_cancel(entry_seq);
    ++state_.version;
    state_.updated_at = at;
}

void Order::request_replace(std::uint64_t entry_seq, ReplaceTerms terms, Timestamp at) {
    state_.requests.add_replace(entry_seq, terms);
    ++state_.version;
    state_.updated_at = at;
}

ReportEffect Order::report(Execution const& execution, std::optional<std::uint64_t> request,
                           Timestamp at) {
    DAYBOOK_ASSERT(!moves_money(execution.exec_type));
    auto effect = report_on_requests(execution, request);
    auto const on_life = report_on_life(execution);
    if (!effect.asked) effect.asked = on_life.asked;
    if (is_gone()) state_.requests.clear();
    touch(execution, at);
    return effect;
}

ReportEffect Order::report_on_requests(Execution const& execution,
                                       std::optional<std::uint64_t> request) {
    auto& requests = state_.requests;
    bool const may_be_unsolicited = is_live();
    switch (execution.exec_type) {
        case ExecType::PENDING_CANCEL:
            requests.mark_pending(RequestKind::CANCEL, request, may_be_unsolicited);
            return {};
        case ExecType::CANCEL_REJECTED:
            requests.reject(RequestKind::CANCEL, request);
            return {};
        case ExecType::PENDING_REPLACE:
            requests.mark_pending(RequestKind::REPLACE, request, may_be_unsolicited);
            return {};
        case ExecType::REPLACE_REJECTED:
            requests.reject(RequestKind::REPLACE, request);
            return {};
        case ExecType::REPLACED:
            return replace(execution, request);
        default:
            return {};
    }
}

ReportEffect Order::replace(Execution const& execution, std::optional<std::uint64_t> request) {
    DAYBOOK_ASSERT(execution.quantity_base.has_value());
    state_.restated = true;
    auto const type = state_.terms.type;
    auto const told = told_over({}, type, execution);
    auto const replaced = state_.requests.replace(request, told);
    if (replaced.is_outdated) return {};
    auto const asked = replaced.asked.value_or(changeable(state_.terms));
    auto const terms = told_over(asked, type, execution);
    state_.terms.price_quote = terms.price_quote;
    state_.terms.stop_price_quote = terms.stop_price_quote;
    set_quantity(terms.quantity_base);
    if (!replaced.asked || asked == changeable(state_.terms)) return {};
    return {asked};
}

bool Order::take_terms(Execution const& execution) {
    auto const before = changeable(state_.terms);
    auto const told = told_over(before, state_.terms.type, execution);
    if (told == before) return false;
    state_.terms.price_quote = told.price_quote;
    state_.terms.stop_price_quote = told.stop_price_quote;
    set_quantity(told.quantity_base);
    return true;
}

void Order::set_quantity(Quantity quantity) {
    // Below what is filled means: stop executing. Nothing, with nothing filled, is a cancel.
    state_.terms.quantity_base = std::max(quantity, state_.filled_base);
    if (state_.terms.quantity_base.is_zero()) state_.canceled = true;
}

/// Only the first acknowledgement tells the terms as they were placed, and only before a report
/// has changed them.
ReportEffect Order::acknowledge(Execution const& execution) {
    if (std::exchange(state_.acknowledged, true)) {
        // A second acknowledgement puts a halted or rested order back to work.
        state_.suspended = false;
        state_.done_for_day = false;
        return {};
    }
    auto const asked = changeable(state_.terms);
    if (state_.restated || !take_terms(execution)) return {};
    return {asked};
}

ReportEffect Order::report_on_life(Execution const& execution) {
    auto& order = state_;
    switch (execution.exec_type) {
        case ExecType::NEW:
            return acknowledge(execution);
        case ExecType::REJECTED:
            order.rejected = true;
            order.reject_reason = execution.reason;
            break;
        case ExecType::RESTATED:
            order.restated = true;
            order.done_for_day = false;
            order.suspended = false;
            (void)take_terms(execution);
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
    return {};
}

bool Order::fits(FillChange const& change) const {
    return sum_fits(state_.filled_base.value(), change.base.value()) &&
           sum_fits(state_.filled_quote.value(), change.quote.value()) &&
           sum_fits(state_.fees_quote.value(), change.fees_quote.value());
}

void Order::fill(FillChange change, Execution const& execution, Timestamp at) {
    state_.filled_base += change.base;
    state_.filled_quote += change.quote;
    state_.fees_quote += change.fees_quote;
    state_.traded = state_.traded || change.base.is_positive();
    DAYBOOK_ASSERT(!state_.filled_base.is_negative());
    touch(execution, at);
}

void Order::end_with_trade(OrderStatus status) {
    if (status == OrderStatus::CANCELED) state_.canceled = true;
    if (status == OrderStatus::EXPIRED) state_.expired = true;
    if (status == OrderStatus::REJECTED) state_.rejected = true;
    if (status == OrderStatus::CALCULATED) state_.calculated = true;
    if (status == OrderStatus::DONE_FOR_DAY) state_.done_for_day = true;
    if (status == OrderStatus::FILLED) state_.terms.quantity_base = state_.filled_base;
    if (is_gone()) state_.requests.clear();
}

}  // namespace daybook::model
