#include "paper/paper_market.hpp"

#include <algorithm>

#include "model/assert.hpp"
#include "model/names.hpp"
#include "paper/paper_fee.hpp"

namespace daybook::paper {

using namespace model;
using ports::ClientOrderId;
using ports::ExchangeAction;
using ports::ExchangeRequest;

namespace {

/// Why an order's prices are none that its instrument has; empty where they are.
std::optional<std::string> refuse_prices(OrderType type, OrderTerms const& terms,
                                         Instrument const& instrument) {
    auto const is_good = [&](std::optional<Price> price) {
        return price && (price->is_positive() || instrument.negative_prices);
    };
    auto const rule =
        (instrument.negative_prices ? " is required for " : " must be positive for ") +
        std::string{name_of(type)};
    if (has_limit(type) && !is_good(terms.price_quote)) return "price_quote" + rule;
    if (has_stop(type) && !is_good(terms.stop_price_quote)) return "stop_price_quote" + rule;
    return std::nullopt;
}

std::string text_of(InstrumentKey const& key) {
    return key.exchange.value() + " " + key.symbol.value();
}

}  // namespace

PaperMarket::PaperMarket(PaperRules rules, Timestamp now)
    : rules_{std::move(rules)}, now_{now}, reports_{rules_.id_prefix} {
    DAYBOOK_ASSERT(rules_.day_ends_at >= std::chrono::microseconds{0});
    DAYBOOK_ASSERT(rules_.day_ends_at < std::chrono::days{1});
    reports_.set_time(now_);
}

void PaperMarket::define(Instrument instrument) {
    auto const key = instrument.key;
    if (auto* const book = find_book(key)) {
        book->set_instrument(std::move(instrument));
    } else {
        books_.try_emplace(key, std::move(instrument), rules_, reports_);
    }
}

std::optional<Timestamp> PaperMarket::next_expiry() const {
    if (expiries_.empty()) return std::nullopt;
    return expiries_.begin()->first;
}

void PaperMarket::advance_to(Timestamp time) {
    if (time < now_) return;
    while (!expiries_.empty() && expiries_.begin()->first <= time) {
        auto const [due, number] = *expiries_.begin();
        expiries_.erase(expiries_.begin());
        now_ = std::max(now_, due);
        reports_.set_time(now_);
        auto& order = orders_[number - 1];
        if (order.is_live()) expire(order);
    }
    now_ = time;
    reports_.set_time(now_);
}

void PaperMarket::expire(PaperOrder& order) {
    find_book(order.terms.instrument)->leave(order);
    order.stage = PaperOrder::Stage::expired;
    reports_.tell(order, ExecType::EXPIRED);
}

std::optional<Timestamp> PaperMarket::expiry_of(OrderTerms const& terms) const {
    if (terms.time_in_force == TimeInForce::GTD) return terms.expires_at;
    if (terms.time_in_force != TimeInForce::DAY) return std::nullopt;
    auto const now = std::chrono::microseconds{now_.micros()};
    auto const day = std::chrono::floor<std::chrono::days>(now - rules_.day_ends_at);
    std::chrono::microseconds const end = day + std::chrono::days{1} + rules_.day_ends_at;
    return Timestamp::from_micros(end.count());
}

PaperOrder* PaperMarket::find(ClientOrderId const& id) {
    auto const found = by_client_order_id_.find(id);
    return found == by_client_order_id_.end() ? nullptr : found->second;
}

PaperOrder* PaperMarket::find_order_of(ExchangeRequest const& request) {
    if (auto* const order = find(request.client_order_id)) return order;
    if (request.original_client_order_id) {
        if (auto* const order = find(*request.original_client_order_id)) return order;
    }
    if (!request.exchange_order_id) return nullptr;
    auto const found = by_exchange_order_id_.find(*request.exchange_order_id);
    return found == by_exchange_order_id_.end() ? nullptr : found->second;
}

PaperBook* PaperMarket::find_book(InstrumentKey const& key) {
    auto const found = books_.find(key);
    return found == books_.end() ? nullptr : &found->second;
}

bool PaperMarket::receive(ExchangeRequest const& request) {
    if (request.may_be_known && find(request.client_order_id) != nullptr) {
        answer_status(request);
        return false;
    }
    return request.action == ExchangeAction::PLACE ? receive_place(request)
                                                   : receive_change(request);
}

bool PaperMarket::receive_place(ExchangeRequest const& request) {
    auto const& id = request.client_order_id;
    if (auto* const known = find(id)) {
        reports_.answer(*known, request, ExecType::REJECTED,
                        "client_order_id " + id.value() + " was used before");
        return false;
    }
    auto& order = orders_.emplace_back();
    order.number = orders_.size();
    order.id = reports_.order_id_for(id);
    order.client_order_id = id;
    order.terms = request.terms;
    by_client_order_id_.emplace(id, &order);
    by_exchange_order_id_.emplace(order.id, &order);
    if (rules_.reports_pending) reports_.answer(order, request, ExecType::PENDING_NEW);
    return true;
}

bool PaperMarket::receive_change(ExchangeRequest const& request) {
    auto* const order = find_order_of(request);
    if (order == nullptr) {
        reports_.refuse(request, "no such order is known");
        return false;
    }
    bool const is_cancel = request.action == ExchangeAction::CANCEL;
    if (!by_client_order_id_.emplace(request.client_order_id, order).second) {
        reports_.answer(*order, request,
                        is_cancel ? ExecType::CANCEL_REJECTED : ExecType::REPLACE_REJECTED,
                        "client_order_id " + request.client_order_id.value() + " was used before");
        return false;
    }
    if (rules_.reports_pending) {
        ++(is_cancel ? order->pending_cancels : order->pending_replaces);
        reports_.answer(*order, request,
                        is_cancel ? ExecType::PENDING_CANCEL : ExecType::PENDING_REPLACE);
    }
    return true;
}

void PaperMarket::decide(ExchangeRequest const& request, Reason const& refusal) {
    auto* const order = find(request.client_order_id);
    DAYBOOK_ASSERT(order != nullptr);
    switch (request.action) {
        case ExchangeAction::PLACE:
            return place(*order, request, refusal);
        case ExchangeAction::CANCEL:
            return cancel(*order, request, refusal);
        case ExchangeAction::REPLACE:
            return replace(*order, request, refusal);
    }
}

void PaperMarket::place(PaperOrder& order, ExchangeRequest const& request, Reason const& refusal) {
    DAYBOOK_ASSERT(order.stage == PaperOrder::Stage::pending);
    auto const reason = refusal ? refusal : refuse_terms(order.terms);
    if (reason) {
        order.stage = PaperOrder::Stage::rejected;
        reports_.answer(order, request, ExecType::REJECTED, *reason);
        return;
    }
    order.stage = PaperOrder::Stage::working;
    order.priority = ++priorities_;
    order.expires_at = expiry_of(order.terms);
    if (order.expires_at) expiries_.emplace(*order.expires_at, order.number);
    reports_.answer(order, request, ExecType::NEW);
    find_book(order.terms.instrument)->enter(order);
}

PaperMarket::Reason PaperMarket::refuse_terms(OrderTerms const& terms) {
    auto const* const book = find_book(terms.instrument);
    if (book == nullptr) return text_of(terms.instrument) + " is not traded here";
    auto const& instrument = book->instrument();
    if (instrument.state == InstrumentState::HALTED) {
        return text_of(terms.instrument) + " is halted";
    }
    if (!terms.quantity_base.is_positive()) return "quantity_base must be positive";
    if (auto reason = refuse_prices(terms.type, terms, instrument)) return reason;
    if (terms.type == OrderType::MARKET && !book->last_price_quote()) {
        return "no price of " + text_of(terms.instrument) + " is known yet";
    }
    auto const reference = has_limit(terms.type)  ? terms.price_quote
                           : has_stop(terms.type) ? terms.stop_price_quote
                                                  : book->last_price_quote();
    if (!is_in_range(instrument, terms.quantity_base, *reference)) {
        return "quantity_base times the price is out of range";
    }
    auto const expiry = expiry_of(terms);
    if (terms.time_in_force == TimeInForce::GTD && (!expiry || *expiry <= now_)) {
        return "expires_at must be after " + now_.to_string();
    }
    return std::nullopt;
}

void PaperMarket::cancel(PaperOrder& order, ExchangeRequest const& request, Reason const& refusal) {
    if (rules_.reports_pending) --order.pending_cancels;
    if (refusal || !order.is_live()) {
        auto const status = std::string{name_of(order.status())};
        reports_.answer(order, request, ExecType::CANCEL_REJECTED,
                        refusal.value_or("the order is " + status));
        return;
    }
    find_book(order.terms.instrument)->leave(order);
    order.stage = PaperOrder::Stage::canceled;
    reports_.answer(order, request, ExecType::CANCELED);
    order.client_order_id = request.client_order_id;
}

void PaperMarket::replace(PaperOrder& order, ExchangeRequest const& request,
                          Reason const& refusal) {
    if (rules_.reports_pending) --order.pending_replaces;
    auto const reason = refusal ? refusal : refuse_replace(order, request.terms);
    if (reason) {
        reports_.answer(order, request, ExecType::REPLACE_REJECTED, *reason);
        return;
    }
    change_terms(order, request);
}

PaperMarket::Reason PaperMarket::refuse_replace(PaperOrder const& order, OrderTerms const& wanted) {
    if (!order.is_live()) return "the order is " + std::string{name_of(order.status())};
    auto const& instrument = find_book(order.terms.instrument)->instrument();
    if (!wanted.quantity_base.is_positive()) return "quantity_base must be positive";
    if (order.is_triggered && wanted.stop_price_quote != order.terms.stop_price_quote) {
        return "stop_price_quote has been reached";
    }
    if (auto reason = refuse_prices(order.terms.type, wanted, instrument)) return reason;
    auto const price = has_limit(order.terms.type) ? wanted.price_quote : wanted.stop_price_quote;
    if (price && !is_in_range(instrument, wanted.quantity_base, *price)) {
        return "quantity_base times the price is out of range";
    }
    return std::nullopt;
}

void PaperMarket::change_terms(PaperOrder& order, ExchangeRequest const& request) {
    auto& terms = order.terms;
    auto const price = has_limit(terms.type) ? request.terms.price_quote : terms.price_quote;
    auto const stop_price =
        has_stop(terms.type) ? request.terms.stop_price_quote : terms.stop_price_quote;
    // A quantity below what is filled means: stop executing.
    auto const quantity = std::max(request.terms.quantity_base, order.filled_base);
    bool const keeps_place = price == terms.price_quote && stop_price == terms.stop_price_quote &&
                             quantity <= terms.quantity_base;
    auto& book = *find_book(terms.instrument);
    if (!keeps_place || quantity == order.filled_base) book.leave(order);
    terms.quantity_base = quantity;
    terms.price_quote = price;
    terms.stop_price_quote = stop_price;
    reports_.answer(order, request, ExecType::REPLACED);
    order.client_order_id = request.client_order_id;
    if (keeps_place) return;
    order.priority = ++priorities_;
    if (order.is_live()) book.enter(order);
}

void PaperMarket::answer_status(ExchangeRequest const& request) {
    if (auto* const order = find_order_of(request)) {
        reports_.status(*order, request);
    } else {
        reports_.unknown(request);
    }
}

void PaperMarket::trade(InstrumentKey const& key, MarketTrade const& trade) {
    advance_to(trade.time);
    if (auto* const book = find_book(key)) book->trade(trade);
}

std::optional<Price> PaperMarket::last_price_quote(InstrumentKey const& key) const {
    auto const found = books_.find(key);
    return found == books_.end() ? std::nullopt : found->second.last_price_quote();
}

}  // namespace daybook::paper
