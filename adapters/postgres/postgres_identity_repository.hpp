#pragma once

#include "ports/outbound/identity_repository.hpp"
#include "postgres/postgres_connection.hpp"

namespace daybook::postgres {

/// Which book it is, in Postgres.
class PostgresIdentityRepository final : public ports::IdentityRepository {
  public:
    explicit PostgresIdentityRepository(PostgresConnection& connection);

    model::BookIdentity find() override;
    void save(model::BookIdentity const& identity) override;
    void save_missing(model::BookIdentity const& identity) override;

  private:
    PostgresConnection& connection_;
};

}  // namespace daybook::postgres
