#include "postgres/postgres_exchange_lease_repository.hpp"

#include "postgres/postgres_rows.hpp"

namespace daybook::postgres {
namespace {

using ports::ExchangeLease;

std::string const list_sql = select<sql::exchange_leases>("exchange_leases ORDER BY exchange");
/// exchange, owner, generation, ttl in microseconds. It does not count when the statement began: it
/// may have waited for the row.
std::string const seek_sql = sql::join(
    "INSERT INTO exchange_leases AS l (exchange, owner, generation, expires_at) VALUES ($1::text, "
    "$2::text, 1, clock_timestamp() + $4::bigint * interval '1 microsecond') "
    "ON CONFLICT (exchange) DO UPDATE SET "
    "owner = CASE WHEN l.expires_at <= clock_timestamp() THEN $2::text ELSE l.owner END, "
    "generation = l.generation + CASE WHEN l.owner = $2::text THEN "
    "(l.generation <> $3::bigint)::int ELSE (l.expires_at <= clock_timestamp())::int END, "
    "expires_at = clock_timestamp() + $4::bigint * interval '1 microsecond' "
    "WHERE l.owner = $2::text OR l.expires_at <= clock_timestamp() "
    "OR l.expires_at > clock_timestamp() + $4::bigint * interval '1 microsecond' RETURNING ",
    sql::select_list(sql::exchange_leases.shape(), sql::Dialect::postgres));
std::string const lock_sql =
    select<sql::exchange_leases>("exchange_leases WHERE exchange = $1::text FOR UPDATE");

}  // namespace

PostgresExchangeLeaseRepository::PostgresExchangeLeaseRepository(PostgresConnection& connection)
    : connection_{connection} {}

std::vector<ExchangeLease> PostgresExchangeLeaseRepository::list() {
    return read_all<sql::exchange_leases>(connection_.run(list_sql));
}

ExchangeLease PostgresExchangeLeaseRepository::seek(model::ExchangeCode const& exchange,
                                                    ports::LeaseSeeker const& seeker) {
    auto changed = read_first<sql::exchange_leases>(connection_.run(
        seek_sql, exchange, seeker.owner, seeker.generation, std::int64_t{seeker.ttl.count()}));
    return changed ? *std::move(changed) : lock(exchange).value();
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
