#include "memory/memory_exchange_lease_repository.hpp"

namespace daybook::memory {

std::vector<ports::ExchangeLease> MemoryExchangeLeaseRepository::list() {
    std::vector<ports::ExchangeLease> all;
    for (auto const& [exchange, lease] : transaction_.book().exchange_leases) all.push_back(lease);
    return all;
}

ports::ExchangeLease MemoryExchangeLeaseRepository::seek(model::ExchangeCode const& exchange,
                                                         ports::LeaseSeeker const& seeker) {
    auto const now = now_();
    auto const end = model::Timestamp::from_micros(now.micros() + seeker.ttl.count());
    auto const stored = lock(exchange);
    if (!stored) {
        ports::ExchangeLease const first{.exchange = exchange,
                                         .owner = seeker.owner,
                                         .expires_at = end,
                                         .paused_because = std::nullopt};
        add(first);
        return first;
    }
    auto lease = *stored;
    bool const is_its_own = lease.owner == seeker.owner;
    bool const is_free = is_its_own || lease.expires_at <= now;
    if (is_free && !(is_its_own && lease.generation == seeker.generation)) ++lease.generation;
    if (is_free) lease.owner = seeker.owner;
    if (is_free || lease.expires_at > end) lease.expires_at = end;
    update(lease);
    return lease;
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
