#pragma once

#include "memory/memory_transaction.hpp"
#include "ports/outbound/entry_repository.hpp"

namespace daybook::memory {

/// Entries in memory.
class MemoryEntryRepository final : public ports::EntryRepository {
  public:
    explicit MemoryEntryRepository(MemoryTransaction& transaction) : transaction_{transaction} {}

    std::vector<std::optional<model::Entry>> find_by_key(
        std::span<ports::EntryKey const> keys) override;
    std::vector<std::vector<model::Entry>> openings_of_positions(
        std::span<ports::PositionKey const> positions) override;
    std::optional<model::Hash> hash_of(model::AccountId const& account_id,
                                       std::uint64_t seq) override;
    void append(std::span<model::Entry const> entries) override;

  private:
    MemoryTransaction& transaction_;
};

}  // namespace daybook::memory
