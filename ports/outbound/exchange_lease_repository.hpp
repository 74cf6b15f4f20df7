#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/strong_id.hpp"
#include "model/timestamp.hpp"

namespace daybook::ports {

/// Who speaks to an exchange, and until when. An exchange that has such a row is one that orders
/// are sent to.
struct ExchangeLease {
    model::ExchangeCode exchange;
    /// A worker, by a name that no other has.
    std::string owner;
    /// Grows by one with every change of hands.
    std::uint64_t generation = 1;
    /// By the clock of the store.
    model::Timestamp expires_at;
    /// Why an operator has paused it: then nothing but cancels is sent.
    std::optional<std::string> paused_because;
    /// Why an operator wants every order there canceled; until all are asked to be.
    std::optional<std::string> cancel_all_because = {};

    friend bool operator==(ExchangeLease const&, ExchangeLease const&) = default;
};

/// Who wants to speak to an exchange.
struct LeaseSeeker {
    std::string owner;
    /// The generation under which it has the lease; 0 where it has none.
    std::uint64_t generation = 0;
    /// For how long it wants it; all that want one of an exchange do so for the same time.
    std::chrono::microseconds ttl;
};

/// Threads: one instance per unit of work. Throws: StorageError from any member.
class ExchangeLeaseRepository {
  public:
    virtual ~ExchangeLeaseRepository() = default;

    /// Every lease, by exchange, as it is now.
    [[nodiscard]] virtual std::vector<ExchangeLease> list() = 0;
    /// Takes or renews the lease, in one statement that compares and sets, by the clock of the
    /// store alone: no worker's counts. The seeker gets it where there is none; where it has it,
    /// even late; and, with one generation more, where it has ended, or is the seeker's under
    /// another generation: a take whose commit was not confirmed. Of another's that lasts longer
    /// than `ttl` from now the end was written before the clock was set back: it ends after `ttl`.
    /// Returns it as it is then, locked until the unit of work ends: the seeker's if the owner is.
    [[nodiscard]] virtual ExchangeLease seek(model::ExchangeCode const& exchange,
                                             LeaseSeeker const& seeker) = 0;
    /// Locks the lease until the unit of work ends and reads it; nullopt where there is none.
    [[nodiscard]] virtual std::optional<ExchangeLease> lock(
        model::ExchangeCode const& exchange) = 0;
    /// Throws: conflict if the exchange has one by now.
    virtual void add(ExchangeLease const& lease) = 0;
    /// Overwrites a lease that exists and is locked.
    virtual void update(ExchangeLease const& lease) = 0;
};

}  // namespace daybook::ports
