#include <utility>

#include "model/assert.hpp"
#include "model/command_fields.hpp"
#include "model/hold.hpp"
#include "model/names.hpp"
#include "services/ledger.hpp"
#include "services/report.hpp"
#include "services/trade_postings.hpp"

namespace daybook::services {

using namespace model;

namespace {

Answer bad(Refusal refusal, std::string field, std::string const& rule) {
    return refused(refusal, field, field + " " + rule);
}

/// Checks what no report of any exchange can say.
std::optional<Answer> check_values(BookExecution const& report) {
    if (report.last_price_quote && report.last_price_quote->is_negative()) {
        return bad(Refusal::invalid_value, "last_price_quote",
                   "must not be negative, not " + report.last_price_quote->value().to_string());
    }
    if (report.quantity_base && report.quantity_base->is_negative()) {
        return bad(Refusal::invalid_value, "quantity_base",
                   "must not be negative, not " + report.quantity_base->value().to_string());
    }
    return std::nullopt;
}

/// Checks the numbers of a report that moves money, and what it names.
std::optional<Answer> check_report(BookExecution const& report, ReferenceData const& reference) {
    if (report.fee && !reference.assets.contains(report.fee->asset)) {
        return bad(Refusal::unknown_asset, "fee.asset",
                   "names an asset that is not defined: " + report.fee->asset.value());
    }
    if (report.last_quantity_base && moves_money(report.exec_type) &&
        !report.last_quantity_base->is_positive()) {
        return bad(Refusal::quantity_must_be_positive, "last_quantity_base",
                   "must be positive, not " + report.last_quantity_base->value().to_string());
    }
    if (report.price_quote && !report.price_quote->is_positive()) {
        return bad(Refusal::price_must_be_positive, "price_quote",
                   "must be positive, not " + report.price_quote->value().to_string());
    }
    return std::nullopt;
}

Answer duplicate(Order const& order, std::uint64_t seq) {
    Answer answer;
    answer.status = AnswerStatus::DUPLICATE;
    answer.entry_seq = seq;
    answer.order = order;
    return answer;
}

Answer read_too_early(Order const& order) {
    Answer answer;
    answer.status = AnswerStatus::SKIPPED;
    answer.detail =
        "order " + order.state().id.to_string() + " has changed since the report was read";
    answer.order = order;
    return answer;
}

}  // namespace

Answer Ledger::handle(Draft& draft, BookExecution const& report) {
    auto& book = draft.book;
    if (auto no = check_values(report)) return std::move(*no);
    if (!book.account) return unknown_account(book.id);
    if (auto no = check_report(report, reference_)) return std::move(*no);
    auto const resolved = resolve(book, report.order);
    if (resolved.ambiguous) {
        return keep_unbooked(draft, report, DiscrepancyKind::ambiguous_order,
                             describe(report.order) + " names more than one order");
    }
    if (!resolved.id) {
        return keep_unbooked(draft, report, DiscrepancyKind::unknown_order,
                             describe(report.order) + " names no order");
    }
    return book_or_question(draft, report, *resolved.id);
}

Answer Ledger::book_or_question(Draft& draft, BookExecution const& report,
                                OrderId const& order_id) {
    auto& book = draft.book;
    auto const& order = book.orders.at(order_id);
    draft.order_id = order_id;
    Report booking{execution_of(report, order, draft.occurred_at()), report.exchange_order_id};
    auto const& known = book.executions[order_id];
    auto const same_id = known.find(report.exec_id);
    bool const is_known = same_id != known.end();
    auto const difference =
        is_known ? first_difference(same_id->second, booking.execution) : std::string_view{};
    if (is_known && difference.empty()) return duplicate(order, same_id->second.entry_seq);
    auto const& version = draft.command.order_version;
    if (version && *version != order.state().version) return read_too_early(order);
    if (is_known) {
        return keep_unbooked(draft, report, DiscrepancyKind::conflicting_duplicate,
                             "exec_id " + report.exec_id.value() + " was booked by entry " +
                                 std::to_string(same_id->second.entry_seq) + " with another " +
                                 std::string{difference});
    }
    if (moves_money(report.exec_type) && report.exec_type != ExecType::TRADE) {
        if (leads_astray(booking.execution, known)) {
            return keep_unbooked(
                draft, report, DiscrepancyKind::not_a_trade,
                "exec_ref_id " + report.exec_ref_id->value() + " names no trade and no correction");
        }
        if (is_busted_again(booking.execution, known)) {
            return duplicate(order, root_of(booking.execution, known).trade->entry_seq);
        }
    }
    return answer_booked(draft, book_report(draft, std::move(booking)));
}

Ledger::Booked Ledger::book_report(Draft& draft, Report report) {
    report.execution.entry_seq = draft.book.account->last_seq + 1;
    return moves_money(report.execution.exec_type) ? book_trade(draft, std::move(report))
                                                   : book_status(draft, std::move(report));
}

Ledger::Booked Ledger::book_status(Draft& draft, Report report) {
    auto& book = draft.book;
    auto const& before = book.orders.at(report.execution.order_id);
    auto const& instrument = *find_instrument(before.state().terms.instrument);
    auto after = before;
    after.report(report.execution, report.exchange_order_id, draft.stamp.recorded_at);
    auto const held = hold_of(before, instrument, book.account->funding);
    auto const needed = hold_of(after, instrument, book.account->funding);
    if (!held || !needed) return {AnswerStatus::REFUSED, {}, "the hold is out of range"};
    draft.postings.move(Bucket::AVAILABLE, Bucket::HELD,
                        hold_asset(before.state().terms.side, instrument), *needed - *held);
    if (!fits(draft)) return {AnswerStatus::REFUSED, {}, "a balance is out of range"};
    book.update_order(std::move(after));
    book.add_execution(std::move(report.execution));
    return {};
}

Ledger::Booked Ledger::book_trade(Draft& draft, Report report) {
    auto& book = draft.book;
    auto const& execution = report.execution;
    auto const& order = book.orders.at(execution.order_id);
    auto const& instrument = *find_instrument(order.state().terms.instrument);
    auto const funding = book.account->funding;
    bool const is_first = execution.exec_type == ExecType::TRADE;

    auto const change = trade_change(book.executions[execution.order_id], execution,
                                     order.state().unmatched_reports);
    auto const& [trade, before, after, was_busted, unmatched] = change;
    auto const out = value_of(before, instrument);
    auto const in = value_of(after, instrument);
    if (!out || !in) return {AnswerStatus::REFUSED, {}, "quantity times price is out of range"};
    FillChange const fill{in->quantity_base - out->quantity_base,
                          in->notional_quote - out->notional_quote, in->fee_quote - out->fee_quote};
    auto changed = order;
    if (!changed.fits(fill)) {
        return {AnswerStatus::REFUSED, {}, "what the order has filled is out of range"};
    }
    changed.fill(fill, report.exchange_order_id, draft.stamp.recorded_at);
    changed.set_unmatched_reports(unmatched);

    auto const held = hold_of(order, instrument, funding);
    auto const needed = hold_of(changed, instrument, funding);
    if (!held || !needed) return {AnswerStatus::REFUSED, {}, "the hold is out of range"};
    auto const side = order.state().terms.side;
    post_trade(draft.postings, *out, side, instrument, Direction::reverse);
    post_trade(draft.postings, *in, side, instrument, Direction::book);
    draft.postings.move(Bucket::AVAILABLE, Bucket::HELD, hold_asset(side, instrument),
                        *needed - *held);
    if (!fits(draft)) return {AnswerStatus::REFUSED, {}, "a balance is out of range"};
    if (!change_position(draft, order, trade, before, after)) {
        return {AnswerStatus::REFUSED, {}, "the position is out of range"};
    }

    Booked booked;
    bool const grew = changed.state().filled_base > order.state().filled_base;
    auto const spent =
        side == Side::BUY ? in->notional_quote + in->fee_quote : Amount{in->quantity_base.value()};
    if (was_busted) {
        booked.discrepancy = DiscrepancyKind::correction_of_busted_trade;
        booked.detail = "exec_id " + execution.exec_id.value() + " corrects a trade that is busted";
    } else if (grew && order.state().rejected && !order.state().acknowledged) {
        booked.discrepancy = DiscrepancyKind::trade_for_rejected_order;
        booked.detail = "exec_id " + execution.exec_id.value() + " trades a rejected order";
    } else if (grew && changed.state().filled_base > changed.state().terms.quantity_base) {
        booked.discrepancy = DiscrepancyKind::overfill;
        booked.detail = "filled_base " + changed.state().filled_base.value().to_string() +
                        " exceeds quantity_base " +
                        changed.state().terms.quantity_base.value().to_string();
    } else if (reserves(order, funding) && is_first && spent > *held - *needed) {
        booked.discrepancy = DiscrepancyKind::fill_beyond_hold;
        booked.detail = "the fill takes " + spent.value().to_string() + " " +
                        hold_asset(side, instrument).value() + ", the hold gives " +
                        (*held - *needed).value().to_string();
    }
    book.update_order(std::move(changed));
    book.add_execution(std::move(report.execution));
    return booked;
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
    if (!before && trade.entry_seq == book.account->last_seq + 1) {
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

Answer Ledger::answer_booked(Draft& draft, Booked booked) {
    if (booked.status == AnswerStatus::REFUSED) {
        return refused(Refusal::amount_out_of_range, "last_quantity_base", booked.detail);
    }
    auto& book = draft.book;
    if (booked.discrepancy) {
        open_discrepancy(draft, *booked.discrepancy, booked.detail,
                         payload_of(draft.command.content));
        booked.status = AnswerStatus::DISCREPANCY;
    }
    Answer answer;
    answer.status = booked.status;
    answer.detail = std::move(booked.detail);
    answer.order = book.orders.at(*draft.order_id);
    answer.entry_seq = commit(draft);
    return answer;
}

Answer Ledger::keep_unbooked(Draft& draft, BookExecution const& report, DiscrepancyKind kind,
                             std::string detail) {
    auto& book = draft.book;
    auto payload = payload_of(report);
    Answer answer;
    auto const known = book.reports.find(payload);
    if (known != book.reports.end()) {
        answer.status = AnswerStatus::DUPLICATE;
        answer.entry_seq = book.discrepancies.at(known->second).entry_seq;
    } else {
        open_discrepancy(draft, kind, detail, std::move(payload));
        answer.status = AnswerStatus::DISCREPANCY;
        answer.entry_seq = commit(draft);
    }
    answer.detail = std::move(detail);
    if (draft.order_id) answer.order = book.orders.at(*draft.order_id);
    return answer;
}

}  // namespace daybook::services
