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

Answer no_single_order(OrderReference const& reference, ResolvedOrder const& target) {
    return target.ambiguous
               ? refused(Refusal::ambiguous_order, "order",
                         describe(reference) + " names more than one order")
               : refused(Refusal::unknown_order, "order", describe(reference) + " names no order");
}

BookExecution kept_report(Discrepancy const& open) {
    auto content = content_from_payload(EntryKind::book_execution, open.payload);
    DAYBOOK_ASSERT(content.has_value());
    return std::get<BookExecution>(std::move(*content));
}

/// Where the difference is still there, the next report that tells it opens another.
void forget_difference(AccountBook& book, Discrepancy const& resolved) {
    if (!resolved.order_id) return;
    auto const found = book.orders.find(*resolved.order_id);
    if (found == book.orders.end() || found->second.state().difference != resolved.number) return;
    auto order = found->second;
    order.set_difference(std::nullopt);
    book.update_order(std::move(order));
}

/// Whether a trade was reported before the report that has told of more fills, whatever the times.
bool is_behind(BookExecution const& report, BookExecution const& told) {
    return report.exec_type == ExecType::TRADE && report.cumulative_base && told.cumulative_base &&
           *report.cumulative_base < *told.cumulative_base;
}

std::string payload_of_asset(AssetCode const& asset) {
    return to_canonical_json({{"asset", asset.value(), Field::Kind::text}});
}

}  // namespace

std::uint64_t Ledger::open_discrepancy(Draft& draft, DiscrepancyKind kind, std::string detail,
                                       std::string payload) {
    auto& account = *draft.book.account;
    if (!draft.opened) draft.opened = {kind, detail};
    Discrepancy discrepancy;
    discrepancy.account_id = account.id;
    discrepancy.number = ++account.discrepancies;
    discrepancy.kind = kind;
    discrepancy.opened_at = draft.stamp.recorded_at;
    discrepancy.entry_seq = draft.next_seq();
    discrepancy.detail = std::move(detail);
    discrepancy.payload = std::move(payload);
    discrepancy.occurred_at = draft.occurred_at();
    discrepancy.order_id = draft.order_id;
    draft.book.put_discrepancy(std::move(discrepancy));
    return account.discrepancies;
}

void Ledger::settle_discrepancy(Draft& draft, std::uint64_t number, std::string reason) {
    auto settled = draft.book.discrepancies.at(number);
    settled.state = DiscrepancyState::RESOLVED;
    settled.reason = std::move(reason) + " by entry " + std::to_string(draft.next_seq());
    draft.book.put_discrepancy(std::move(settled));
}

void Ledger::question(Draft& draft, DiscrepancyKind kind, std::string detail) {
    open_discrepancy(draft, kind, std::move(detail), payload_of(draft.command.content));
}

void Ledger::note_difference(Draft& draft, Report const& report, Order& after) {
    if (!report.is_compared) return;
    // A report that does not say when it occurred is the newest, unless our clock is behind.
    auto const& last_at = draft.book.orders.at(after.state().id).state().reported_at;
    auto const occurred_at = draft.occurred_at();
    bool const has_time = occurred_at != draft.stamp.recorded_at;
    bool const is_late = last_at && (has_time ? occurred_at <= *last_at : occurred_at < *last_at);
    auto const number = after.state().difference;
    auto const* open = number ? &draft.book.discrepancies.at(*number) : nullptr;
    auto const told_before = open == nullptr ? BookExecution{} : kept_report(*open);
    auto told = report.told;
    drop_absent_price(told.price_quote, instrument_of(draft, after));
    auto [difference, agrees] =
        compare_with_book(told, after, is_late || is_behind(told, told_before));
    if (difference && open != nullptr && open->kind == difference->kind) return;
    bool const holds_now = open != nullptr && has_come_true(told_before, open->kind, after);
    if (open != nullptr && (difference || agrees || holds_now)) {
        settle_discrepancy(draft, *number, difference ? "replaced" : "settled");
        after.set_difference(std::nullopt);
    }
    if (!difference) return;
    question(draft, difference->kind, std::move(difference->detail));
    after.set_difference(draft.book.account->discrepancies);
}

void Ledger::note_overdrawn(Draft& draft, AssetCode const& asset) {
    auto& book = draft.book;
    if (book.account->funding != Funding::PREFUNDED) return;
    auto& balance = book.balance(asset);
    bool const is_overdrawn = balance.available.is_negative();
    if (is_overdrawn == balance.overdrawn.has_value()) return;
    if (is_overdrawn) {
        balance.overdrawn =
            open_discrepancy(draft, DiscrepancyKind::overdrawn,
                             "AVAILABLE of " + asset.value() + " is " + to_text(balance.available),
                             payload_of_asset(asset));
    } else {
        settle_discrepancy(draft, *balance.overdrawn, "covered");
        balance.overdrawn.reset();
    }
}

