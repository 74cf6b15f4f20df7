#pragma once

#include <functional>
#include <utility>

#include "memory/memory_transaction.hpp"
#include "ports/outbound/exchange_lease_repository.hpp"

namespace daybook::memory {

/// Leases of exchanges in memory. The unit of work is the lock.
class MemoryExchangeLeaseRepository final : public ports::ExchangeLeaseRepository {
  public:
    MemoryExchangeLeaseRepository(MemoryTransaction& transaction,
                                  std::function<model::Timestamp()> now)
        : transaction_{transaction}, now_{std::move(now)} {}

    std::vector<ports::ExchangeLease> list() override;
    ports::ExchangeLease seek(model::ExchangeCode const& exchange,
                              ports::LeaseSeeker const& seeker) override;
    std::optional<ports::ExchangeLease> lock(model::ExchangeCode const& exchange) override;
    void add(ports::ExchangeLease const& lease) override;
    void update(ports::ExchangeLease const& lease) override;

  private:
    MemoryTransaction& transaction_;
    std::function<model::Timestamp()> now_;
};

}  // namespace daybook::memory
