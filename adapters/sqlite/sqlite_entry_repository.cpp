#include "sqlite/sqlite_entry_repository.hpp"

#include "sqlite/sqlite_rows.hpp"

namespace daybook::sqlite {

SqliteEntryRepository::SqliteEntryRepository(SqliteConnection& connection)
    : find_by_key_{connection, select<sql::entries>("entries INDEXED BY entries_idempotency_key "
                                                    "WHERE account_id = ? "
                                                    "AND idempotency_key = ?")},
      find_openings_{
          connection,
          select<sql::entries>(
              "entries INDEXED BY entries_deposits WHERE account_id = ? AND kind = 'deposit' "
              "AND EXISTS (SELECT 1 FROM postings WHERE postings.account_id = "
              "entries.account_id AND entry_seq = seq AND bucket = 'TRADING' "
              "AND exchange = ? AND symbol = ?) ORDER BY seq")},
      find_postings_{
          connection,
          select<sql::postings>("postings WHERE account_id = ? AND entry_seq = ? ORDER BY line")},
      find_hash_{connection, "SELECT hash FROM entries WHERE account_id = ? AND seq = ?"},
      insert_{connection, insert_sql<sql::entries>},
      insert_posting_{connection, insert_sql<sql::postings>} {}

std::vector<std::optional<model::Entry>> SqliteEntryRepository::find_by_key(
    std::span<ports::EntryKey const> keys) {
    std::vector<std::optional<model::Entry>> found;
    found.reserve(keys.size());
    for (auto const& key : keys) {
        found.push_back(
            read_first<sql::entries>(find_by_key_.query(key.account_id, key.idempotency_key)));
    }
    return found;
}

std::vector<std::vector<model::Entry>> SqliteEntryRepository::openings_of_positions(
    std::span<ports::PositionKey const> positions) {
    std::vector<std::vector<model::Entry>> found;
    found.reserve(positions.size());
    for (auto const& position : positions) {
        auto& openings = found.emplace_back(read_all<sql::entries>(find_openings_.query(
            position.account_id, position.instrument.exchange, position.instrument.symbol)));
        for (auto& opening : openings) {
            opening.postings =
                read_all<sql::postings>(find_postings_.query(opening.account_id, opening.seq));
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
    for (auto const& entry : entries) run_row<sql::entries>(insert_, sql::row_of(entry));
    for (auto const& entry : entries) {
        int line = 0;
        for (auto const& posting : entry.postings) {
            run_row<sql::postings>(insert_posting_, sql::row_of(entry, ++line, posting));
        }
    }
}

}  // namespace daybook::sqlite
