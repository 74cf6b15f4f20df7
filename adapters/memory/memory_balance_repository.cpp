#include "memory/memory_balance_repository.hpp"

namespace daybook::memory {

std::vector<model::Balance> MemoryBalanceRepository::find(std::span<ports::BalanceKey const> keys) {
    std::vector<model::Balance> found;
    found.reserve(keys.size());
    for (auto const& key : keys) {
        auto& answer = found.emplace_back();
        answer.account_id = key.account_id;
        answer.asset = key.asset;
        auto const* const account = transaction_.find(key.account_id);
        if (!account) continue;
        auto const stored = account->balances.find(key.asset);
        if (stored != account->balances.end()) answer = stored->second;
    }
    return found;
}

std::vector<std::vector<model::Balance>> MemoryBalanceRepository::of_accounts(
    std::span<model::AccountId const> accounts) {
    std::vector<std::vector<model::Balance>> found;
    found.reserve(accounts.size());
    for (auto const& id : accounts) {
        auto& answer = found.emplace_back();
        auto const* const account = transaction_.find(id);
        if (!account) continue;
        for (auto const& [asset, balance] : account->balances) answer.push_back(balance);
    }
    return found;
}

void MemoryBalanceRepository::save(std::span<model::Balance const> balances) {
    for (auto const& balance : balances) {
        auto& stored = transaction_.of(balance.account_id).balances;
        auto const at = stored.find(balance.asset);
        if (at == stored.end()) {
            transaction_.insert(stored, balance.asset, balance, "balance");
        } else {
            transaction_.overwrite(at->second, balance);
        }
    }
}

}  // namespace daybook::memory
