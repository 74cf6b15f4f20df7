#include "sqlite/sqlite_entry_repository.hpp"

#include "sqlite/sqlite_rows.hpp"

namespace daybook::sqlite {

SqliteEntryRepository::SqliteEntryRepository(SqliteConnection& connection)
    : find_by_key_{connection, select(entry_columns,
                                      "entries INDEXED BY entries_idempotency_key "
                                      "WHERE account_id = ? AND idempotency_key = ?")},
      find_openings_{
          connection,
          select(entry_columns,
                 "entries INDEXED BY entries_deposits WHERE account_id = ? AND kind = 'deposit' "
                 "AND EXISTS (SELECT 1 FROM postings WHERE postings.account_id = "
                 "entries.account_id AND entry_seq = seq AND bucket = 'TRADING' "
                 "AND exchange = ? AND symbol = ?) ORDER BY seq")},
      find_postings_{
          connection,
          select(posting_columns, "postings WHERE account_id = ? AND entry_seq = ? ORDER BY line")},
      find_hash_{connection, "SELECT hash FROM entries WHERE account_id = ? AND seq = ?"},
      insert_{connection,
              "INSERT INTO entries (account_id, seq, kind, occurred_at, recorded_at, "
              "idempotency_key, order_id, refusal, payload, hash) "
              "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"},
      insert_posting_{connection,
                      "INSERT INTO postings (account_id, entry_seq, line, bucket, asset, exchange, "
                      "symbol, amount) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"} {}

std::vector<std::optional<model::Entry>> SqliteEntryRepository::find_by_key(
    std::span<ports::EntryKey const> keys) {
    std::vector<std::optional<model::Entry>> found;
    found.reserve(keys.size());
    for (auto const& key : keys) {
        auto& answer = found.emplace_back();
        auto rows = find_by_key_.query(key.account_id, key.idempotency_key);
        if (rows.next()) answer = read_entry(rows);
    }
    return found;
}

std::vector<std::vector<model::Entry>> SqliteEntryRepository::openings_of_positions(
    std::span<ports::PositionKey const> positions) {
    std::vector<std::vector<model::Entry>> found;
    found.reserve(positions.size());
    for (auto const& position : positions) {
        auto& openings = found.emplace_back();
        auto rows = find_openings_.query(position.account_id, position.instrument.exchange,
                                         position.instrument.symbol);
        while (rows.next()) {
            auto& opening = openings.emplace_back(read_entry(rows));
            auto postings = find_postings_.query(opening.account_id, opening.seq);
            while (postings.next()) opening.postings.push_back(read_posting(postings));
        }
    }
    return found;
}

std::optional<model::Hash> SqliteEntryRepository::hash_of(model::AccountId const& account_id,
                                                          std::uint64_t seq) {
    auto rows = find_hash_.query(account_id, seq);
    if (!rows.next()) return std::nullopt;
    return rows.get<model::Hash>();
}

void SqliteEntryRepository::append(std::span<model::Entry const> entries) {
    for (auto const& entry : entries) {
        insert_.run(entry.account_id, entry.seq, entry.kind, entry.occurred_at, entry.recorded_at,
                    entry.idempotency_key, entry.order_id, entry.refusal, entry.payload,
                    entry.hash);
    }
    for (auto const& entry : entries) {
        int line = 0;
        for (auto const& posting : entry.postings) {
            using Text = std::optional<std::string_view>;
            auto const& instrument = posting.instrument;
            insert_posting_.run(entry.account_id, entry.seq, ++line, posting.bucket, posting.asset,
                                instrument ? Text{instrument->exchange.value()} : Text{},
                                instrument ? Text{instrument->symbol.value()} : Text{},
                                posting.amount);
        }
    }
}

}  // namespace daybook::sqlite
