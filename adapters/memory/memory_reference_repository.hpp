#pragma once

#include "memory/memory_transaction.hpp"
#include "ports/outbound/reference_repository.hpp"

namespace daybook::memory {

/// Assets and instruments in memory.
class MemoryReferenceRepository final : public ports::ReferenceRepository {
  public:
    explicit MemoryReferenceRepository(MemoryTransaction& transaction)
        : transaction_{transaction} {}

    std::vector<std::optional<model::Asset>> find_assets(
        std::span<model::AssetCode const> codes) override;
    std::vector<std::optional<model::Instrument>> find_instruments(
        std::span<model::InstrumentKey const> keys) override;
    void add_assets(std::span<model::Asset const> assets) override;
    void save_instruments(std::span<model::Instrument const> instruments) override;

  private:
    MemoryTransaction& transaction_;
};

}  // namespace daybook::memory
