#pragma once

#include "ports/outbound/account_repository.hpp"
#include "sqlite/sqlite_statement.hpp"

namespace daybook::sqlite {

/// Accounts in SQLite. Locking reads only: the transaction of a unit of work holds the whole file.
class SqliteAccountRepository final : public ports::AccountRepository {
  public:
    explicit SqliteAccountRepository(SqliteConnection& connection);

    std::vector<std::optional<ports::LockedAccount>> lock(
        std::span<model::AccountId const> ids) override;
    void add(std::span<model::Account const> accounts) override;
    void update(std::span<model::Account const> accounts) override;

  private:
    SqliteStatement lock_;
    SqliteStatement insert_;
    SqliteStatement update_;
};

}  // namespace daybook::sqlite
