#include "memory/memory_order_repository.hpp"

#include <set>
#include <utility>

#include "model/assert.hpp"

namespace daybook::memory {

std::vector<std::optional<model::Order>> MemoryOrderRepository::find(
    std::span<ports::OrderKey const> keys) {
    std::vector<std::optional<model::Order>> found;
    found.reserve(keys.size());
    for (auto const& key : keys) {
        auto& answer = found.emplace_back();
        auto const* const account = transaction_.find(key.account_id);
        if (!account) continue;
        auto const order = account->orders.find(key.id);
        if (order != account->orders.end()) answer = order->second;
    }
    return found;
}

std::vector<std::vector<model::Order>> MemoryOrderRepository::find_by_exchange_order_id(
    std::span<ports::ExchangeOrderKey const> keys) {
    std::vector<std::vector<model::Order>> found;
    found.reserve(keys.size());
    for (auto const& key : keys) {
        auto& answer = found.emplace_back();
        auto const* const account = transaction_.find(key.account_id);
        if (!account) continue;
        std::set<model::OrderId> orders;
        for (auto const* ids : {&account->exchange_order_ids, &account->earlier_names}) {
            auto at = ids->lower_bound({key.exchange_order_id, model::OrderId{}});
            for (; at != ids->end() && at->first == key.exchange_order_id; ++at) {
                orders.insert(at->second);
            }
        }
        for (auto const& id : orders) answer.push_back(account->orders.find(id)->second);
    }
    return found;
}

std::vector<std::vector<model::Order>> MemoryOrderRepository::find_open(
    std::span<model::AccountId const> accounts) {
    std::vector<std::vector<model::Order>> found;
    found.reserve(accounts.size());
    for (auto const& id : accounts) {
        auto& answer = found.emplace_back();
        auto const* const account = transaction_.find(id);
        if (!account) continue;
        for (auto const& [order_id, order] : account->orders) {
            if (is_open(order.status())) answer.push_back(order);
        }
    }
    return found;
}

void MemoryOrderRepository::add(std::span<model::Order const> orders) {
    for (auto const& order : orders) {
        auto& account = transaction_.of(order.state().account_id);
        transaction_.insert(account.orders, order.state().id, order, "order");
        insert_exchange_order_id(account, order.state());
    }
}

ports::SaveStatus MemoryOrderRepository::update(std::span<model::Order const> orders,
                                                std::span<std::uint64_t const> stored_versions) {
    DAYBOOK_ASSERT(orders.size() == stored_versions.size());
    for (std::size_t i = 0; i < orders.size(); ++i) {
        if (!is_stored_at(orders[i].state(), stored_versions[i])) {
            return ports::SaveStatus::version_conflict;
        }
    }
    for (auto const& order : orders) {
        auto& account = transaction_.of(order.state().account_id);
        auto& stored = account.orders.find(order.state().id)->second;
        if (stored.state().exchange_order_id != order.state().exchange_order_id) {
            remove_exchange_order_id(account, stored.state());
            insert_exchange_order_id(account, order.state());
        }
        transaction_.overwrite(stored, order);
    }
    return ports::SaveStatus::saved;
}

void MemoryOrderRepository::add_earlier_names(std::span<model::ExchangeOrderName const> names) {
    for (auto const& name : names) {
        auto& earlier = transaction_.of(name.account_id).earlier_names;
        auto const [at, is_new] = earlier.emplace(name.exchange_order_id, name.order_id);
        if (!is_new) transaction_.conflict("exchange_order_id");
        transaction_.on_rollback([&earlier, at] { earlier.erase(at); });
    }
}

void MemoryOrderRepository::insert_exchange_order_id(MemoryAccount& account,
                                                     model::OrderState const& order) {
    if (!order.exchange_order_id) return;
    auto& ids = account.exchange_order_ids;
    auto const at = ids.emplace(*order.exchange_order_id, order.id).first;
    transaction_.on_rollback([&ids, name = *at] { ids.erase(name); });
}

void MemoryOrderRepository::remove_exchange_order_id(MemoryAccount& account,
                                                     model::OrderState const& order) {
    if (!order.exchange_order_id) return;
    auto& ids = account.exchange_order_ids;
    auto name = std::pair{*order.exchange_order_id, order.id};
    ids.erase(name);
    transaction_.on_rollback([&ids, name = std::move(name)] { ids.insert(name); });
}

bool MemoryOrderRepository::is_stored_at(model::OrderState const& order, std::uint64_t version) {
    auto const* const account = transaction_.find(order.account_id);
    if (!account) return false;
    auto const stored = account->orders.find(order.id);
    return stored != account->orders.end() && stored->second.state().version == version;
}

}  // namespace daybook::memory
