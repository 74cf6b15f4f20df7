#include "sqlite/sqlite_unit_of_work.hpp"

#include <utility>

namespace daybook::sqlite {

SqliteUnitOfWork::SqliteUnitOfWork(std::unique_ptr<SqliteConnection> connection,
                                   std::shared_ptr<SqliteWritersQueue> writers)
    : connection_{std::move(connection)},
      writers_{std::move(writers)},
      accounts_{*connection_},
      reference_{*connection_},
      orders_{*connection_},
      executions_{*connection_},
      entries_{*connection_},
      balances_{*connection_},
      positions_{*connection_},
      discrepancies_{*connection_},
      outbox_{*connection_},
      exchange_leases_{*connection_},
      checkpoints_{*connection_},
      identity_{*connection_} {}

void SqliteUnitOfWork::run(std::function<ports::Commit(ports::Repositories&)> const& work) {
    ports::Repositories repositories{.accounts = accounts_,
                                     .reference = reference_,
                                     .orders = orders_,
                                     .executions = executions_,
                                     .entries = entries_,
                                     .balances = balances_,
                                     .positions = positions_,
                                     .discrepancies = discrepancies_,
                                     .outbox = outbox_,
                                     .exchange_leases = exchange_leases_,
                                     .checkpoints = checkpoints_,
                                     .identity = identity_,
                                     .write_group = write_group_};
    auto const turn = writers_->wait_for_turn();
    connection_->begin(SqliteConnection::Begin::immediate);
    try {
        if (work(repositories) == ports::Commit::yes) {
            connection_->commit();
        } else {
            connection_->rollback();
        }
    } catch (...) {
        connection_->rollback();
        throw;
    }
}

}  // namespace daybook::sqlite
