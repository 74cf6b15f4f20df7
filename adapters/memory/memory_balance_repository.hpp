#pragma once

#include "memory/memory_transaction.hpp"
#include "ports/outbound/balance_repository.hpp"

namespace daybook::memory {

/// Balances in memory.
class MemoryBalanceRepository final : public ports::BalanceRepository {
  public:
    explicit MemoryBalanceRepository(MemoryTransaction& transaction) : transaction_{transaction} {}

    std::vector<model::Balance> find(std::span<ports::BalanceKey const> keys) override;
    std::vector<std::vector<model::Balance>> of_accounts(
        std::span<model::AccountId const> accounts) override;
    void save(std::span<model::Balance const> balances) override;

  private:
    MemoryTransaction& transaction_;
};

}  // namespace daybook::memory
