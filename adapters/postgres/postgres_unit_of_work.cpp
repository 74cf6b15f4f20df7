#include "postgres/postgres_unit_of_work.hpp"

namespace daybook::postgres {

PostgresUnitOfWork::PostgresUnitOfWork(PostgresConnectionFactory& factory) : connection_{factory} {}

void PostgresUnitOfWork::run(std::function<ports::Commit(ports::Repositories&)> const& work) {
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
    connection_.begin(PostgresConnection::Begin::unit_of_work);
    try {
        if (work(repositories) == ports::Commit::yes) {
            connection_.commit();
        } else {
            connection_.rollback();
        }
    } catch (...) {
        connection_.rollback();
        throw;
    }
}

}  // namespace daybook::postgres
