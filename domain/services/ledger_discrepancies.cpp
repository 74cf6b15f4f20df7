#include <utility>

#include "model/assert.hpp"
#include "model/command_fields.hpp"
#include "model/names.hpp"
#include "services/ledger.hpp"
#include "services/report.hpp"

namespace daybook::services {

using namespace model;

namespace {

/// Whether accepting the discrepancy books a report that was kept aside.
bool awaits_booking(DiscrepancyKind kind) {
    return kind == DiscrepancyKind::unknown_order || kind == DiscrepancyKind::ambiguous_order ||
           kind == DiscrepancyKind::conflicting_duplicate;
}

Answer no_single_order(OrderReference const& reference, ResolvedOrder const& target) {
    return target.ambiguous
               ? refused(Refusal::ambiguous_order, "order",
                         describe(reference) + " names more than one order")
               : refused(Refusal::unknown_order, "order", describe(reference) + " names no order");
}

}  // namespace

void Ledger::open_discrepancy(Draft& draft, DiscrepancyKind kind, std::string detail,
                              std::string payload) {
    auto& account = *draft.book.account;
    Discrepancy discrepancy;
    discrepancy.account_id = account.id;
    discrepancy.number = ++account.discrepancies;
    discrepancy.kind = kind;
    discrepancy.opened_at = draft.stamp.recorded_at;
    discrepancy.entry_seq = account.last_seq + 1;
    discrepancy.detail = std::move(detail);
    discrepancy.payload = std::move(payload);
    discrepancy.occurred_at = draft.occurred_at();
    draft.book.put_discrepancy(std::move(discrepancy));
}

Answer Ledger::handle(Draft& draft, ResolveDiscrepancy const& resolve) {
    auto& book = draft.book;
    if (!book.account) return unknown_account(book.id);
    if (resolve.order) {
        auto const target = services::resolve(book, *resolve.order);
        if (!target.id) return no_single_order(*resolve.order, target);
    }
    auto const found = book.discrepancies.find(resolve.discrepancy);
    if (found == book.discrepancies.end()) {
        return refused(
            Refusal::unknown_discrepancy, "discrepancy",
            "discrepancy names none of the account: " + std::to_string(resolve.discrepancy));
    }
    auto resolved = found->second;
    if (resolved.state == DiscrepancyState::RESOLVED) {
        if (resolved.resolution == resolve.resolution && resolved.reason == resolve.reason) {
            Answer answer;
            answer.status = AnswerStatus::DUPLICATE;
            answer.detail = "the discrepancy is resolved already";
            return answer;
        }
        return refused(Refusal::already_resolved, "discrepancy",
                       "discrepancy " + std::to_string(resolved.number) + " is resolved as " +
                           std::string{name_of(*resolved.resolution)});
    }
    Booked booked;
    if (resolve.resolution == Resolution::ACCEPT && awaits_booking(resolved.kind)) {
        Answer refusal;
        auto const accepted = accept(draft, resolved, resolve, refusal);
        if (!accepted) return refusal;
        booked = *accepted;
    }
    if (booked.status == AnswerStatus::REFUSED) {
        return refused(Refusal::amount_out_of_range, "discrepancy", booked.detail);
    }
    resolved.state = DiscrepancyState::RESOLVED;
    resolved.resolution = resolve.resolution;
    resolved.reason = resolve.reason;
    if (booked.discrepancy) {
        open_discrepancy(draft, *booked.discrepancy, booked.detail,
                         payload_of(draft.command.content));
        booked.status = AnswerStatus::DISCREPANCY;
    }
    book.put_discrepancy(std::move(resolved));
    Answer answer;
    answer.status = booked.status;
    answer.detail = std::move(booked.detail);
    if (draft.order_id) answer.order = book.orders.at(*draft.order_id);
    answer.entry_seq = commit(draft);
    return answer;
}

std::optional<Ledger::Booked> Ledger::accept(Draft& draft, Discrepancy const& open,
                                             ResolveDiscrepancy const& resolve, Answer& refusal) {
    auto& book = draft.book;
    auto const content = content_from_payload(EntryKind::book_execution, open.payload);
    DAYBOOK_ASSERT(content.has_value());
    auto report = std::get<BookExecution>(*content);
    if (resolve.order) report.order = *resolve.order;
    auto const target = services::resolve(book, report.order);
    if (!target.id) {
        refusal = no_single_order(report.order, target);
        return std::nullopt;
    }
    draft.order_id = target.id;
    auto const& known = book.executions[*target.id];
    if (open.kind == DiscrepancyKind::conflicting_duplicate) {
        // The exchange used the id twice: the second report gets a name of its own.
        report.exec_id = kept_apart_id(report.exec_id, open.number);
    }
    auto const& order = book.orders.at(*target.id);
    Report booking{execution_of(report, order, open.occurred_at), report.exchange_order_id};
    auto const same_id = known.find(report.exec_id);
    if (same_id != known.end()) {
        if (first_difference(same_id->second, booking.execution).empty()) return Booked{};
        refusal =
            refused(Refusal::already_resolved, "discrepancy",
                    "exec_id " + report.exec_id.value() + " is booked with other content by now");
        return std::nullopt;
    }
    bool const refers = moves_money(report.exec_type) && report.exec_type != ExecType::TRADE;
    if (refers && leads_astray(booking.execution, known)) {
        refusal = refused(
            Refusal::invalid_value, "discrepancy",
            "exec_ref_id " + report.exec_ref_id->value() + " names no trade and no correction");
        return std::nullopt;
    }
    if (refers && is_busted_again(booking.execution, known)) return Booked{};
    return book_report(draft, std::move(booking));
}

}  // namespace daybook::services
