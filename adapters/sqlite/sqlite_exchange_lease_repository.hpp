#pragma once

#include "ports/outbound/exchange_lease_repository.hpp"
#include "sqlite/sqlite_statement.hpp"

namespace daybook::sqlite {

/// Leases of exchanges in SQLite. The unit of work is the lock: it holds the whole file.
class SqliteExchangeLeaseRepository final : public ports::ExchangeLeaseRepository {
  public:
    explicit SqliteExchangeLeaseRepository(SqliteConnection& connection);

    std::vector<ports::ExchangeLease> list() override;
    ports::ExchangeLease seek(model::ExchangeCode const& exchange,
                              ports::LeaseSeeker const& seeker) override;
    std::optional<ports::ExchangeLease> lock(model::ExchangeCode const& exchange) override;
    void add(ports::ExchangeLease const& lease) override;
    void update(ports::ExchangeLease const& lease) override;

  private:
    SqliteStatement list_;
    SqliteStatement seek_;
    SqliteStatement find_;
    SqliteStatement insert_;
    SqliteStatement update_;
};

}  // namespace daybook::sqlite
