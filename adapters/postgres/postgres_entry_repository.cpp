#include "postgres/postgres_entry_repository.hpp"

#include "postgres/postgres_rows.hpp"

namespace daybook::postgres {
namespace {

using model::Entry;
using ports::PositionKey;

std::string const find_by_key_sql = select_by_key<sql::entries>(
    "unnest($1::text[], $2::text[]) WITH ORDINALITY AS k(key_account, key_text, n) "
    "JOIN entries ON account_id = key_account AND idempotency_key = key_text");

/// OFFSET 0 keeps the planner from walking all deposits of the book, or all postings of the
/// account, where the tables were small when it made the plan.
std::string const find_openings_sql = select_by_key<sql::entries>(
    "unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY "
    "AS k(key_account, key_exchange, key_symbol, n) "
    "JOIN LATERAL (SELECT * FROM entries WHERE account_id = key_account AND kind = 'deposit' "
    "OFFSET 0) AS e ON EXISTS (SELECT FROM postings WHERE postings.account_id = e.account_id "
    "AND entry_seq = seq AND bucket = 'TRADING' AND exchange = key_exchange "
    "AND symbol = key_symbol OFFSET 0) ORDER BY n, seq");

std::string const find_postings_sql = select_by_key<sql::postings>(
    "unnest($1::text[], $2::bigint[]) WITH ORDINALITY AS k(key_account, key_seq, n) "
    "JOIN postings ON account_id = key_account AND entry_seq = key_seq ORDER BY n, line");

constexpr std::string_view lock_account_sql =
    "SELECT FROM accounts WHERE account_id = $1::text FOR UPDATE";
constexpr std::string_view find_hash_sql =
    "SELECT hash FROM entries WHERE account_id = $1::text AND seq = $2::bigint";

std::vector<sql::PostingRow> posting_rows(std::span<Entry const> entries) {
    std::vector<sql::PostingRow> rows;
    for (auto const& entry : entries) {
        std::int32_t line = 0;
        for (auto const& posting : entry.postings) {
            rows.push_back(sql::row_of(entry, ++line, posting));
        }
    }
    return rows;
}

}  // namespace

PostgresEntryRepository::PostgresEntryRepository(PostgresConnection& connection)
    : connection_{connection} {}

std::vector<std::optional<Entry>> PostgresEntryRepository::find_by_key(
    std::span<ports::EntryKey const> keys) {
    if (keys.empty()) return {};
    return read_by_key<sql::entries>(
        keys.size(), connection_.run(find_by_key_sql, column(keys, &ports::EntryKey::account_id),
                                     column(keys, &ports::EntryKey::idempotency_key)));
}

std::vector<std::vector<Entry>> PostgresEntryRepository::openings_of_positions(
    std::span<PositionKey const> positions) {
    if (positions.empty()) return {};
    auto found = read_lists_by_key<sql::entries>(
        positions.size(),
        connection_.run(
            find_openings_sql, column(positions, &PositionKey::account_id),
            column(positions, [](PositionKey const& key) { return key.instrument.exchange; }),
            column(positions, [](PositionKey const& key) { return key.instrument.symbol; })));
    std::vector<Entry*> openings;
    for (auto& of_position : found) {
        for (auto& opening : of_position) openings.push_back(&opening);
    }
    if (openings.empty()) return found;
    auto postings = read_lists_by_key<sql::postings>(
        openings.size(),
        connection_.run(find_postings_sql,
                        column(openings, [](Entry const* entry) { return entry->account_id; }),
                        column(openings, [](Entry const* entry) { return entry->seq; })));
    for (std::size_t i = 0; i < openings.size(); ++i) {
        openings[i]->postings = std::move(postings[i]);
    }
    return found;
}

// The server may still be working on a commit whose connection was lost. It holds the account's
// row until it is done, so that the lock comes first: without it the entry could appear later.
std::optional<model::Hash> PostgresEntryRepository::hash_of(model::AccountId const& account_id,
                                                            std::uint64_t seq) {
    connection_.run(lock_account_sql, account_id);
    return read_first(connection_.run(find_hash_sql, account_id, seq),
                      [](PostgresResult& row) { return row.get<model::Hash>(); });
}

void PostgresEntryRepository::append(std::span<Entry const> entries) {
    if (entries.empty()) return;
    change_rows<sql::entries>(connection_, insert_sql<sql::entries>, rows_of(entries));
    auto const postings = posting_rows(entries);
    if (postings.empty()) return;
    change_rows<sql::postings>(connection_, insert_sql<sql::postings>, postings);
}

}  // namespace daybook::postgres
