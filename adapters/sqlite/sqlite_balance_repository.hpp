#pragma once

#include "ports/outbound/balance_repository.hpp"
#include "sqlite/sqlite_statement.hpp"

namespace daybook::sqlite {

/// Balances in SQLite.
class SqliteBalanceRepository final : public ports::BalanceRepository {
  public:
    explicit SqliteBalanceRepository(SqliteConnection& connection);

    std::vector<model::Balance> find(std::span<ports::BalanceKey const> keys) override;
    std::vector<std::vector<model::Balance>> of_accounts(
        std::span<model::AccountId const> accounts) override;
    void save(std::span<model::Balance const> balances) override;

  private:
    SqliteStatement find_;
    SqliteStatement of_account_;
    SqliteStatement save_;
};

}  // namespace daybook::sqlite
