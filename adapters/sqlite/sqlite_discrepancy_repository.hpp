#pragma once

#include "ports/outbound/discrepancy_repository.hpp"
#include "sqlite/sqlite_statement.hpp"

namespace daybook::sqlite {

/// Discrepancies in SQLite. Payloads are found by a digest, then compared themselves.
class SqliteDiscrepancyRepository final : public ports::DiscrepancyRepository {
  public:
    explicit SqliteDiscrepancyRepository(SqliteConnection& connection);

    std::vector<std::optional<model::Discrepancy>> find(
        std::span<ports::DiscrepancyKey const> keys) override;
    std::vector<std::optional<model::Discrepancy>> find_by_payload(
        std::span<ports::ReportKey const> keys) override;
    std::vector<std::vector<model::Discrepancy>> find_open(
        std::span<model::AccountId const> accounts) override;
    void save(std::span<model::Discrepancy const> discrepancies) override;

  private:
    SqliteStatement find_;
    SqliteStatement find_by_payload_;
    SqliteStatement find_open_;
    SqliteStatement save_;
};

}  // namespace daybook::sqlite
