#include "services/statement_orders.hpp"

namespace daybook::services {

using namespace model;

StatementOrders::StatementOrders(RecordedAccount const& account, Statement const& statement,
                                 ReconciliationIds const& ids)
    : account_{account}, ids_{ids} {
    for (auto const& [order_id, order] : account.orders) {
        auto const& state = order.state();
        if (state.idempotency_key) by_key_.emplace(*state.idempotency_key, &order);
        if (!state.exchange_order_id) continue;
        at_exchange_[{state.terms.instrument, *state.exchange_order_id}].push_back(&order);
    }
    for (auto const& order : statement.orders) {
        auto const& [order_id, client_order_id, exchange_order_id] = order.names;
        auto const& instrument = order.instrument;
        if (order_id) told_by_id_.try_emplace({instrument, *order_id}, &order);
        if (client_order_id) told_by_client_.try_emplace({instrument, *client_order_id}, &order);
        if (exchange_order_id) {
            told_at_exchange_.try_emplace({instrument, *exchange_order_id}, &order);
        }
    }
}

NamedOrder StatementOrders::of(StatementOrder const& order) const {
    auto found = find(order.names, order.instrument);
    found.told = &order;
    return found;
}

NamedOrder StatementOrders::of(StatementTrade const& trade) const {
    auto found = find(trade.names, trade.instrument);
    if (found.order == nullptr && found.obstacle.empty()) {
        found.told = told(trade.names, trade.instrument);
        if (found.told != nullptr) return of(*found.told);
    }
    return found;
}

NamedOrder StatementOrders::find(OrderNames const& names, InstrumentKey const& instrument) const {
    NamedOrder found;
    if (names.order_id) found.order = by_id(*names.order_id);
    if (found.order == nullptr && names.client_order_id) {
        found.order = by_client(*names.client_order_id);
    }
    if (found.order != nullptr && found.order->state().terms.instrument != instrument) {
        auto const& other = found.order->state().terms.instrument;
        found.obstacle = "the order it names is one of " + other.exchange.value() + ' ' +
                         other.symbol.value() + " here";
        found.order = nullptr;
        return found;
    }
    if (found.order == nullptr && names.exchange_order_id) {
        auto const orders = at_exchange_.find({instrument, *names.exchange_order_id});
        if (orders != at_exchange_.end() && orders->second.size() > 1) {
            found.obstacle = "exchange_order_id names more than one order here";
            return found;
        }
        if (orders != at_exchange_.end()) found.order = orders->second.front();
    }
    if (found.order == nullptr) found.order = by_key(ids_.order_key(names, instrument));
    return found;
}

Order const* StatementOrders::by_id(OrderId const& id) const {
    auto const found = account_.orders.find(id);
    return found == account_.orders.end() ? nullptr : &found->second;
}

Order const* StatementOrders::by_key(IdempotencyKey const& key) const {
    auto const found = by_key_.find(key);
    return found == by_key_.end() ? nullptr : found->second;
}

Order const* StatementOrders::by_client(ClientOrderId const& id) const {
    if (auto const ours = read_client_order_id(id)) {
        if (auto const* const order = by_id(ours->order_id)) return order;
    }
    return by_key(IdempotencyKey{id.value()});
}

StatementOrder const* StatementOrders::told(OrderNames const& names,
                                            InstrumentKey const& instrument) const {
    auto const among = [&](auto const& orders, auto const& name) -> StatementOrder const* {
        if (!name) return nullptr;
        auto const found = orders.find({instrument, *name});
        return found == orders.end() ? nullptr : found->second;
    };
    if (auto const* const order = among(told_by_id_, names.order_id)) return order;
    if (auto const* const order = among(told_by_client_, names.client_order_id)) return order;
    return among(told_at_exchange_, names.exchange_order_id);
}

}  // namespace daybook::services
