#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "model/assert.hpp"
#include "model/hold.hpp"
#include "services/ledger.hpp"
#include "services/trade_postings.hpp"

namespace daybook::services {

using namespace model;

namespace {

std::string sentence(Execution const& execution, std::string const& rest) {
    return "exec_id " + execution.exec_id.value() + " " + rest;
}

/// What a fill takes out of what its order has held: base of a sale, quote of a purchase and of a
/// sale at a price below zero.
Hold taken_by(TradeValue const& value, Side side) {
    auto const quantity = Amount{value.quantity_base.value()};
    if (side == Side::BUY) return {Amount{}, value.notional_quote + value.fee_quote};
    auto const paid = -value.notional_quote;
    return {quantity, paid.is_positive() ? paid + value.fee_quote : Amount{}};
}

/// The part of `taken` that `given` does not cover; empty where it covers all.
std::string beyond(Hold const& taken, Hold const& given, Instrument const& instrument) {
    for (auto const& [asset, amount, covered] :
         {std::tuple{instrument.base_asset, taken.base, given.base},
          std::tuple{instrument.quote_asset, taken.quote, given.quote}}) {
        if (!amount.is_positive() || amount <= covered) continue;
        return "the fill takes " + amount.value().to_string() + " " + asset.value() +
               ", the hold gives " + covered.value().to_string();
    }
    return {};
}

/// Whether a trade was reported together with the end of its order, and which.
std::optional<OrderStatus> end_told_by(BookExecution const& report, Order const& order) {
    bool const nothing_is_left = report.leaves_base && report.leaves_base->is_zero();
    if (!nothing_is_left || !report.order_status || !order.is_live()) return std::nullopt;
    switch (*report.order_status) {
        case OrderStatus::CANCELED:
        case OrderStatus::EXPIRED:
        case OrderStatus::REJECTED:
        case OrderStatus::CALCULATED:
        case OrderStatus::DONE_FOR_DAY:
            return report.order_status;
        case OrderStatus::FILLED: {
            // More may have been filled than is booked: then it has ended by what is missing.
            auto const filled = order.state().filled_base;
            bool const has_all = report.cumulative_base.value_or(filled) <= filled;
            return has_all ? report.order_status : std::nullopt;
        }
        default:
            return std::nullopt;
    }
}

}  // namespace

Ledger::Unbookable Ledger::book_trade(Draft& draft, Report const& report) {
    auto& book = draft.book;
    auto const& execution = report.execution;
    auto const order = book.orders.at(execution.order_id);
    auto const& instrument = instrument_of(draft, order);
    auto const side = order.state().terms.side;
    auto const change = trade_change(book.executions[execution.order_id], execution,
                                     order.state().unmatched_reports);
    auto const out = value_of(change.before, instrument);
    auto const in = value_of(change.after, instrument);
    if (!out || !in) return "quantity times price is out of range";
    FillChange const fill{in->quantity_base - out->quantity_base,
                          in->notional_quote - out->notional_quote, in->fee_quote - out->fee_quote};
    auto changed = order;
    if (!changed.fits(fill)) {
        return "what the order has filled is out of range";
    }
    changed.fill(fill, execution, draft.stamp.recorded_at);
    changed.set_unmatched_reports(change.unmatched);
    if (execution.exec_type == ExecType::TRADE) {
        if (auto const end = end_told_by(report.told, changed)) changed.end_with_trade(*end);
    }
    name_order(draft, changed, report);
    auto const given = change_hold(draft, order, changed, instrument);
    if (!given) return "the hold is out of range";
    post_trade(draft.postings, *out, side, instrument, Direction::reverse);
    post_trade(draft.postings, *in, side, instrument, Direction::book);
    if (!fits(draft)) return "a balance is out of range";
    if (!change_position(draft, order, change.trade, change.before, change.after)) {
        return "the position is out of range";
    }
    question_trade(draft, report, change, {order, changed, taken_by(*in, side), *given});
    note_difference(draft, report, changed);
    book.update_order(std::move(changed));
    book.add_execution(execution);
    return {};
}

/// The gravest that an operator should know of a trade, and whether its price is allowed.
void Ledger::question_trade(Draft& draft, Report const& report, TradeChange const& change,
                            TradedOrder const& traded) {
    auto const& [before, after, taken, given] = traded;
    auto const& execution = report.execution;
    auto const& instrument = *find_instrument(before.state().terms.instrument);
    bool const grew = after.state().filled_base > before.state().filled_base;
    bool const may_exceed =
        execution.exec_type == ExecType::TRADE && reserves(before, draft.book.account->funding);
    if (change.was_busted) {
        question(draft, DiscrepancyKind::correction_of_busted_trade,
                 sentence(execution, "corrects a trade that is busted"));
    } else if (grew && before.state().refused && before.is_ended()) {
        question(draft, DiscrepancyKind::refused_order_lives,
                 sentence(execution, "trades an order that was refused here: " +
                                         before.state().reject_reason.value_or("no reason")));
    } else if (grew && before.state().rejected) {
        question(draft, DiscrepancyKind::trade_for_rejected_order,
                 sentence(execution, "trades a rejected order"));
    } else if (grew && after.state().filled_base > after.state().terms.quantity_base) {
        question(draft, DiscrepancyKind::overfill,
                 "filled_base " + after.state().filled_base.value().to_string() +
                     " exceeds quantity_base " +
                     after.state().terms.quantity_base.value().to_string());
    } else if (auto more = may_exceed ? beyond(taken, given, instrument) : std::string{};
               !more.empty()) {
        question(draft, DiscrepancyKind::fill_beyond_hold, std::move(more));
    }
    auto const& price = execution.last_price_quote;
    if (!price || price->is_positive() || instrument.negative_prices) return;
    question(draft, DiscrepancyKind::price_not_allowed,
             sentence(execution, "trades at " + price->value().to_string() +
                                     ", which the instrument does not allow"));
}

bool Ledger::change_position(Draft& draft, Order const& order, Execution const& trade,
                             std::optional<TradeTerms> const& before,
                             std::optional<TradeTerms> const& after) {
    if (before == after) return true;
    auto& book = draft.book;
    auto const& instrument = *find_instrument(order.state().terms.instrument);
    auto const fill = [&](TradeTerms const& terms) {
        return fill_of(terms, *value_of(terms, instrument), instrument, order.state().terms.side,
                       trade.occurred_at, trade.entry_seq);
    };
    auto& target = book.position(instrument);
    if (!before && trade.entry_seq == draft.next_seq()) {
        auto const event = fill(*after);
        if (!target.position.fits(event)) return false;
        target.position.apply(event);
        if (target.history) target.history->emplace(trade.entry_seq, event);
    } else {
        DAYBOOK_ASSERT(target.history.has_value());
        auto history = *target.history;
        history.erase(trade.entry_seq);
        if (after) history.emplace(trade.entry_seq, fill(*after));
        std::vector<PositionEvent> events;
        events.reserve(history.size());
        for (auto const& [seq, event] : history) events.push_back(event);
        if (!target.position.rebuild(events)) return false;
        target.history = std::move(history);
    }
    book.changes.positions.insert(instrument.key);
    return true;
}

}  // namespace daybook::services
