#include <algorithm>
#include <array>
#include <utility>

#include "model/hold.hpp"
#include "model/names.hpp"
#include "services/ledger.hpp"
#include "services/order_rules.hpp"

namespace daybook::services {

using namespace model;

namespace {

Answer with_order(AnswerStatus status, Order const& order) {
    Answer answer;
    answer.status = status;
    answer.order = order;
    return answer;
}

Answer hold_out_of_range() {
    return refused(Refusal::amount_out_of_range, "quantity_base",
                   "quantity_base times the price and the fee rate is out of range");
}

/// Finds the order that a request names; sets `refusal` where there is none.
Order const* find_order(AccountBook const& book, OrderReference const& reference,
                        std::optional<Answer>& refusal) {
    auto const resolved = resolve(book, reference);
    if (resolved.ambiguous) {
        refusal = refused(Refusal::ambiguous_order, "order",
                          describe(reference) + " names more than one order");
        return nullptr;
    }
    auto const found = resolved.id ? book.orders.find(*resolved.id) : book.orders.end();
    if (found == book.orders.end()) {
        refusal = refused(Refusal::unknown_order, "order", describe(reference) + " names no order");
        return nullptr;
    }
    return &found->second;
}

Answer order_closed(Order const& order) {
    auto answer = refused(
        Refusal::order_closed, "order",
        "order " + order.state().id.to_string() + " is " + std::string{name_of(order.status())});
    answer.order = order;
    return answer;
}

Answer placed_elsewhere(Order const& order) {
    auto answer = refused(Refusal::order_placed_elsewhere, "order",
                          "order " + order.state().id.to_string() +
                              " was placed at the exchange itself and can only be changed there");
    answer.order = order;
    return answer;
}

bool is_filled(Order const& order) {
    return order.state().filled_base >= order.state().terms.quantity_base;
}

}  // namespace

ResolvedOrder resolve(AccountBook const& book, OrderReference const& reference) {
    if (auto const* id = std::get_if<OrderId>(&reference)) {
        if (book.orders.contains(*id)) return {*id, false};
        return {};
    }
    if (auto const* key = std::get_if<IdempotencyKey>(&reference)) {
        auto const entry = book.keys.find(*key);
        if (entry == book.keys.end()) return {};
        return {entry->second.order_id, false};
    }
    auto const orders = book.orders_at_exchange.find(std::get<ExchangeOrderId>(reference));
    if (orders == book.orders_at_exchange.end() || orders->second.empty()) return {};
    if (orders->second.size() > 1) return {std::nullopt, true};
    return {*orders->second.begin(), false};
}

std::string describe(OrderReference const& reference) {
    constexpr std::array names{"order id ", "order idempotency_key ", "exchange_order_id "};
    std::string text = names[reference.index()];
    if (auto const* id = std::get_if<OrderId>(&reference)) return text + id->to_string();
    if (auto const* key = std::get_if<IdempotencyKey>(&reference)) return text + key->value();
    return text + std::get<ExchangeOrderId>(reference).value();
}

Answer Ledger::handle(Draft& draft, PlaceOrder const& place) {
    auto& book = draft.book;
    auto const& terms = place.terms;
    if (!book.account) return unknown_account(book.id);
    auto const* instrument = find_instrument(terms.instrument);
    if (instrument == nullptr) {
        return refused(Refusal::unknown_instrument, "symbol",
                       "symbol names no instrument of " + terms.instrument.exchange.value() + ": " +
                           terms.instrument.symbol.value());
    }
    auto const funding = book.account->funding;
    if (auto no = check_terms(place, *instrument, funding, draft.occurred_at())) {
        return std::move(*no);
    }
    auto order = Order::place(draft.stamp.order_id, book.id, terms, draft.command.idempotency_key,
                              draft.stamp.recorded_at, place.origin);
    auto const hold = hold_of(order, *instrument, funding);
    if (!hold) return hold_out_of_range();
    auto const& asset = hold_asset(terms.side, *instrument);
    auto const available = book.balance_or_zero(asset).available;
    std::string detail;
    // What was placed elsewhere has happened: AVAILABLE may go below zero.
    bool const is_ours = place.origin == OrderOrigin::DAYBOOK;
    if (is_ours && book.account->state == AccountState::CLOSED) {
        draft.refusal = Refusal::account_closed;
        detail = "account " + book.id.value() + " is closed";
    } else if (is_ours && instrument->state == InstrumentState::HALTED) {
        draft.refusal = Refusal::instrument_halted;
        detail = "instrument " + terms.instrument.symbol.value() + " is halted";
    } else if (is_ours && hold->is_positive() && *hold > available) {
        draft.refusal = Refusal::insufficient_funds;
        detail = "the order needs " + hold->value().to_string() + " " + asset.value() + ", " +
                 available.value().to_string() + " is available";
    } else {
        draft.postings.move(Bucket::AVAILABLE, Bucket::HELD, asset, *hold);
    }
    if (!fits(draft)) return hold_out_of_range();
    if (draft.refusal) order.reject(std::string{name_of(*draft.refusal)});
    draft.order_id = draft.stamp.order_id;
    auto answer = with_order(draft.refusal ? AnswerStatus::REFUSED : AnswerStatus::DONE, order);
    answer.refusal = draft.refusal;
    answer.detail = std::move(detail);
    book.add_order(order);
    auto const seq = commit(draft);
    answer.entry_seq = seq;
    if (!draft.refusal) request(draft, order, seq, ExchangeAction::PLACE);
    return answer;
}

Answer Ledger::handle(Draft& draft, CancelOrder const& cancel) {
    auto& book = draft.book;
    if (!book.account) return unknown_account(book.id);
    std::optional<Answer> refusal;
    auto const* known = find_order(book, cancel.order, refusal);
    if (known == nullptr) return std::move(*refusal);
    auto const& state = known->state();
    bool const asked_before = state.cancel_requests > 0 && !draft.command.idempotency_key;
    if (state.canceled || asked_before) return with_order(AnswerStatus::DUPLICATE, *known);
    bool const may_grow = !state.replace_requests.empty();
    bool const over = state.expired || state.calculated || (state.rejected && known->is_ended());
    if (over || (is_filled(*known) && !may_grow)) return order_closed(*known);
    if (state.origin == OrderOrigin::EXTERNAL) return placed_elsewhere(*known);
    auto order = *known;
    order.request_cancel(draft.stamp.recorded_at);
    draft.order_id = state.id;
    auto answer = with_order(AnswerStatus::DONE, order);
    book.update_order(order);
    auto const seq = commit(draft);
    answer.entry_seq = seq;
    request(draft, order, seq, ExchangeAction::CANCEL);
    return answer;
}

Answer Ledger::handle(Draft& draft, ReplaceOrder const& replace) {
    auto& book = draft.book;
    if (!replace.quantity_base && !replace.price_quote) {
        return refused(Refusal::missing_field, "quantity_base",
                       "quantity_base or price_quote is required");
    }
    if (!book.account) return unknown_account(book.id);
    std::optional<Answer> refusal;
    auto const* known = find_order(book, replace.order, refusal);
    if (known == nullptr) return std::move(*refusal);
    auto const& state = known->state();
    auto const& instrument = *find_instrument(state.terms.instrument);
    ReplaceTerms const current{state.terms.quantity_base, state.terms.price_quote};
    ReplaceTerms const wanted{replace.quantity_base.value_or(current.quantity_base),
                              replace.price_quote ? replace.price_quote : current.price_quote};
    if (auto no = check_replace(wanted, state.terms.type, instrument)) return std::move(*no);
    auto const& requests = state.replace_requests;
    bool const asked_before = std::find(requests.begin(), requests.end(), wanted) != requests.end();
    if (!draft.command.idempotency_key && (asked_before || wanted == current)) {
        return with_order(AnswerStatus::DUPLICATE, *known);
    }
    bool const over = state.canceled || state.expired || state.calculated ||
                      (state.rejected && known->is_ended());
    if (over || (is_filled(*known) && wanted.quantity_base <= current.quantity_base)) {
        return order_closed(*known);
    }
    if (state.origin == OrderOrigin::EXTERNAL) return placed_elsewhere(*known);
    auto order = *known;
    order.request_replace(wanted, draft.stamp.recorded_at);
    auto const held = hold_of(*known, instrument, book.account->funding);
    auto const needed = hold_of(order, instrument, book.account->funding);
    if (!held || !needed) return hold_out_of_range();
    auto const& asset = hold_asset(state.terms.side, instrument);
    auto const more = *needed - *held;
    auto const available = book.balance_or_zero(asset).available;
    if (more.is_positive() && more > available) {
        auto answer = refused(
            Refusal::insufficient_funds, replace.quantity_base ? "quantity_base" : "price_quote",
            "the replace needs " + more.value().to_string() + " " + asset.value() + " more, " +
                available.value().to_string() + " is available");
        answer.order = *known;
        return answer;
    }
    draft.postings.move(Bucket::AVAILABLE, Bucket::HELD, asset, more);
    if (!fits(draft)) return hold_out_of_range();
    draft.order_id = state.id;
    auto answer = with_order(AnswerStatus::DONE, order);
    book.update_order(order);
    auto const seq = commit(draft);
    answer.entry_seq = seq;
    request(draft, order, seq, ExchangeAction::REPLACE, wanted);
    return answer;
}

void Ledger::request(Draft& draft, Order const& order, std::uint64_t seq, ExchangeAction action,
                     ReplaceTerms const& wanted) {
    auto const& state = order.state();
    auto const& exchange = state.terms.instrument.exchange;
    if (state.origin == OrderOrigin::EXTERNAL) return;
    if (!reference_.routed_exchanges.contains(exchange)) return;
    OutboxRequest request;
    request.account_id = state.account_id;
    request.entry_seq = seq;
    request.order_id = state.id;
    request.exchange = exchange;
    request.action = action;
    request.client_order_id = client_order_id_of({state.id, seq});
    if (action == ExchangeAction::REPLACE) {
        request.quantity_base = wanted.quantity_base;
        request.price_quote = wanted.price_quote;
    }
    request.created_at = draft.stamp.recorded_at;
    request.updated_at = draft.stamp.recorded_at;
    draft.book.changes.outbox.push_back(std::move(request));
}

}  // namespace daybook::services
