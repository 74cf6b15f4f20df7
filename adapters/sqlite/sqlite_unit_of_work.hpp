#pragma once

#include <memory>

#include "ports/outbound/unit_of_work.hpp"
#include "sqlite/sqlite_account_repository.hpp"
#include "sqlite/sqlite_balance_repository.hpp"
#include "sqlite/sqlite_checkpoint_repository.hpp"
#include "sqlite/sqlite_connection.hpp"
#include "sqlite/sqlite_discrepancy_repository.hpp"
#include "sqlite/sqlite_entry_repository.hpp"
#include "sqlite/sqlite_exchange_lease_repository.hpp"
#include "sqlite/sqlite_execution_repository.hpp"
#include "sqlite/sqlite_identity_repository.hpp"
#include "sqlite/sqlite_order_repository.hpp"
#include "sqlite/sqlite_outbox_repository.hpp"
#include "sqlite/sqlite_position_repository.hpp"
#include "sqlite/sqlite_reference_repository.hpp"
#include "sqlite/sqlite_writers_queue.hpp"

namespace daybook::sqlite {

/// A unit of work is one BEGIN IMMEDIATE transaction on a connection of its own, begun when its
/// turn has come.
class SqliteUnitOfWork final : public ports::UnitOfWork {
  public:
    SqliteUnitOfWork(std::unique_ptr<SqliteConnection> connection,
                     std::shared_ptr<SqliteWritersQueue> writers);

    void run(std::function<ports::Commit(ports::Repositories&)> const& work) override;

  private:
    std::unique_ptr<SqliteConnection> connection_;
    std::shared_ptr<SqliteWritersQueue> writers_;
    SqliteAccountRepository accounts_;
    SqliteReferenceRepository reference_;
    SqliteOrderRepository orders_;
    SqliteExecutionRepository executions_;
    SqliteEntryRepository entries_;
    SqliteBalanceRepository balances_;
    SqlitePositionRepository positions_;
    SqliteDiscrepancyRepository discrepancies_;
    SqliteOutboxRepository outbox_;
    SqliteExchangeLeaseRepository exchange_leases_;
    SqliteCheckpointRepository checkpoints_;
    SqliteIdentityRepository identity_;
    ports::WriteGroup write_group_;
};

}  // namespace daybook::sqlite
