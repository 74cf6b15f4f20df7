#pragma once

#include "ports/outbound/entry_repository.hpp"
#include "postgres/postgres_connection.hpp"

namespace daybook::postgres {

/// Entries and their postings in Postgres.
class PostgresEntryRepository final : public ports::EntryRepository {
  public:
    explicit PostgresEntryRepository(PostgresConnection& connection);

    std::vector<std::optional<model::Entry>> find_by_key(
        std::span<ports::EntryKey const> keys) override;
    std::vector<std::vector<model::Entry>> openings_of_positions(
        std::span<ports::PositionKey const> positions) override;
    std::optional<model::Hash> hash_of(model::AccountId const& account_id,
                                       std::uint64_t seq) override;
    void append(std::span<model::Entry const> entries) override;

  private:
    PostgresConnection& connection_;
};

}  // namespace daybook::postgres
