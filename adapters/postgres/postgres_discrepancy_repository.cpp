#include "postgres/postgres_discrepancy_repository.hpp"

#include "postgres/postgres_rows.hpp"

namespace daybook::postgres {
namespace {

using model::Discrepancy;
using ports::DiscrepancyKey;
using ports::ReportKey;

std::string const find_by_payload_sql = sql::join(
    "SELECT DISTINCT ON (n) n, ",
    sql::select_list(sql::discrepancies.shape(), sql::Dialect::postgres),
    " FROM unnest($1::text[], $2::bigint[], $3::text[]) WITH ORDINALITY "
    "AS k(key_account, key_digest, key_payload, n) JOIN discrepancies "
    "ON account_id = key_account AND payload_digest = key_digest AND payload = key_payload "
    "ORDER BY n, number");

std::string const find_open_sql = select<sql::discrepancies>(
    "discrepancies WHERE account_id = $1::text AND state = 'OPEN' "
    "ORDER BY number");

/// Of a stored discrepancy only what the operator decides changes.
constexpr std::string_view save_discrepancies_sql = sql::fixed_text<[] {
    return sql::upsert_text(sql::discrepancies.shape(), sql::Dialect::postgres,
                            "state, resolution, reason");
}>;

}  // namespace

PostgresDiscrepancyRepository::PostgresDiscrepancyRepository(PostgresConnection& connection)
    : connection_{connection} {}

std::vector<std::optional<Discrepancy>> PostgresDiscrepancyRepository::find(
    std::span<DiscrepancyKey const> keys) {
    if (keys.empty()) return {};
    return read_by_key<sql::discrepancies>(
        keys.size(),
        connection_.run(find_sql<sql::discrepancies>, column(keys, &DiscrepancyKey::account_id),
                        column(keys, &DiscrepancyKey::number)));
}

std::vector<std::optional<Discrepancy>> PostgresDiscrepancyRepository::find_by_payload(
    std::span<ReportKey const> keys) {
    if (keys.empty()) return {};
    auto const digest = [](ReportKey const& key) { return sql::payload_digest(key.payload); };
    return read_by_key<sql::discrepancies>(
        keys.size(), connection_.run(find_by_payload_sql, column(keys, &ReportKey::account_id),
                                     column(keys, digest), column(keys, &ReportKey::payload)));
}

std::vector<std::vector<Discrepancy>> PostgresDiscrepancyRepository::find_open(
    std::span<model::AccountId const> accounts) {
    std::vector<std::vector<Discrepancy>> found;
    for (auto const& account : accounts) {
        found.push_back(read_all<sql::discrepancies>(connection_.run(find_open_sql, account)));
    }
    return found;
}

void PostgresDiscrepancyRepository::save(std::span<Discrepancy const> discrepancies) {
    if (discrepancies.empty()) return;
    run_rows<sql::discrepancies>(connection_, save_discrepancies_sql, rows_of(discrepancies));
}

}  // namespace daybook::postgres
