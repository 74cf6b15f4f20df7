#include "memory/memory_execution_repository.hpp"

#include <algorithm>

namespace daybook::memory {

std::vector<std::optional<model::Execution>> MemoryExecutionRepository::find(
    std::span<ports::ExecutionKey const> keys) {
    std::vector<std::optional<model::Execution>> found;
    found.reserve(keys.size());
    for (auto const& key : keys) {
        auto& answer = found.emplace_back();
        auto const* const account = transaction_.find(key.order.account_id);
        if (!account) continue;
        auto const named = account->execution_of_name.find({key.order.id, key.exec_id});
        if (named == account->execution_of_name.end()) continue;
        answer = account->executions.find(named->second)->second;
    }
    return found;
}

std::vector<std::vector<model::Execution>> MemoryExecutionRepository::of_orders(
    std::span<ports::OrderKey const> orders) {
    std::vector<std::vector<model::Execution>> found;
    found.reserve(orders.size());
    for (auto const& order : orders) {
        auto& answer = found.emplace_back();
        auto const* const account = transaction_.find(order.account_id);
        if (!account) continue;
        auto const numbers = account->executions_of_order.find(order.id);
        if (numbers == account->executions_of_order.end()) continue;
        for (auto const number : numbers->second) {
            answer.push_back(account->executions.find(number)->second);
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
        auto const number = execution.entry_seq;
        transaction_.insert(account.executions, number, execution, "execution");
        transaction_.insert(account.execution_of_name, {execution.order_id, execution.exec_id},
                            number, "execution");
        auto& of_order = account.executions_of_order[execution.order_id];
        of_order.push_back(number);
        transaction_.on_rollback([&of_order] { of_order.pop_back(); });
    }
}

}  // namespace daybook::memory
