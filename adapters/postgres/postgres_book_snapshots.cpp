#include "postgres/postgres_book_snapshots.hpp"

#include "postgres/postgres_book_reader.hpp"
#include "postgres/postgres_rows.hpp"

namespace daybook::postgres {

void PostgresBookSnapshots::read(std::function<void(ports::BookReader&)> const& read) {
    auto const connection = pool_.borrow();
    connection->begin(PostgresConnection::Begin::snapshot);
    try {
        // BEGIN alone sees nothing yet: the first statement decides which moment it is. This one
        // lets the reader take its time, who holds no locks that others wait for.
        connection->execute("SELECT set_config('idle_in_transaction_session_timeout', '0', true)");
        PostgresBookReader reader{*connection};
        read(reader);
    } catch (...) {
        connection->rollback();
        throw;
    }
    connection->rollback();
}

std::vector<std::optional<model::Order>> PostgresBookSnapshots::find_orders(
    std::span<ports::OrderKey const> keys) {
    // One statement sees one moment by itself.
    auto const connection = pool_.borrow();
    return read_by_key<sql::orders>(
        keys.size(),
        connection->run_alone(find_sql<sql::orders>, column(keys, &ports::OrderKey::account_id),
                              column(keys, &ports::OrderKey::id)));
}

}  // namespace daybook::postgres
