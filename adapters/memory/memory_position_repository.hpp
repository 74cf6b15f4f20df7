#pragma once

#include "memory/memory_transaction.hpp"
#include "ports/outbound/position_repository.hpp"

namespace daybook::memory {

/// Positions and their lots in memory.
class MemoryPositionRepository final : public ports::PositionRepository {
  public:
    explicit MemoryPositionRepository(MemoryTransaction& transaction) : transaction_{transaction} {}

    std::vector<std::optional<model::PositionState>> find(
        std::span<ports::PositionKey const> keys) override;
    std::vector<std::vector<model::Lot>> lots_of(std::span<ports::PositionKey const> keys) override;
    std::vector<std::vector<model::PositionState>> of_accounts(
        std::span<model::AccountId const> accounts) override;
    void save(std::span<ports::PositionChange const> changes) override;

  private:
    [[nodiscard]] MemoryPosition const* stored(ports::PositionKey const& key) const;
    void save_lots(MemoryPosition& position, ports::PositionChange const& change);

    MemoryTransaction& transaction_;
};

}  // namespace daybook::memory
