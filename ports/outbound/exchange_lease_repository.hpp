#pragma once

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
    model::Timestamp expires_at;
    /// Why an operator has paused it: then nothing but cancels is sent.
    std::optional<std::string> paused_because;
    /// Why an operator wants every order there canceled; until all are asked to be.
    std::optional<std::string> cancel_all_because = {};

    friend bool operator==(ExchangeLease const&, ExchangeLease const&) = default;
};

/// Threads: one instance per unit of work. Throws: StorageError from any member.
class ExchangeLeaseRepository {
  public:
    virtual ~ExchangeLeaseRepository() = default;

    /// Every lease, by exchange, as it is now.
    [[nodiscard]] virtual std::vector<ExchangeLease> list() = 0;
    /// Locks the lease until the unit of work ends and reads it; nullopt where there is none.
    [[nodiscard]] virtual std::optional<ExchangeLease> lock(
        model::ExchangeCode const& exchange) = 0;
    /// Throws: conflict if the exchange has one by now.
    virtual void add(ExchangeLease const& lease) = 0;
    /// Overwrites a lease that exists and is locked.
    virtual void update(ExchangeLease const& lease) = 0;
};

}  // namespace daybook::ports
