#include "memory/memory_transaction.hpp"

namespace daybook::memory {

MemoryBook& MemoryTransaction::book() {
    require_usable();
    return book_;
}

MemoryAccount* MemoryTransaction::find(model::AccountId const& id) {
    require_usable();
    if (latest_ && latest_->id == id) return latest_;
    auto const found = book_.accounts.find(id);
    if (found == book_.accounts.end()) return nullptr;
    return latest_ = &found->second;
}

MemoryAccount& MemoryTransaction::of(model::AccountId const& id) {
    if (auto* const found = find(id)) return *found;
    latest_ = &book_.accounts[id];
    latest_->id = id;
    return *latest_;
}

void MemoryTransaction::conflict(char const* what) {
    failure_.emplace(ports::StorageError::Kind::conflict,
                     std::string{"memory: "} + what + " exists already");
    throw *failure_;
}

void MemoryTransaction::require_usable() const {
    if (failure_) throw *failure_;
}

void MemoryTransaction::roll_back() noexcept {
    while (!undo_.empty()) {
        undo_.back()();
        undo_.pop_back();
    }
}

}  // namespace daybook::memory
