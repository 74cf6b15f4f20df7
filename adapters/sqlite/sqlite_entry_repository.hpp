#pragma once

#include "ports/outbound/entry_repository.hpp"
#include "sqlite/sqlite_statement.hpp"

namespace daybook::sqlite {

/// Entries and their postings in SQLite.
class SqliteEntryRepository final : public ports::EntryRepository {
  public:
    explicit SqliteEntryRepository(SqliteConnection& connection);

    std::vector<std::optional<model::Entry>> find_by_key(
        std::span<ports::EntryKey const> keys) override;
    std::vector<std::vector<model::Entry>> openings_of_positions(
        std::span<ports::PositionKey const> positions) override;
    std::optional<model::Hash> hash_of(model::AccountId const& account_id,
                                       std::uint64_t seq) override;
    void append(std::span<model::Entry const> entries) override;

  private:
    SqliteStatement find_by_key_;
    SqliteStatement find_openings_;
    SqliteStatement find_postings_;
    SqliteStatement find_hash_;
    SqliteStatement insert_;
    SqliteStatement insert_posting_;
};

}  // namespace daybook::sqlite
