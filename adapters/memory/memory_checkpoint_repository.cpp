#include "memory/memory_checkpoint_repository.hpp"

namespace daybook::memory {

std::vector<std::optional<model::ChainHead>> MemoryCheckpointRepository::find(
    std::span<model::AccountId const> ids) {
    auto const& heads = transaction_.book().checkpoint_heads;
    std::vector<std::optional<model::ChainHead>> found;
    for (auto const& id : ids) {
        auto const at = heads.find(id);
        found.push_back(at == heads.end() ? std::nullopt : std::optional{at->second});
    }
    return found;
}

void MemoryCheckpointRepository::save(std::span<model::ChainHead const> heads) {
    auto& stored = transaction_.book().checkpoint_heads;
    for (auto const& head : heads) {
        auto const at = stored.find(head.account_id);
        if (at != stored.end()) {
            transaction_.overwrite(at->second, head);
        } else {
            transaction_.insert(stored, head.account_id, head, "head of the account");
        }
    }
}

}  // namespace daybook::memory
