#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <utility>

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
#include "sqlite/sqlite_open_files.hpp"
#include "sqlite/sqlite_order_repository.hpp"
#include "sqlite/sqlite_outbox_repository.hpp"
#include "sqlite/sqlite_position_repository.hpp"
#include "sqlite/sqlite_reference_repository.hpp"
#include "sqlite/sqlite_writers_queue.hpp"

namespace daybook::sqlite {

/// A unit of work is one BEGIN IMMEDIATE transaction on a connection of its own, begun when its
/// turn has come, and where the files are still those that were opened: they are looked at before,
/// and once more before a commit counts. A connection that has failed badly is thrown away, and the
/// next unit of work opens another.
class SqliteUnitOfWork final : public ports::UnitOfWork {
  public:
    using Open = std::function<std::unique_ptr<SqliteConnection>()>;

    SqliteUnitOfWork(Open open, std::shared_ptr<SqliteWritersQueue> writers,
                     std::shared_ptr<SqliteOpenFiles> open_files);
    ~SqliteUnitOfWork() override;

    void run(std::function<ports::Commit(ports::Repositories&)> const& work) override;

  private:
    /// A connection, and what is prepared on it.
    struct Session {
        explicit Session(std::unique_ptr<SqliteConnection> opened)
            : connection{std::move(opened)} {}

        std::unique_ptr<SqliteConnection> connection;
        SqliteAccountRepository accounts{*connection};
        SqliteReferenceRepository reference{*connection};
        SqliteOrderRepository orders{*connection};
        SqliteExecutionRepository executions{*connection};
        SqliteEntryRepository entries{*connection};
        SqliteBalanceRepository balances{*connection};
        SqlitePositionRepository positions{*connection};
        SqliteDiscrepancyRepository discrepancies{*connection};
        SqliteOutboxRepository outbox{*connection};
        SqliteExchangeLeaseRepository exchange_leases{*connection};
        SqliteCheckpointRepository checkpoints{*connection};
        SqliteIdentityRepository identity{*connection};
        ports::WriteGroup write_group;
    };

    void open_session();
    void close_if_spoilt();
    static void run_in(Session& session,
                       std::function<ports::Commit(ports::Repositories&)> const& work);

    Open open_;
    std::shared_ptr<SqliteWritersQueue> writers_;
    std::shared_ptr<SqliteOpenFiles> open_files_;
    std::unique_ptr<Session> session_;
    /// Those of the first.
    std::optional<SqliteFiles> files_;
};

}  // namespace daybook::sqlite
