#include "memory/memory_account_repository.hpp"

#include "model/assert.hpp"

namespace daybook::memory {

std::vector<std::optional<model::Account>> MemoryAccountRepository::lock(
    std::span<model::AccountId const> ids) {
    std::vector<std::optional<model::Account>> found;
    found.reserve(ids.size());
    for (auto const& id : ids) {
        auto const* const stored = transaction_.find(id);
        found.push_back(stored ? stored->account : std::nullopt);
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
