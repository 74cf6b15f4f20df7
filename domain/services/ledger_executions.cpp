#include <utility>

#include "model/assert.hpp"
#include "model/command_fields.hpp"
#include "model/field_text.hpp"
#include "model/names.hpp"
#include "services/ledger.hpp"
#include "services/report.hpp"
#include "services/report_comparison.hpp"

namespace daybook::services {

using namespace model;

namespace {

Answer bad(Refusal refusal, std::string field, std::string const& rule) {
    return refused(refusal, field, field + " " + rule);
}

/// Checks what no report of any exchange can say.
std::optional<Answer> check_values(BookExecution const& report) {
    for (auto const& [field, value] : {std::pair{"quantity_base", report.quantity_base},
                                       std::pair{"cumulative_base", report.cumulative_base},
                                       std::pair{"leaves_base", report.leaves_base}}) {
        if (!value || !value->is_negative()) continue;
        return bad(Refusal::invalid_value, field,
                   "must not be negative, not " + value->value().to_string());
    }
    return std::nullopt;
}

/// Checks the numbers of a report that moves money, and what it names.
std::optional<Answer> check_report(BookExecution const& report, ReferenceData const& reference) {
    for (auto const& fee : report.fees.value_or(Fees{})) {
        if (reference.assets.contains(fee.asset)) continue;
        return bad(Refusal::unknown_asset, "fee.asset",
                   "names an asset that is not defined: " + fee.asset.value());
    }
    if (report.last_quantity_base && moves_money(report.exec_type) &&
        !report.last_quantity_base->is_positive()) {
        return bad(Refusal::quantity_must_be_positive, "last_quantity_base",
                   "must be positive, not " + report.last_quantity_base->value().to_string());
    }
    return std::nullopt;
}

Answer duplicate_of(Order const& order, std::uint64_t seq) {
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

/// A report that an operator has rejected stays so, whatever its order has become.
std::optional<Answer> rejected_before(AccountBook const& book, BookExecution const& report) {
    if (book.reports.empty()) return std::nullopt;
    auto const known = book.reports.find(payload_of(report));
    if (known == book.reports.end()) return std::nullopt;
    auto const& discrepancy = book.discrepancies.at(known->second);
    if (discrepancy.resolution != Resolution::REJECT) return std::nullopt;
    auto answer =
        duplicate("discrepancy " + std::to_string(discrepancy.number) + " keeps it, as rejected");
    answer.entry_seq = discrepancy.entry_seq;
    return answer;
}

/// The request that a report names: by the name under which it was sent, or by its key.
std::optional<std::uint64_t> request_named_by(AccountBook const& book, BookExecution const& report,
                                              OrderId const& order) {
    if (report.client_order_id) {
        auto const name = read_client_order_id(*report.client_order_id);
        if (name && name->order_id == order) return name->entry_seq;
    }
    auto const* key = std::get_if<IdempotencyKey>(&report.order);
    auto const entry = key == nullptr ? book.keys.end() : book.keys.find(*key);
    if (entry == book.keys.end()) return std::nullopt;
    auto const kind = entry->second.kind;
    bool const requests = kind == EntryKind::cancel_order || kind == EntryKind::replace_order;
    return requests ? std::optional{entry->second.seq} : std::nullopt;
}

/// What a report that came again says otherwise; empty where it is the same.
std::string_view difference_of(AccountBook const& book, Execution const& known,
                               Execution const& again, BookExecution const& report) {
    auto const difference = first_difference(known, again);
    auto const& name = report.exchange_order_id;
    auto const& order = book.orders.at(known.order_id).state();
    bool const is_other_order =
        name && order.exchange_order_id && !book.is_name_of(*name, known.order_id);
    return difference.empty() && is_other_order ? "exchange_order_id" : difference;
}

std::string terms_text(ReplaceTerms const& terms) {
    auto text = "quantity_base " + to_text(terms.quantity_base);
    if (terms.price_quote) text += " price_quote " + to_text(*terms.price_quote);
    if (terms.stop_price_quote) text += " stop_price_quote " + to_text(*terms.stop_price_quote);
    return text;
}

/// Less than what is filled is answered with what is filled.
bool is_as_asked(ReplaceTerms asked, Order const& order, BookExecution const& told) {
    auto const filled =
        std::max(order.state().filled_base, told.cumulative_base.value_or(Quantity{}));
    asked.quantity_base = std::max(asked.quantity_base, filled);
    return asked == changeable(order.state().terms);
}

}  // namespace

Answer Ledger::handle(Draft& draft, BookExecution const& report) {
    auto& book = draft.book;
    if (auto no = check_values(report)) return std::move(*no);
    if (!book.account) return unknown_account(book.id);
    if (auto no = check_report(report, reference_)) return std::move(*no);
    if (auto known = rejected_before(book, report)) return std::move(*known);
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
    Report booking{report, execution_of(report, order, draft.occurred_at()),
                   request_named_by(book, report, order_id)};
    auto const& known = book.executions[order_id];
    auto const same_id = known.find(report.exec_id);
    bool const is_known = same_id != known.end();
    auto const difference = is_known
                                ? difference_of(book, same_id->second, booking.execution, report)
                                : std::string_view{};
    if (is_known && difference.empty()) return duplicate_of(order, same_id->second.entry_seq);
    auto const& version = draft.command.order_version;
    if (version && *version != order.state().version) return read_too_early(order);
    if (is_known && difference == "fees") {
        if (auto answer = book_late_fees(draft, report, same_id->second)) {
            return std::move(*answer);
        }
    }
    if (is_known) {
        return keep_unbooked(draft, report, DiscrepancyKind::conflicting_duplicate,
                             "exec_id " + report.exec_id.value() + " was booked by entry " +
                                 std::to_string(same_id->second.entry_seq) + " with another " +
                                 std::string{difference});
    }
    if (auto foreign = foreign_terms(report, order)) {
        return keep_unbooked(draft, report, DiscrepancyKind::conflicting_terms,
                             std::move(*foreign));
    }
    if (auto answer = check_reference(draft, booking)) return std::move(*answer);
    return book_and_answer(draft, std::move(booking));
}

/// Fees that the exchange tells of after the trade, under the same exec_id, correct it. Returns
/// nullopt where they contradict what it said before.
std::optional<Answer> Ledger::book_late_fees(Draft& draft, BookExecution const& report,
                                             Execution const& known) {
    bool const were_said = known.fees && !known.fees->empty();
    if (known.exec_type != ExecType::TRADE || were_said) return std::nullopt;
    auto const& order = draft.book.orders.at(*draft.order_id);
    auto const& executions = draft.book.executions[*draft.order_id];
    TradeTree const tree{executions};
    auto const& last = tree.last_of(known);
    Report correction{report, execution_of(report, order, draft.occurred_at()), {}, false};
    auto& execution = correction.execution;
    execution.exec_id = late_fees_id(report.exec_id);
    auto const booked = executions.find(execution.exec_id);
    if (booked != executions.end()) {
        if (booked->second.fees != execution.fees) return std::nullopt;
        return duplicate_of(order, booked->second.entry_seq);
    }
    execution.exec_type = ExecType::TRADE_CORRECT;
    execution.exec_ref_id = last.exec_id;
    execution.last_quantity_base = last.last_quantity_base;
    execution.last_price_quote = last.last_price_quote;
    return book_and_answer(draft, std::move(correction));
}

/// Checks what a correction or a bust refers to. Returns the answer where it is not to be booked.
std::optional<Answer> Ledger::check_reference(Draft& draft, Report const& report) {
    auto const& known = draft.book.executions[*draft.order_id];
    switch (reference_of(known, report.execution)) {
        case Reference::good:
            return std::nullopt;
        case Reference::astray:
            return keep_unbooked(draft, report.told, DiscrepancyKind::not_a_trade,
                                 "exec_ref_id " + report.execution.exec_ref_id->value() +
                                     " names no trade and no correction");
        case Reference::busted:
            break;
    }
    auto const root = TradeTree{known, report.execution}.root_of(report.execution);
    return duplicate_of(draft.book.orders.at(*draft.order_id), root.trade->entry_seq);
}

Answer Ledger::book_and_answer(Draft& draft, Report report) {
    auto unbookable = book_report(draft, report);
    if (!unbookable.empty()) {
        draft.postings = {};
        draft.instrument_entry.reset();
        return keep_unbooked(draft, report.told, DiscrepancyKind::out_of_range,
                             std::move(unbookable));
    }
    Answer answer;
    commit_report(draft, answer);
    return answer;
}

void Ledger::commit_report(Draft& draft, Answer& answer) {
    answer.entry_seq = commit(draft);
    if (draft.order_id) answer.order = draft.book.orders.at(*draft.order_id);
    if (!draft.opened) return;
    answer.status = AnswerStatus::DISCREPANCY;
    answer.discrepancy = draft.opened->kind;
    answer.detail = std::move(draft.opened->detail);
}

Ledger::Unbookable Ledger::book_report(Draft& draft, Report report) {
    report.execution.entry_seq = draft.next_seq();
    return moves_money(report.execution.exec_type) ? book_trade(draft, report)
                                                   : book_status(draft, report);
}

Ledger::Unbookable Ledger::book_status(Draft& draft, Report const& report) {
    auto& book = draft.book;
    auto const before = book.orders.at(report.execution.order_id);
    auto const& instrument = instrument_of(draft, before);
    auto execution = report.execution;
    drop_absent_price(execution.price_quote, instrument);
    drop_absent_price(execution.stop_price_quote, instrument);
    auto after = before;
    auto const effect = after.report(execution, report.request, draft.stamp.recorded_at);
    name_order(draft, after, report);
    if (!change_hold(draft, before, after, instrument)) return "the hold is out of range";
    if (!fits(draft)) return "a balance is out of range";
    if (before.state().refused && before.is_ended() && !after.is_ended()) {
        question(draft, DiscrepancyKind::refused_order_lives,
                 "the exchange has accepted an order that was refused here: " +
                     before.state().reject_reason.value_or("no reason"));
    }
    if (effect.asked && !is_as_asked(*effect.asked, after, report.told)) {
        question(draft, DiscrepancyKind::terms_changed,
                 "the exchange has accepted " + terms_text(changeable(after.state().terms)) +
                     ", not " + terms_text(*effect.asked));
    }
    note_difference(draft, report, after);
    book.update_order(std::move(after));
    book.add_execution(std::move(execution));
    return {};
}

void Ledger::name_order(Draft& draft, Order& order, Report const& report) const {
    auto const& name = report.told.exchange_order_id;
    if (!name || draft.book.is_name_of(*name, order.state().id)) return;
    order.set_exchange_order_id(*name);
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
        answer.detail = std::move(detail);
        if (draft.order_id) answer.order = book.orders.at(*draft.order_id);
        return answer;
    }
    open_discrepancy(draft, kind, std::move(detail), std::move(payload));
    commit_report(draft, answer);
    return answer;
}

}  // namespace daybook::services
