#include "memory/memory_identity_repository.hpp"

namespace daybook::memory {

model::BookIdentity MemoryIdentityRepository::find() { return transaction_.book().identity; }

void MemoryIdentityRepository::save(model::BookIdentity const& identity) {
    transaction_.overwrite(transaction_.book().identity, identity);
}

void MemoryIdentityRepository::save_missing(model::BookIdentity const& identity) {
    auto stored = find();
    if (stored.book_id.empty()) stored.book_id = identity.book_id;
    if (stored.timeline.empty()) stored.timeline = identity.timeline;
    save(stored);
}

}  // namespace daybook::memory
