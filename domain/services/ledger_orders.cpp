#include <algorithm>
#include <array>
#include <utility>
#include <vector>

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

/// Whether it has ended otherwise than by a cancel.
bool is_over(Order const& order) {
    auto const& state = order.state();
    bool const was_refused = state.rejected || (state.refused && order.is_ended());
    return state.expired || state.calculated || was_refused;
}

bool has_asked_for(OrderRequests const& requests, ReplaceTerms const& wanted) {
    return std::ranges::find(requests.outstanding, std::optional{wanted}, &OrderRequest::terms) !=
           requests.outstanding.end();
}

/// "10 USD, 5 is available" of the first asset of which AVAILABLE does not cover `hold`; empty
/// where it does. `more` follows the asset.
std::string lacking(AccountBook const& book, Instrument const& instrument, Hold const& hold,
                    std::string_view more = {}) {
    for (auto const& [asset, needed] : {std::pair{instrument.quote_asset, hold.quote},
                                        std::pair{instrument.base_asset, hold.base}}) {
        auto const available = book.balance_or_zero(asset).available;
        if (!needed.is_positive() || needed <= available) continue;
        return needed.value().to_string() + " " + asset.value() + std::string{more} + ", " +
               available.value().to_string() + " is available";
    }
    return {};
}

void hold_back(PostingList& postings, Instrument const& instrument, Hold const& hold) {
    postings.move(Bucket::AVAILABLE, Bucket::HELD, instrument.base_asset, hold.base);
    postings.move(Bucket::AVAILABLE, Bucket::HELD, instrument.quote_asset, hold.quote);
}

}  // namespace

namespace {

ResolvedOrder one_of(std::vector<OrderId> const& orders) {
    if (orders.size() > 1) return {std::nullopt, true};
    return {orders.front(), false};
}

/// The order that has the id; else the one that had it.
ResolvedOrder resolve(AccountBook const& book, ExchangeOrderId const& name) {
    auto const named = book.orders_at_exchange.find(name);
    if (named == book.orders_at_exchange.end() || named->second.empty()) return {};
    std::vector<OrderId> now;
    for (auto const& id : named->second) {
        if (book.orders.at(id).state().exchange_order_id == name) now.push_back(id);
    }
    return one_of(now.empty() ? std::vector(named->second.begin(), named->second.end()) : now);
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
    return resolve(book, std::get<ExchangeOrderId>(reference));
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
    draft.decide_by(*instrument);
    if (auto no = check_terms(place, *instrument, book.account->funding, draft.occurred_at())) {
        return std::move(*no);
    }
    auto order = Order::place(draft.stamp.order_id, book.id, terms, draft.command.idempotency_key,
                              {draft.occurred_at(), draft.stamp.recorded_at}, place.origin);
    auto const hold = hold_of(order, *instrument, book.account->funding);
    if (!hold) return hold_out_of_range();
    std::string detail;
    // What was placed elsewhere has happened: AVAILABLE may go below zero.
    bool const is_ours = place.origin == OrderOrigin::DAYBOOK;
    if (is_ours && book.account->state == AccountState::CLOSED) {
        draft.refusal = Refusal::account_closed;
        detail = "account " + book.id.value() + " is closed";
    } else if (is_ours && instrument->state == InstrumentState::HALTED) {
        draft.refusal = Refusal::instrument_halted;
        detail = "instrument " + terms.instrument.symbol.value() + " is halted";
    } else if (auto lacks = is_ours ? lacking(book, *instrument, *hold) : std::string{};
               !lacks.empty()) {
        draft.refusal = Refusal::insufficient_funds;
        detail = "the order needs " + lacks;
    } else {
        hold_back(draft.postings, *instrument, *hold);
        order.set_held(*hold);
    }
    if (!fits(draft)) return hold_out_of_range();
    if (draft.refusal) order.refuse(std::string{name_of(*draft.refusal)});
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
    bool const asked_before =
        state.requests.has(RequestKind::CANCEL) && !draft.command.idempotency_key;
    if (state.canceled || asked_before) return with_order(AnswerStatus::DUPLICATE, *known);
    bool const may_grow = state.requests.has(RequestKind::REPLACE);
    if (is_over(*known) || (is_filled(*known) && !may_grow)) return order_closed(*known);
    if (state.origin == OrderOrigin::EXTERNAL) return placed_elsewhere(*known);
    auto order = *known;
    order.request_cancel(draft.next_seq(), draft.stamp.recorded_at);
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
    if (!replace.quantity_base && !replace.price_quote && !replace.stop_price_quote) {
        return refused(Refusal::missing_field, "quantity_base",
                       "quantity_base, price_quote or stop_price_quote is required");
    }
    if (!book.account) return unknown_account(book.id);
    std::optional<Answer> refusal;
    auto const* known = find_order(book, replace.order, refusal);
    if (known == nullptr) return std::move(*refusal);
    auto const& state = known->state();
    auto const& instrument = instrument_of(draft, *known);
    auto const current = changeable(state.terms);
    ReplaceTerms const wanted{
        replace.quantity_base.value_or(current.quantity_base),
        replace.price_quote ? replace.price_quote : current.price_quote,
        replace.stop_price_quote ? replace.stop_price_quote : current.stop_price_quote};
    if (auto no = check_replace(wanted, state.terms.type, instrument)) return std::move(*no);
    bool const asked_before = has_asked_for(state.requests, wanted) || wanted == current;
    if (!draft.command.idempotency_key && asked_before) {
        return with_order(AnswerStatus::DUPLICATE, *known);
    }
    bool const over = is_over(*known) || state.canceled;
    if (over || (is_filled(*known) && wanted.quantity_base <= current.quantity_base)) {
        return order_closed(*known);
    }
    if (state.origin == OrderOrigin::EXTERNAL) return placed_elsewhere(*known);
    return replace_open(draft, *known, replace, wanted);
}

Answer Ledger::replace_open(Draft& draft, Order const& known, ReplaceOrder const& replace,
                            ReplaceTerms const& wanted) {
    auto& book = draft.book;
    auto const& instrument = instrument_of(draft, known);
    auto order = known;
    order.request_replace(draft.next_seq(), wanted, draft.stamp.recorded_at);
    auto const given = change_hold(draft, known, order, instrument);
    if (!given) return hold_out_of_range();
    Hold const more{-given->base, -given->quote};
    bool const needs_more = more.base.is_positive() || more.quote.is_positive() ||
                            wanted.quantity_base > known.state().terms.quantity_base;
    auto const field = replace.quantity_base ? "quantity_base" : "price_quote";
    std::optional<Answer> no;
    if (needs_more && book.account->state == AccountState::CLOSED) {
        no = refused(Refusal::account_closed, field, "account " + book.id.value() + " is closed");
    } else if (auto lacks = lacking(book, instrument, more, " more"); !lacks.empty()) {
        no = refused(Refusal::insufficient_funds, field, "the replace needs " + lacks);
    }
    if (no) {
        no->order = known;
        return std::move(*no);
    }
    if (!fits(draft)) return hold_out_of_range();
    draft.order_id = known.state().id;
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
        request.stop_price_quote = wanted.stop_price_quote;
    }
    request.created_at = draft.stamp.recorded_at;
    request.updated_at = draft.stamp.recorded_at;
    draft.book.changes.outbox.push_back(std::move(request));
}

}  // namespace daybook::services
