#include "sqlite/sqlite_discrepancy_repository.hpp"

#include "sqlite/sqlite_rows.hpp"

namespace daybook::sqlite {
namespace {

/// Of a stored discrepancy only what the operator decides changes.
constexpr std::string_view save_discrepancy_sql = sql::fixed_text<[] {
    return sql::upsert_text(sql::discrepancies.shape(), sql::Dialect::sqlite,
                            "state, resolution, reason");
}>;

}  // namespace

SqliteDiscrepancyRepository::SqliteDiscrepancyRepository(SqliteConnection& connection)
    : find_{connection, find_sql<sql::discrepancies>},
      find_by_payload_{connection,
                       select<sql::discrepancies>("discrepancies INDEXED BY discrepancies_payload "
                                                  "WHERE account_id = ? AND payload_digest = ? "
                                                  "AND payload = ? ORDER BY number LIMIT 1")},
      find_open_{connection, select<sql::discrepancies>("discrepancies WHERE account_id = ? "
                                                        "AND state = 'OPEN' ORDER BY number")},
      save_{connection, save_discrepancy_sql} {}

std::vector<std::optional<model::Discrepancy>> SqliteDiscrepancyRepository::find(
    std::span<ports::DiscrepancyKey const> keys) {
    std::vector<std::optional<model::Discrepancy>> found;
    found.reserve(keys.size());
    for (auto const& key : keys) {
        found.push_back(read_first<sql::discrepancies>(find_.query(key.account_id, key.number)));
    }
    return found;
}

std::vector<std::optional<model::Discrepancy>> SqliteDiscrepancyRepository::find_by_payload(
    std::span<ports::ReportKey const> keys) {
    std::vector<std::optional<model::Discrepancy>> found;
    found.reserve(keys.size());
    for (auto const& key : keys) {
        found.push_back(read_first<sql::discrepancies>(
            find_by_payload_.query(key.account_id, sql::payload_digest(key.payload), key.payload)));
    }
    return found;
}

std::vector<std::vector<model::Discrepancy>> SqliteDiscrepancyRepository::find_open(
    std::span<model::AccountId const> accounts) {
    std::vector<std::vector<model::Discrepancy>> found;
    found.reserve(accounts.size());
    for (auto const& account : accounts) {
        found.push_back(read_all<sql::discrepancies>(find_open_.query(account)));
    }
    return found;
}

void SqliteDiscrepancyRepository::save(std::span<model::Discrepancy const> discrepancies) {
    for (auto const& discrepancy : discrepancies) {
        run_row<sql::discrepancies>(save_, sql::row_of(discrepancy));
    }
}

}  // namespace daybook::sqlite
