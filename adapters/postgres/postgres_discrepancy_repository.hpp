#pragma once

#include "ports/outbound/discrepancy_repository.hpp"
#include "postgres/postgres_connection.hpp"

namespace daybook::postgres {

/// Discrepancies in Postgres. Payloads are found by a digest, then compared themselves.
class PostgresDiscrepancyRepository final : public ports::DiscrepancyRepository {
  public:
    explicit PostgresDiscrepancyRepository(PostgresConnection& connection);

    std::vector<std::optional<model::Discrepancy>> find(
        std::span<ports::DiscrepancyKey const> keys) override;
    std::vector<std::optional<model::Discrepancy>> find_by_payload(
        std::span<ports::ReportKey const> keys) override;
    std::vector<std::vector<model::Discrepancy>> find_open(
        std::span<model::AccountId const> accounts) override;
    void save(std::span<model::Discrepancy const> discrepancies) override;

  private:
    PostgresConnection& connection_;
};

}  // namespace daybook::postgres
