#include "support/naive_market.hpp"

#include <algorithm>
#include <map>

namespace daybook::support {

std::string NaiveMarket::run(MarketAction const& action) {
    told_.clear();
    switch (action.kind) {
        case MarketAction::Kind::place:
            place(action);
            break;
        case MarketAction::Kind::cancel:
            cancel(action);
            break;
        case MarketAction::Kind::replace:
            replace(action);
            break;
        case MarketAction::Kind::trade:
            trade(action);
            break;
    }
    return told_;
}

void NaiveMarket::tell(std::string const& text) { told_ += (told_.empty() ? "" : "; ") + text; }

void NaiveMarket::place(MarketAction const& action) {
    Order order;
    order.id = static_cast<int>(orders_.size());
    order.buys = action.buys;
    order.quantity = action.quantity;
    if (action.type != 2 && action.type != 3) order.limit = action.price;
    if (action.type >= 3) order.stop = action.stop;
    order.is_immediate = !order.limit || action.time_in_force >= 2;
    order.is_all_or_none = action.time_in_force == 3;
    order.priority = ++priorities_;
    orders_.push_back(order);
    auto& placed = orders_.back();
    if (action.type == 2 && !last_) {
        placed.is_live = false;
        return tell("o" + std::to_string(placed.id) + " REJECTED");
    }
    if (!placed.stop || reaches(placed)) enter(placed);
}

bool NaiveMarket::reaches(Order const& order) const {
    return last_ && (order.buys ? *last_ >= *order.stop : *last_ <= *order.stop);
}

/// Requires that no stop price is waited for.
void NaiveMarket::enter(Order& order) {
    order.stop.reset();
    auto const leaves = order.quantity - order.filled;
    int taken = 0;
    bool const is_better =
        last_ && order.limit && (order.buys ? *order.limit > *last_ : *order.limit < *last_);
    bool const is_marketable = last_ && (!order.limit || is_better || order.limit == last_);
    if (is_marketable) {
        taken = depth_ ? std::min(leaves, depth_left_[order.buys]) : leaves;
        if (order.is_all_or_none && taken < leaves) taken = 0;
    }
    if (taken > 0) {
        depth_left_[order.buys] -= taken;
        fill(order, taken, *last_, "TAKER");
    }
    order.ahead = taken > 0 || is_better ? 0 : queue_ahead_;
    if (order.is_live && order.is_immediate) {
        order.is_live = false;
        tell("o" + std::to_string(order.id) + " CANCELED");
    }
}

void NaiveMarket::fill(Order& order, int quantity, int price, std::string const& liquidity) {
    order.filled += quantity;
    if (order.filled == order.quantity) order.is_live = false;
    tell("o" + std::to_string(order.id) + " TRADE " + std::to_string(quantity) + "@" +
         std::to_string(price) + " " + liquidity);
}

void NaiveMarket::cancel(MarketAction const& action) {
    if (orders_.empty()) return;
    orders_[static_cast<std::size_t>(action.target) % orders_.size()].is_live = false;
}

void NaiveMarket::replace(MarketAction const& action) {
    if (orders_.empty()) return;
    auto& order = orders_[static_cast<std::size_t>(action.target) % orders_.size()];
    if (!order.is_live) return;
    bool const is_less = action.quantity <= order.quantity;
    bool const is_same_price = !order.limit || *order.limit == action.price;
    order.quantity = std::max(action.quantity, order.filled);
    if (order.limit) order.limit = action.price;
    if (order.filled == order.quantity) order.is_live = false;
    if (is_less && is_same_price) return;
    order.priority = ++priorities_;
    if (order.is_live && !order.stop) enter(order);
}

/// Whose turn it is: the best limit, then the lowest priority. At the very price only those whom
/// the taker came to.
NaiveMarket::Order* NaiveMarket::first_for_unit(bool to_buys, int price,
                                                std::optional<bool> taker_buys) {
    Order* best = nullptr;
    for (auto& order : orders_) {
        if (!order.is_live || order.stop || order.buys != to_buys) continue;
        if (to_buys ? *order.limit < price : *order.limit > price) continue;
        if (*order.limit == price && taker_buys == to_buys) continue;
        bool const is_better = best == nullptr || (*order.limit != *best->limit
                                                       ? (*order.limit > *best->limit) == to_buys
                                                       : order.priority < best->priority);
        if (is_better) best = &order;
    }
    return best;
}

void NaiveMarket::give_units(bool to_buys, int price, int& left, std::optional<bool> taker_buys) {
    // Whoever the market has traded through has nobody before him any more.
    for (auto& order : orders_) {
        bool const is_side = order.is_live && !order.stop && order.buys == to_buys;
        if (is_side && (to_buys ? *order.limit > price : *order.limit < price)) order.ahead = 0;
    }
    std::vector<std::pair<Order*, int>> given;
    for (; left > 0; --left) {
        auto* const order = first_for_unit(to_buys, price, taker_buys);
        if (order == nullptr) break;
        if (order->ahead > 0) {
            for (auto& other : orders_) {
                bool const is_there = other.is_live && !other.stop && other.buys == to_buys &&
                                      *other.limit == *order->limit;
                if (is_there && other.ahead > 0) --other.ahead;
            }
            continue;
        }
        if (given.empty() || given.back().first != order) given.emplace_back(order, 0);
        ++given.back().second;
        if (++order->filled == order->quantity) order->is_live = false;
    }
    for (auto const& [order, quantity] : given) {
        order->filled -= quantity;  // fill() counts it again, and tells.
        fill(*order, quantity, *order->limit, "MAKER");
    }
}

void NaiveMarket::trade(MarketAction const& action) {
    auto const taker_buys = action.type > 1 ? std::nullopt : std::optional<bool>{action.type == 1};
    auto left = action.quantity;
    bool const buys_first = !taker_buys || !*taker_buys;
    give_units(buys_first, action.price, left, taker_buys);
    give_units(!buys_first, action.price, left, taker_buys);
    last_ = action.price;
    depth_left_[0] = depth_left_[1] = depth_.value_or(1'000'000'000);
    for (bool const buys : {true, false}) {
        std::map<std::pair<int, int>, std::size_t> reached;
        for (std::size_t i = 0; i < orders_.size(); ++i) {
            auto const& order = orders_[i];
            if (!order.is_live || !order.stop || order.buys != buys || !reaches(order)) continue;
            reached.emplace(std::pair{buys ? *order.stop : -*order.stop, order.priority}, i);
        }
        for (auto const& [rank, index] : reached) enter(orders_[index]);
    }
}

}  // namespace daybook::support
