#pragma once

#include "memory/memory_transaction.hpp"
#include "ports/outbound/identity_repository.hpp"

namespace daybook::memory {

/// Which book it is, in memory.
class MemoryIdentityRepository final : public ports::IdentityRepository {
  public:
    explicit MemoryIdentityRepository(MemoryTransaction& transaction) : transaction_{transaction} {}

    model::BookIdentity find() override;
    void save(model::BookIdentity const& identity) override;
    void save_missing(model::BookIdentity const& identity) override;

  private:
    MemoryTransaction& transaction_;
};

}  // namespace daybook::memory
