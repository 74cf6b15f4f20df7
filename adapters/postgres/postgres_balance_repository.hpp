#pragma once

#include "ports/outbound/balance_repository.hpp"
#include "postgres/postgres_connection.hpp"

namespace daybook::postgres {

/// Balances in Postgres.
class PostgresBalanceRepository final : public ports::BalanceRepository {
  public:
    explicit PostgresBalanceRepository(PostgresConnection& connection);

    std::vector<model::Balance> find(std::span<ports::BalanceKey const> keys) override;
    std::vector<std::vector<model::Balance>> of_accounts(
        std::span<model::AccountId const> accounts) override;
    void save(std::span<model::Balance const> balances) override;

  private:
    PostgresConnection& connection_;
};

}  // namespace daybook::postgres
