#include "sqlite/sqlite_exchange_lease_repository.hpp"

#include "sqlite/sqlite_rows.hpp"

namespace daybook::sqlite {
namespace {

/// The clock of the machine, which is that of all who can open the file: its log works for one
/// machine alone. Units: microseconds.
constexpr std::string_view now = "CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER)";

/// exchange, owner, generation, ttl.
std::string const seek_sql = sql::join(
    "INSERT INTO exchange_leases AS l (exchange, owner, generation, expires_at) VALUES (?1, ?2, "
    "1, ",
    now, " + ?4) ON CONFLICT (exchange) DO UPDATE SET owner = CASE WHEN expires_at <= ", now,
    " THEN ?2 ELSE owner END, generation = generation + CASE WHEN owner = ?2 THEN generation <> ?3 "
    "ELSE expires_at <= ",
    now, " END, expires_at = ", now, " + ?4 WHERE owner = ?2 OR expires_at <= ", now,
    " OR expires_at > ", now, " + ?4 RETURNING ",
    sql::select_list(sql::exchange_leases.shape(), sql::Dialect::sqlite));

}  // namespace

SqliteExchangeLeaseRepository::SqliteExchangeLeaseRepository(SqliteConnection& connection)
    : list_{connection, select<sql::exchange_leases>("exchange_leases ORDER BY exchange")},
      seek_{connection, seek_sql},
      find_{connection, find_sql<sql::exchange_leases>},
      insert_{connection, insert_sql<sql::exchange_leases>},
      update_{connection, update_sql<sql::exchange_leases>} {}

std::vector<ports::ExchangeLease> SqliteExchangeLeaseRepository::list() {
    return read_all<sql::exchange_leases>(list_.query());
}

ports::ExchangeLease SqliteExchangeLeaseRepository::seek(model::ExchangeCode const& exchange,
                                                         ports::LeaseSeeker const& seeker) {
    auto changed = read_first<sql::exchange_leases>(
        seek_.query(exchange, seeker.owner, seeker.generation, seeker.ttl.count()));
    return changed ? *std::move(changed) : lock(exchange).value();
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
