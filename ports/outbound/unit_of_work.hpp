#pragma once

#include <functional>

#include "ports/outbound/account_repository.hpp"
#include "ports/outbound/balance_repository.hpp"
#include "ports/outbound/checkpoint_repository.hpp"
#include "ports/outbound/discrepancy_repository.hpp"
#include "ports/outbound/entry_repository.hpp"
#include "ports/outbound/exchange_lease_repository.hpp"
#include "ports/outbound/execution_repository.hpp"
#include "ports/outbound/identity_repository.hpp"
#include "ports/outbound/order_repository.hpp"
#include "ports/outbound/outbox_repository.hpp"
#include "ports/outbound/position_repository.hpp"
#include "ports/outbound/reference_repository.hpp"
#include "ports/outbound/write_group.hpp"

namespace daybook::ports {

/// The repositories of one unit of work. They live as long as the closure runs.
struct Repositories {
    AccountRepository& accounts;
    ReferenceRepository& reference;
    OrderRepository& orders;
    ExecutionRepository& executions;
    EntryRepository& entries;
    BalanceRepository& balances;
    PositionRepository& positions;
    DiscrepancyRepository& discrepancies;
    OutboxRepository& outbox;
    ExchangeLeaseRepository& exchange_leases;
    CheckpointRepository& checkpoints;
    IdentityRepository& identity;
    WriteGroup& write_group;
};

enum class Commit { yes, no };

/// Runs a closure as one transaction: all that it wrote is stored, or nothing.
///
/// Threads: not safe; one instance per thread, each with its own connection.
class UnitOfWork {
  public:
    virtual ~UnitOfWork() = default;

    /// Shape: no batch of any repository call is larger than this.
    static constexpr std::size_t batch_rows_max = 100'000;

    /// Commits if `work` returns Commit::yes; rolls back if it returns Commit::no or throws.
    /// Reads see the writes before them. Returns only after the commit is durable, on a standby
    /// too where the store waits for one; and so is what it has read of the accounts that it
    /// locked, even if it wrote nothing itself. The first failure of a repository is final: a
    /// closure that swallows it still rolls back and throws.
    /// Throws: StorageError, and whatever `work` throws.
    virtual void run(std::function<Commit(Repositories&)> const& work) = 0;
};

}  // namespace daybook::ports
