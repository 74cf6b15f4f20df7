#include "postgres/postgres_discrepancy_repository.hpp"

#include "postgres/postgres_rows.hpp"

namespace daybook::postgres {
namespace {

using model::Discrepancy;

std::string const find_sql = select_by_key(
    discrepancy_columns,
    "unnest($1::text[], $2::bigint[]) WITH ORDINALITY AS k(key_account, key_number, n) "
    "JOIN discrepancies ON account_id = key_account AND number = key_number");

std::string const find_by_payload_sql =
    "SELECT DISTINCT ON (n) n, " + std::string{discrepancy_columns} +
    " FROM unnest($1::text[], $2::bigint[], $3::text[]) WITH ORDINALITY "
    "AS k(key_account, key_digest, key_payload, n) JOIN discrepancies "
    "ON account_id = key_account AND payload_digest = key_digest AND payload = key_payload "
    "ORDER BY n, number";

constexpr std::string_view save_sql =
    "INSERT INTO discrepancies (account_id, number, kind, state, opened_at, entry_seq, detail, "
    "payload, payload_digest, occurred_at, resolution, reason) "
    "SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::timestamptz[], "
    "$6::bigint[], $7::text[], $8::text[], $9::bigint[], $10::timestamptz[], $11::text[], "
    "$12::text[]) ON CONFLICT (account_id, number) DO UPDATE SET state = excluded.state, "
    "resolution = excluded.resolution, reason = excluded.reason";

}  // namespace

PostgresDiscrepancyRepository::PostgresDiscrepancyRepository(PostgresConnection& connection)
    : connection_{connection} {}

std::vector<std::optional<Discrepancy>> PostgresDiscrepancyRepository::find(
    std::span<ports::DiscrepancyKey const> keys) {
    if (keys.empty()) return {};
    return read_by_key(keys.size(),
                       connection_.run(find_sql, column(keys, &ports::DiscrepancyKey::account_id),
                                       column(keys, &ports::DiscrepancyKey::number)),
                       read_discrepancy);
}

std::vector<std::optional<Discrepancy>> PostgresDiscrepancyRepository::find_by_payload(
    std::span<ports::ReportKey const> keys) {
    if (keys.empty()) return {};
    auto const digest = [](ports::ReportKey const& key) { return payload_digest(key.payload); };
    return read_by_key(
        keys.size(),
        connection_.run(find_by_payload_sql, column(keys, &ports::ReportKey::account_id),
                        column(keys, digest), column(keys, &ports::ReportKey::payload)),
        read_discrepancy);
}

void PostgresDiscrepancyRepository::save(std::span<Discrepancy const> discrepancies) {
    if (discrepancies.empty()) return;
    auto const rows = discrepancies;
    auto const digest = [](Discrepancy const& row) { return payload_digest(row.payload); };
    connection_.run(save_sql, column(rows, &Discrepancy::account_id),
                    column(rows, &Discrepancy::number), column(rows, &Discrepancy::kind),
                    column(rows, &Discrepancy::state), column(rows, &Discrepancy::opened_at),
                    column(rows, &Discrepancy::entry_seq), column(rows, &Discrepancy::detail),
                    column(rows, &Discrepancy::payload), column(rows, digest),
                    column(rows, &Discrepancy::occurred_at), column(rows, &Discrepancy::resolution),
                    column(rows, &Discrepancy::reason));
}

std::int64_t payload_digest(std::string_view payload) {
    std::uint64_t digest = 0xcbf29ce484222325u;
    for (char const c : payload) {
        digest = (digest ^ static_cast<std::uint8_t>(c)) * 0x100000001b3u;
    }
    return static_cast<std::int64_t>(digest);
}

}  // namespace daybook::postgres
