#include "memory/memory_exchange_lease_repository.hpp"

namespace daybook::memory {

std::vector<ports::ExchangeLease> MemoryExchangeLeaseRepository::list() {
    std::vector<ports::ExchangeLease> all;
    for (auto const& [exchange, lease] : transaction_.book().exchange_leases) all.push_back(lease);
    return all;
}

std::optional<ports::ExchangeLease> MemoryExchangeLeaseRepository::lock(
    model::ExchangeCode const& exchange) {
    auto const& leases = transaction_.book().exchange_leases;
    auto const at = leases.find(exchange);
    return at == leases.end() ? std::nullopt : std::optional{at->second};
}

void MemoryExchangeLeaseRepository::add(ports::ExchangeLease const& lease) {
    transaction_.insert(transaction_.book().exchange_leases, lease.exchange, lease,
                        "lease of the exchange");
}

void MemoryExchangeLeaseRepository::update(ports::ExchangeLease const& lease) {
    auto& leases = transaction_.book().exchange_leases;
    auto const at = leases.find(lease.exchange);
    if (at != leases.end()) transaction_.overwrite(at->second, lease);
}

}  // namespace daybook::memory
