#pragma once

#include "memory/memory_transaction.hpp"
#include "ports/outbound/checkpoint_repository.hpp"

namespace daybook::memory {

/// Heads of checkpoints in memory.
class MemoryCheckpointRepository final : public ports::CheckpointRepository {
  public:
    explicit MemoryCheckpointRepository(MemoryTransaction& transaction)
        : transaction_{transaction} {}

    std::vector<std::optional<model::ChainHead>> find(
        std::span<model::AccountId const> ids) override;
    void save(std::span<model::ChainHead const> heads) override;

  private:
    MemoryTransaction& transaction_;
};

}  // namespace daybook::memory
