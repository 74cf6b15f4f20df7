#include "postgres/postgres_exchange_lease_repository.hpp"

#include "postgres/postgres_rows.hpp"

namespace daybook::postgres {
namespace {

using ports::ExchangeLease;

std::string const list_sql = select<sql::exchange_leases>("exchange_leases ORDER BY exchange");
std::string const lock_sql =
    select<sql::exchange_leases>("exchange_leases WHERE exchange = $1::text FOR UPDATE");

}  // namespace

PostgresExchangeLeaseRepository::PostgresExchangeLeaseRepository(PostgresConnection& connection)
    : connection_{connection} {}

std::vector<ExchangeLease> PostgresExchangeLeaseRepository::list() {
    return read_all<sql::exchange_leases>(connection_.run(list_sql));
}

std::optional<ExchangeLease> PostgresExchangeLeaseRepository::lock(
    model::ExchangeCode const& exchange) {
    return read_first<sql::exchange_leases>(connection_.run(lock_sql, exchange));
}

void PostgresExchangeLeaseRepository::add(ExchangeLease const& lease) {
    run_rows<sql::exchange_leases>(connection_, insert_sql<sql::exchange_leases>,
                                   std::span{&lease, 1});
}

void PostgresExchangeLeaseRepository::update(ExchangeLease const& lease) {
    run_rows<sql::exchange_leases>(connection_, update_sql<sql::exchange_leases>,
                                   std::span{&lease, 1});
}

}  // namespace daybook::postgres
