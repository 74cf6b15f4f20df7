#include "services/account_book.hpp"

#include <utility>

#include "model/assert.hpp"

namespace daybook::services {

model::Balance& AccountBook::balance(model::AssetCode const& asset) {
    auto const [found, is_new] = balances.try_emplace(asset);
    if (is_new) {
        DAYBOOK_ASSERT(is_whole || changes.account_is_new);
        found->second.account_id = id;
        found->second.asset = asset;
    }
    return found->second;
}

PositionBook& AccountBook::position(model::Instrument const& instrument) {
    auto const found = positions.find(instrument.key);
    if (found != positions.end()) return found->second;
    DAYBOOK_ASSERT(account.has_value());
    DAYBOOK_ASSERT(is_whole || changes.account_is_new ||
                   undefined_instruments.contains(instrument.key));
    model::Position flat{id, instrument.key, instrument.base_asset, account->cost_basis};
    return positions.emplace(instrument.key, PositionBook{std::move(flat), PositionHistory{}})
        .first->second;
}

model::Balance AccountBook::balance_or_zero(model::AssetCode const& asset) const {
    auto const found = balances.find(asset);
    return found == balances.end() ? model::Balance{} : found->second;
}

bool AccountBook::is_name_of(model::ExchangeOrderId const& name,
                             model::OrderId const& order) const {
    auto const named = orders_at_exchange.find(name);
    return named != orders_at_exchange.end() && named->second.contains(order);
}

void AccountBook::add_order(model::Order order) {
    auto const& state = order.state();
    changes.new_orders.insert(state.id);
    orders.emplace(state.id, std::move(order));
}

void AccountBook::update_order(model::Order order) {
    auto const& state = order.state();
    auto const known = orders.find(state.id);
    DAYBOOK_ASSERT(known != orders.end());
    auto const& old = known->second.state();
    if (old.exchange_order_id != state.exchange_order_id) {
        DAYBOOK_ASSERT(state.exchange_order_id.has_value());
        orders_at_exchange[*state.exchange_order_id].insert(state.id);
        if (old.exchange_order_id) {
            changes.earlier_names.push_back({id, *old.exchange_order_id, state.id});
        }
    }
    if (!changes.new_orders.contains(state.id)) {
        changes.updated_orders.try_emplace(state.id, old.version);
    }
    known->second = std::move(order);
}

void AccountBook::add_execution(model::Execution execution) {
    changes.executions.push_back(execution);
    auto& of_order = executions[execution.order_id];
    auto const key = execution.exec_id;
    bool const added = of_order.emplace(key, std::move(execution)).second;
    DAYBOOK_ASSERT(added);
}

void AccountBook::put_discrepancy(model::Discrepancy discrepancy) {
    auto const number = discrepancy.number;
    changes.discrepancies.insert(number);
    if (is_unbooked(discrepancy.kind)) reports.try_emplace(discrepancy.payload, number);
    discrepancies.insert_or_assign(number, std::move(discrepancy));
}

}  // namespace daybook::services
