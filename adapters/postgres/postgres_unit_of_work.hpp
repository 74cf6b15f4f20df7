#pragma once

#include "ports/outbound/unit_of_work.hpp"
#include "postgres/postgres_account_repository.hpp"
#include "postgres/postgres_balance_repository.hpp"
#include "postgres/postgres_checkpoint_repository.hpp"
#include "postgres/postgres_connection.hpp"
#include "postgres/postgres_discrepancy_repository.hpp"
#include "postgres/postgres_entry_repository.hpp"
#include "postgres/postgres_exchange_lease_repository.hpp"
#include "postgres/postgres_execution_repository.hpp"
#include "postgres/postgres_identity_repository.hpp"
#include "postgres/postgres_order_repository.hpp"
#include "postgres/postgres_outbox_repository.hpp"
#include "postgres/postgres_position_repository.hpp"
#include "postgres/postgres_reference_repository.hpp"
#include "postgres/postgres_write_group.hpp"

namespace daybook::postgres {

/// A unit of work is one READ COMMITTED transaction on a connection of its own, which opens with
/// the first and is kept.
class PostgresUnitOfWork final : public ports::UnitOfWork {
  public:
    explicit PostgresUnitOfWork(PostgresConnectionFactory& factory);

    void run(std::function<ports::Commit(ports::Repositories&)> const& work) override;

  private:
    PostgresConnection connection_;
    PostgresAccountRepository accounts_{connection_};
    PostgresReferenceRepository reference_{connection_};
    PostgresOrderRepository orders_{connection_};
    PostgresExecutionRepository executions_{connection_};
    PostgresEntryRepository entries_{connection_};
    PostgresBalanceRepository balances_{connection_};
    PostgresPositionRepository positions_{connection_};
    PostgresDiscrepancyRepository discrepancies_{connection_};
    PostgresOutboxRepository outbox_{connection_};
    PostgresExchangeLeaseRepository exchange_leases_{connection_};
    PostgresCheckpointRepository checkpoints_{connection_};
    PostgresIdentityRepository identity_{connection_};
    PostgresWriteGroup write_group_{connection_};
};

}  // namespace daybook::postgres
