#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "model/timestamp.hpp"
#include "ports/outbound/exchange_lease_repository.hpp"

namespace daybook::services {

/// For how long a worker may speak to an exchange without asking the store again.
struct LeaseTiming {
    std::chrono::microseconds ttl{std::chrono::seconds{10}};
    /// By how much the clocks of two workers may differ. The owner falls silent that much before
    /// its lease ends, and another takes over that much after.
    std::chrono::microseconds clock_difference_max{std::chrono::seconds{2}};
};

/// Who asks for a lease.
struct LeaseSeeker {
    std::string owner;
    /// The generation that it holds; 0 where it holds none.
    std::uint64_t generation = 0;
};

/// add: there is no lease yet. take: nobody has it any more. renew: the seeker has it. wait:
/// another has it.
enum class LeaseStep { add, take, renew, wait };

struct LeaseDecision {
    LeaseStep step = LeaseStep::wait;
    /// As it is to be stored; as it is stored where the step is to wait.
    ports::ExchangeLease lease;
};

/// What a seeker does with the lease of `exchange` as it is stored.
[[nodiscard]] LeaseDecision decide_lease(model::ExchangeCode const& exchange,
                                         std::optional<ports::ExchangeLease> const& stored,
                                         LeaseSeeker const& seeker, model::Timestamp now,
                                         LeaseTiming const& timing);

/// Until when the owner of `lease` may send without renewing it.
[[nodiscard]] model::Timestamp speaks_until(ports::ExchangeLease const& lease,
                                            LeaseTiming const& timing);

/// A lease that is given back: anybody may take it at once.
[[nodiscard]] ports::ExchangeLease released(ports::ExchangeLease lease);

}  // namespace daybook::services
