#include "services/position_loader.hpp"

#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "model/assert.hpp"
#include "services/position_history.hpp"

namespace daybook::services {

using namespace model;
using ports::PositionKey;

namespace {

/// What is added to a position needs no lot but its own, except that AVERAGE has one for all.
bool needs_lots(PositionState const& state, CostBasis basis, PositionNeed const& need) {
    if (state.quantity_base.is_zero()) return false;
    if (need.rebuilds || basis == CostBasis::AVERAGE) return true;
    return state.quantity_base.is_positive() ? need.sides.sells : need.sides.buys;
}

/// Shape: result[i] is of wanted[i].
std::vector<std::vector<Lot>> lots_of(ports::Repositories& repositories, LoadedBooks const& books,
                                      std::span<PositionNeed const> wanted,
                                      std::vector<std::optional<PositionState>> const& states) {
    std::vector<PositionKey> keys;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        auto const basis = books.accounts.at(wanted[i].key.account_id).account->cost_basis;
        if (!states[i] || !needs_lots(*states[i], basis, wanted[i])) continue;
        keys.push_back(wanted[i].key);
        places.push_back(i);
    }
    std::vector<std::vector<Lot>> lots(wanted.size());
    if (keys.empty()) return lots;
    auto found = repositories.positions.lots_of(keys);
    DAYBOOK_ASSERT(found.size() == keys.size());
    for (std::size_t i = 0; i < found.size(); ++i) lots[places[i]] = std::move(found[i]);
    return lots;
}

PositionBook position_of(LoadedBooks const& books, PositionKey const& key,
                         std::optional<PositionState> state, std::vector<Lot> lots) {
    auto const& base = books.reference.instruments.at(key.instrument).base_asset;
    auto const basis = books.accounts.at(key.account_id).account->cost_basis;
    if (!state) {
        return {Position{key.account_id, key.instrument, base, basis}, PositionHistory{}};
    }
    return {Position::restore(std::move(*state), std::move(lots), base, basis), std::nullopt};
}

void load_histories(ports::Repositories& repositories, LoadedBooks& books,
                    std::vector<PositionKey> const& positions) {
    auto const trades = repositories.executions.trades_of_positions(positions);
    auto const openings = repositories.entries.openings_of_positions(positions);
    std::set<ports::OrderKey> unknown;
    for (auto const& executions : trades) {
        for (auto const& execution : executions) {
            auto const& book = books.accounts[execution.account_id];
            if (!book.orders.contains(execution.order_id)) {
                unknown.insert({execution.account_id, execution.order_id});
            }
        }
    }
    // A trade's side is its order's.
    std::map<OrderId, Side> sides;
    std::vector<ports::OrderKey> const keys{unknown.begin(), unknown.end()};
    if (!keys.empty()) {
        for (auto const& order : repositories.orders.find(keys)) {
            if (order) sides.emplace(order->state().id, order->state().terms.side);
        }
    }
    for (std::size_t i = 0; i < positions.size(); ++i) {
        auto& book = books.accounts[positions[i].account_id];
        auto& position = book.positions.at(positions[i].instrument);
        auto const& instrument = books.reference.instruments.at(positions[i].instrument);
        for (auto const& execution : trades[i]) {
            auto const order = book.orders.find(execution.order_id);
            if (order != book.orders.end()) {
                sides.emplace(execution.order_id, order->second.state().terms.side);
            }
        }
        position.history = history_of(trades[i], openings[i], sides, instrument);
    }
}

}  // namespace

void load_positions(ports::Repositories& repositories, LoadedBooks& books,
                    std::span<PositionNeed const> wanted) {
    std::vector<PositionKey> keys;
    std::vector<PositionKey> with_history;
    for (auto const& need : wanted) {
        keys.push_back(need.key);
        if (need.rebuilds) with_history.push_back(need.key);
    }
    auto states = repositories.positions.find(keys);
    DAYBOOK_ASSERT(states.size() == wanted.size());
    auto lots = lots_of(repositories, books, wanted, states);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        auto& book = books.accounts.at(keys[i].account_id);
        book.positions.emplace(keys[i].instrument, position_of(books, keys[i], std::move(states[i]),
                                                               std::move(lots[i])));
    }
    if (!with_history.empty()) load_histories(repositories, books, with_history);
}

}  // namespace daybook::services
