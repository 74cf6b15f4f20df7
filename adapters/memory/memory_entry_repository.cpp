#include "memory/memory_entry_repository.hpp"

#include <algorithm>

namespace daybook::memory {
namespace {

bool opens(model::Entry const& entry, model::InstrumentKey const& instrument) {
    return entry.kind == model::EntryKind::deposit &&
           std::ranges::any_of(entry.postings, [&](model::Posting const& posting) {
               return posting.bucket == model::Bucket::TRADING && posting.instrument == instrument;
           });
}

}  // namespace

std::vector<std::optional<model::Entry>> MemoryEntryRepository::find_by_key(
    std::span<ports::EntryKey const> keys) {
    std::vector<std::optional<model::Entry>> found;
    found.reserve(keys.size());
    for (auto const& key : keys) {
        auto& answer = found.emplace_back();
        auto const* const account = transaction_.find(key.account_id);
        if (!account) continue;
        auto const number = account->entry_of_key.find(key.idempotency_key.value());
        if (number == account->entry_of_key.end()) continue;
        answer = account->entries.find(number->second)->second;
        answer->postings.clear();
    }
    return found;
}

std::vector<std::vector<model::Entry>> MemoryEntryRepository::openings_of_positions(
    std::span<ports::PositionKey const> positions) {
    std::vector<std::vector<model::Entry>> found;
    found.reserve(positions.size());
    for (auto const& position : positions) {
        auto& answer = found.emplace_back();
        auto const* const account = transaction_.find(position.account_id);
        if (!account) continue;
        for (auto const& [seq, entry] : account->entries) {
            if (opens(entry, position.instrument)) answer.push_back(entry);
        }
    }
    return found;
}

std::optional<model::Hash> MemoryEntryRepository::hash_of(model::AccountId const& account_id,
                                                          std::uint64_t seq) {
    auto const* const account = transaction_.find(account_id);
    if (!account) return std::nullopt;
    auto const entry = account->entries.find(seq);
    if (entry == account->entries.end()) return std::nullopt;
    return entry->second.hash;
}

void MemoryEntryRepository::append(std::span<model::Entry const> entries) {
    for (auto const& entry : entries) {
        auto& account = transaction_.of(entry.account_id);
        auto const stored = transaction_.insert(account.entries, entry.seq, entry, "entry");
        if (auto const& key = stored->second.idempotency_key) {
            transaction_.insert(account.entry_of_key, key->value(), entry.seq,
                                "entry with this idempotency key");
        }
    }
}

}  // namespace daybook::memory
