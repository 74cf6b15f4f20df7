#pragma once

#include "ports/outbound/account_repository.hpp"
#include "postgres/postgres_connection.hpp"

namespace daybook::postgres {

/// Accounts in Postgres. Rows are locked in the order of their ids, so that no two units of work
/// wait for each other.
class PostgresAccountRepository final : public ports::AccountRepository {
  public:
    explicit PostgresAccountRepository(PostgresConnection& connection);

    std::vector<std::optional<ports::LockedAccount>> lock(
        std::span<model::AccountId const> ids) override;
    void add(std::span<model::Account const> accounts) override;
    void update(std::span<model::Account const> accounts) override;

  private:
    [[nodiscard]] std::vector<std::optional<ports::LockedAccount>> lock_rows(
        std::span<model::AccountId const> ids);

    PostgresConnection& connection_;
};

}  // namespace daybook::postgres