/// Checks whether a discrepancy is there to be decided. Returns the answer where it is not.
std::optional<Answer> Ledger::check_resolution(Draft& draft,
                                               ResolveDiscrepancy const& resolve) const {
    auto const& book = draft.book;
    auto const found = book.discrepancies.find(resolve.discrepancy);
    if (found == book.discrepancies.end()) {
        return refused(
            Refusal::unknown_discrepancy, "discrepancy",
            "discrepancy names none of the account: " + std::to_string(resolve.discrepancy));
    }
    auto const& open = found->second;
    auto const name = "discrepancy " + std::to_string(open.number);
    if (open.state == DiscrepancyState::RESOLVED) {
        if (open.resolution == resolve.resolution && open.reason == resolve.reason) {
            return duplicate("the discrepancy is resolved already");
        }
        return refused(
            Refusal::already_resolved, "discrepancy",
            name + (open.resolution ? " is resolved as " + std::string{name_of(*open.resolution)}
                                    : " has settled itself: " + open.reason.value_or("")));
    }
    if (open.kind == DiscrepancyKind::overdrawn) {
        return refused(Refusal::account_overdrawn, "discrepancy",
                       name + " is closed by what covers it: " + open.detail);
    }
    return std::nullopt;
}

Answer Ledger::handle(Draft& draft, ResolveDiscrepancy const& resolve) {
    auto& book = draft.book;
    if (!book.account) return unknown_account(book.id);
    bool const is_elsewhere = resolve.order_account_id && *resolve.order_account_id != book.id;
    if (resolve.order && !is_elsewhere) {
        auto const target = services::resolve(book, *resolve.order);
        if (!target.id) return no_single_order(*resolve.order, target);
    }
    if (auto answer = check_resolution(draft, resolve)) return std::move(*answer);
    auto resolved = book.discrepancies.at(resolve.discrepancy);
    Answer answer;
    if (resolve.resolution == Resolution::ACCEPT && awaits_booking(resolved.kind)) {
        answer = is_elsewhere ? accept_elsewhere(draft, resolved, resolve)
                              : accept(draft, resolved, resolve);
        if (answer.status == AnswerStatus::REFUSED) return answer;
    }
    resolved.state = DiscrepancyState::RESOLVED;
    resolved.resolution = resolve.resolution;
    resolved.reason = resolve.reason;
    forget_difference(book, resolved);
    book.put_discrepancy(std::move(resolved));
    commit_report(draft, answer);
    return answer;
}

Answer Ledger::accept(Draft& draft, Discrepancy const& open, ResolveDiscrepancy const& resolve) {
    auto& book = draft.book;
    auto report = kept_report(open);
    if (resolve.order) report.order = *resolve.order;
    auto const target = services::resolve(book, report.order);
    if (!target.id) return no_single_order(report.order, target);
    draft.order_id = target.id;
    auto const& known = book.executions[*target.id];
    if (open.kind == DiscrepancyKind::conflicting_duplicate) {
        // The exchange used the id twice: the second report gets a name of its own.
        report.exec_id = kept_apart_id(report.exec_id, open.number);
    }
    auto const& order = book.orders.at(*target.id);
    Report booking{report, execution_of(report, order, open.occurred_at), {}, false};
    auto const same_id = known.find(report.exec_id);
    if (same_id != known.end()) {
        if (first_difference(same_id->second, booking.execution).empty()) return {};
        return refused(
            Refusal::already_resolved, "discrepancy",
            "exec_id " + report.exec_id.value() + " is booked with other content by now");
    }
    auto const reference = reference_of(known, booking.execution);
    if (reference == Reference::astray) {
        return refused(
            Refusal::invalid_value, "discrepancy",
            "exec_ref_id " + report.exec_ref_id->value() + " names no trade and no correction");
    }
    if (reference == Reference::busted) return {};
    auto const unbookable = book_report(draft, std::move(booking));
    if (unbookable.empty()) return {};
    return refused(Refusal::amount_out_of_range, "discrepancy", unbookable);
}

/// Books a report that was kept aside in one account on an order of another, as an entry of that
/// one. A replay of the first has no more to do than to note the resolution.
Answer Ledger::accept_elsewhere(Draft& draft, Discrepancy const& open,
                                ResolveDiscrepancy const& resolve) {
    if (draft.order_book == nullptr) return {};
    auto const& account = *resolve.order_account_id;
    if (!draft.order_book->account) {
        return refused(Refusal::unknown_account, "order_account_id",
                       "order_account_id names no account: " + account.value());
    }
    auto const target = services::resolve(*draft.order_book, *resolve.order);
    if (!target.id) return no_single_order(*resolve.order, target);
    auto report = kept_report(open);
    report.order = *resolve.order;
    Command booking;
    booking.account_id = account;
    booking.occurred_at = open.occurred_at;
    booking.content = std::move(report);
    auto answer = decide(*draft.order_book, booking, draft.stamp);
    if (answer.status == AnswerStatus::DUPLICATE) answer.status = AnswerStatus::DONE;
    return answer;
}

}  // namespace daybook::services
