#include "memory/memory_execution_repository.hpp"

#include <algorithm>

namespace daybook::memory {
namespace {

/// Where `exec_id` is or belongs among `names`.
template <class Names>
auto find_name(Names& names, model::ExecId const& exec_id) {
    return std::ranges::lower_bound(names, exec_id, {}, &MemoryExecutionName::exec_id);
}

}  // namespace

std::vector<std::optional<model::Execution>> MemoryExecutionRepository::find(
    std::span<ports::ExecutionKey const> keys) {
    std::vector<std::optional<model::Execution>> found;
    found.reserve(keys.size());
    for (auto const& key : keys) {
        auto& answer = found.emplace_back();
        auto const* const account = transaction_.find(key.order.account_id);
        if (!account) continue;
        auto const of_order = account->executions_of_order.find(key.order.id);
        if (of_order == account->executions_of_order.end()) continue;
        auto const name = find_name(of_order->second, key.exec_id);
        if (name == of_order->second.end() || name->exec_id != key.exec_id) continue;
        answer = account->executions.find(name->entry_seq)->second;
    }
    return found;
}

std::vector<std::vector<model::Execution>> MemoryExecutionRepository::of_orders(
    std::span<ports::OrderKey const> orders) {
    return of_orders(orders, [](model::Execution const&) { return true; });
}

std::vector<std::vector<model::Execution>> MemoryExecutionRepository::corrections_of_orders(
    std::span<ports::OrderKey const> orders) {
    return of_orders(orders, [](model::Execution const& execution) {
        return model::moves_money(execution.exec_type) &&
               execution.exec_type != model::ExecType::TRADE;
    });
}

template <class Wanted>
std::vector<std::vector<model::Execution>> MemoryExecutionRepository::of_orders(
    std::span<ports::OrderKey const> orders, Wanted wanted) {
    std::vector<std::vector<model::Execution>> found;
    found.reserve(orders.size());
    for (auto const& order : orders) {
        auto& answer = found.emplace_back();
        auto const* const account = transaction_.find(order.account_id);
        if (!account) continue;
        auto const names = account->executions_of_order.find(order.id);
        if (names == account->executions_of_order.end()) continue;
        for (auto const& name : names->second) {
            auto const& execution = account->executions.find(name.entry_seq)->second;
            if (wanted(execution)) answer.push_back(execution);
        }
        std::ranges::sort(answer, {}, &model::Execution::entry_seq);
    }
    return found;
}

std::vector<std::vector<model::Execution>> MemoryExecutionRepository::trades_of_positions(
    std::span<ports::PositionKey const> positions) {
    std::vector<std::vector<model::Execution>> found;
    found.reserve(positions.size());
    for (auto const& position : positions) {
        auto& answer = found.emplace_back();
        auto const* const account = transaction_.find(position.account_id);
        if (!account) continue;
        for (auto const& [number, execution] : account->executions) {
            if (execution.instrument == position.instrument &&
                model::moves_money(execution.exec_type)) {
                answer.push_back(execution);
            }
        }
    }
    return found;
}

void MemoryExecutionRepository::add(std::span<model::Execution const> executions) {
    for (auto const& execution : executions) {
        auto& account = transaction_.of(execution.account_id);
        transaction_.insert(account.executions, execution.entry_seq, execution, "execution");
        insert_name(account.executions_of_order[execution.order_id], execution);
    }
}

void MemoryExecutionRepository::insert_name(std::vector<MemoryExecutionName>& names,
                                            model::Execution const& execution) {
    auto const at = find_name(names, execution.exec_id);
    if (at != names.end() && at->exec_id == execution.exec_id) transaction_.conflict("execution");
    auto const index = static_cast<std::size_t>(at - names.begin());
    names.insert(at, {execution.exec_id, execution.entry_seq});
    transaction_.on_rollback(
        [&names, index] { names.erase(names.begin() + static_cast<std::ptrdiff_t>(index)); });
}

}  // namespace daybook::memory
