#pragma once

#include "memory/memory_transaction.hpp"
#include "ports/outbound/discrepancy_repository.hpp"

namespace daybook::memory {

/// Discrepancies in memory.
class MemoryDiscrepancyRepository final : public ports::DiscrepancyRepository {
  public:
    explicit MemoryDiscrepancyRepository(MemoryTransaction& transaction)
        : transaction_{transaction} {}

    std::vector<std::optional<model::Discrepancy>> find(
        std::span<ports::DiscrepancyKey const> keys) override;
    std::vector<std::optional<model::Discrepancy>> find_by_payload(
        std::span<ports::ReportKey const> keys) override;
    std::vector<std::vector<model::Discrepancy>> find_open(
        std::span<model::AccountId const> accounts) override;
    void save(std::span<model::Discrepancy const> discrepancies) override;

  private:
    void add(MemoryAccount& account, model::Discrepancy const& discrepancy);

    MemoryTransaction& transaction_;
};

}  // namespace daybook::memory
