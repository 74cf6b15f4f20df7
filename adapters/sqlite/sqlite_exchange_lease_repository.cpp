#include "sqlite/sqlite_exchange_lease_repository.hpp"

#include "sqlite/sqlite_rows.hpp"

namespace daybook::sqlite {

SqliteExchangeLeaseRepository::SqliteExchangeLeaseRepository(SqliteConnection& connection)
    : list_{connection, select<sql::exchange_leases>("exchange_leases ORDER BY exchange")},
      find_{connection, find_sql<sql::exchange_leases>},
      insert_{connection, insert_sql<sql::exchange_leases>},
      update_{connection, update_sql<sql::exchange_leases>} {}

std::vector<ports::ExchangeLease> SqliteExchangeLeaseRepository::list() {
    return read_all<sql::exchange_leases>(list_.query());
}

std::optional<ports::ExchangeLease> SqliteExchangeLeaseRepository::lock(
    model::ExchangeCode const& exchange) {
    return read_first<sql::exchange_leases>(find_.query(exchange));
}

void SqliteExchangeLeaseRepository::add(ports::ExchangeLease const& lease) {
    run_row<sql::exchange_leases>(insert_, lease);
}

void SqliteExchangeLeaseRepository::update(ports::ExchangeLease const& lease) {
    run_row<sql::exchange_leases>(update_, lease);
}

}  // namespace daybook::sqlite
