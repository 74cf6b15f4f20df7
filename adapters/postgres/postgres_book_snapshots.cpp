#include "postgres/postgres_book_snapshots.hpp"

#include "postgres/postgres_book_reader.hpp"

namespace daybook::postgres {

void PostgresBookSnapshots::read(std::function<void(ports::BookReader&)> const& read) {
    auto const connection = pool_.borrow();
    connection->begin(PostgresConnection::Begin::snapshot);
    try {
        // BEGIN alone sees nothing yet: the first statement decides which moment it is.
        connection->execute("SELECT 1");
        PostgresBookReader reader{*connection};
        read(reader);
    } catch (...) {
        connection->rollback();
        throw;
    }
    connection->rollback();
}

}  // namespace daybook::postgres
