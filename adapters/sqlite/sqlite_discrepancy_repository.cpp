#include "sqlite/sqlite_discrepancy_repository.hpp"

#include "sqlite/sqlite_rows.hpp"

namespace daybook::sqlite {

SqliteDiscrepancyRepository::SqliteDiscrepancyRepository(SqliteConnection& connection)
    : find_{connection,
            select(discrepancy_columns, "discrepancies WHERE account_id = ? AND number = ?")},
      find_by_payload_{connection, select(discrepancy_columns,
                                          "discrepancies INDEXED BY discrepancies_payload "
                                          "WHERE account_id = ? AND payload_digest = ? "
                                          "AND payload = ? ORDER BY number LIMIT 1")},
      save_{connection,
            "INSERT INTO discrepancies (account_id, number, kind, state, opened_at, entry_seq, "
            "detail, payload, payload_digest, occurred_at, resolution, reason) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (account_id, number) DO UPDATE SET state = excluded.state, "
            "resolution = excluded.resolution, reason = excluded.reason"} {}

std::vector<std::optional<model::Discrepancy>> SqliteDiscrepancyRepository::find(
    std::span<ports::DiscrepancyKey const> keys) {
    std::vector<std::optional<model::Discrepancy>> found;
    found.reserve(keys.size());
    for (auto const& key : keys) {
        auto& answer = found.emplace_back();
        auto rows = find_.query(key.account_id, key.number);
        if (rows.next()) answer = read_discrepancy(rows);
    }
    return found;
}

std::vector<std::optional<model::Discrepancy>> SqliteDiscrepancyRepository::find_by_payload(
    std::span<ports::ReportKey const> keys) {
    std::vector<std::optional<model::Discrepancy>> found;
    found.reserve(keys.size());
    for (auto const& key : keys) {
        auto& answer = found.emplace_back();
        auto rows =
            find_by_payload_.query(key.account_id, payload_digest(key.payload), key.payload);
        if (rows.next()) answer = read_discrepancy(rows);
    }
    return found;
}

void SqliteDiscrepancyRepository::save(std::span<model::Discrepancy const> discrepancies) {
    for (auto const& discrepancy : discrepancies) {
        save_.run(discrepancy.account_id, discrepancy.number, discrepancy.kind, discrepancy.state,
                  discrepancy.opened_at, discrepancy.entry_seq, discrepancy.detail,
                  discrepancy.payload, payload_digest(discrepancy.payload), discrepancy.occurred_at,
                  discrepancy.resolution, discrepancy.reason);
    }
}

std::int64_t payload_digest(std::string_view payload) {
    std::uint64_t digest = 0xcbf29ce484222325u;
    for (char const c : payload) {
        digest = (digest ^ static_cast<std::uint8_t>(c)) * 0x100000001b3u;
    }
    return static_cast<std::int64_t>(digest);
}

}  // namespace daybook::sqlite
