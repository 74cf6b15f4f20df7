#include "services/exchange_lease_rules.hpp"

#include <utility>

#include "services/time_arithmetic.hpp"

namespace daybook::services {

LeaseDecision decide_lease(model::ExchangeCode const& exchange,
                           std::optional<ports::ExchangeLease> const& stored,
                           LeaseSeeker const& seeker, model::Timestamp now,
                           LeaseTiming const& timing) {
    auto const expires_at = later(now, timing.ttl);
    if (!stored) return {LeaseStep::add, {exchange, seeker.owner, 1, expires_at, std::nullopt}};
    bool const is_mine = stored->owner == seeker.owner;
    auto lease = *stored;
    lease.owner = seeker.owner;
    lease.expires_at = expires_at;
    if (is_mine && stored->generation == seeker.generation) return {LeaseStep::renew, lease};
    // Its own under another number: a take whose commit was not confirmed.
    if (!is_mine && now < later(stored->expires_at, timing.clock_difference_max)) {
        return {LeaseStep::wait, *stored};
    }
    ++lease.generation;
    return {LeaseStep::take, lease};
}

model::Timestamp speaks_until(ports::ExchangeLease const& lease, LeaseTiming const& timing) {
    return later(lease.expires_at, -timing.clock_difference_max);
}

ports::ExchangeLease released(ports::ExchangeLease lease) {
    lease.expires_at = model::Timestamp{};
    return lease;
}

}  // namespace daybook::services
