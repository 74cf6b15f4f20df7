#pragma once

#include "memory/memory_transaction.hpp"
#include "ports/outbound/exchange_lease_repository.hpp"

namespace daybook::memory {

/// Leases of exchanges in memory. The unit of work is the lock.
class MemoryExchangeLeaseRepository final : public ports::ExchangeLeaseRepository {
  public:
    explicit MemoryExchangeLeaseRepository(MemoryTransaction& transaction)
        : transaction_{transaction} {}

    std::vector<ports::ExchangeLease> list() override;
    std::optional<ports::ExchangeLease> lock(model::ExchangeCode const& exchange) override;
    void add(ports::ExchangeLease const& lease) override;
    void update(ports::ExchangeLease const& lease) override;

  private:
    MemoryTransaction& transaction_;
};

}  // namespace daybook::memory
