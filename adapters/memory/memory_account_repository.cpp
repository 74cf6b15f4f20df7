#include "memory/memory_account_repository.hpp"

#include "model/assert.hpp"

namespace daybook::memory {

std::vector<std::optional<ports::LockedAccount>> MemoryAccountRepository::lock(
    std::span<model::AccountId const> ids) {
    std::vector<std::optional<ports::LockedAccount>> found;
    found.reserve(ids.size());
    for (auto const& id : ids) {
        auto& locked = found.emplace_back();
        auto const* const stored = transaction_.find(id);
        if (stored == nullptr || !stored->account) continue;
        locked.emplace(ports::LockedAccount{*stored->account, std::nullopt});
        auto const newest = stored->entries.find(stored->account->last_seq);
        if (newest != stored->entries.end()) locked->last_recorded_at = newest->second.recorded_at;
    }
    return found;
}

void MemoryAccountRepository::add(std::span<model::Account const> accounts) {
    for (auto const& account : accounts) {
        auto& stored = transaction_.of(account.id).account;
        if (stored) transaction_.conflict("account");
        transaction_.overwrite(stored, std::optional{account});
    }
}

void MemoryAccountRepository::update(std::span<model::Account const> accounts) {
    for (auto const& account : accounts) {
        auto& stored = transaction_.of(account.id).account;
        DAYBOOK_ASSERT(stored.has_value());
        transaction_.overwrite(stored, std::optional{account});
    }
}

}  // namespace daybook::memory
