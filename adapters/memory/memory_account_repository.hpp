#pragma once

#include "memory/memory_transaction.hpp"
#include "ports/outbound/account_repository.hpp"

namespace daybook::memory {

/// Accounts in memory. Locking reads only: a unit of work has the whole book for itself.
class MemoryAccountRepository final : public ports::AccountRepository {
  public:
    explicit MemoryAccountRepository(MemoryTransaction& transaction) : transaction_{transaction} {}

    std::vector<std::optional<ports::LockedAccount>> lock(
        std::span<model::AccountId const> ids) override;
    void add(std::span<model::Account const> accounts) override;
    void update(std::span<model::Account const> accounts) override;

  private:
    MemoryTransaction& transaction_;
};

}  // namespace daybook::memory
