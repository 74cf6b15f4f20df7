#pragma once

#include "ports/outbound/exchange_lease_repository.hpp"
#include "postgres/postgres_connection.hpp"

namespace daybook::postgres {

/// Leases of exchanges in Postgres.
class PostgresExchangeLeaseRepository final : public ports::ExchangeLeaseRepository {
  public:
    explicit PostgresExchangeLeaseRepository(PostgresConnection& connection);

    std::vector<ports::ExchangeLease> list() override;
    ports::ExchangeLease seek(model::ExchangeCode const& exchange,
                              ports::LeaseSeeker const& seeker) override;
    std::optional<ports::ExchangeLease> lock(model::ExchangeCode const& exchange) override;
    void add(ports::ExchangeLease const& lease) override;
    void update(ports::ExchangeLease const& lease) override;

  private:
    PostgresConnection& connection_;
};

}  // namespace daybook::postgres
