#pragma once

#include "ports/outbound/storage.hpp"
#include "postgres/postgres_connection_factory.hpp"
#include "postgres/postgres_housekeeper.hpp"
#include "postgres/postgres_pool.hpp"

namespace daybook::postgres {

/// A book in a Postgres database, which PostgresMigrator has made. Connections open when they are
/// first used: making a storage reaches no server.
///
/// Threads: safe. Outlives what it opens.
class PostgresStorage final : public ports::Storage {
  public:
    explicit PostgresStorage(PostgresOptions options);

    std::unique_ptr<ports::UnitOfWork> open_unit_of_work() override;
    std::unique_ptr<ports::BookSnapshots> open_snapshots() override;
    std::vector<ports::AppliedMigration> history() override;
    void require_writable() override;
    /// Two writers reach 1.1 to 1.4 times what one does.
    std::size_t useful_writers() const override { return 2; }
    std::string describe() const override { return factory_.describe(); }

    /// How many connections readers have open.
    [[nodiscard]] std::size_t pool_size() const { return pool_.size(); }

  private:
    /// Runs `action` in a transaction that only reads.
    template <class Action>
    auto reading(Action action);

    PostgresConnectionFactory factory_;
    PostgresPool pool_;
    PostgresHousekeeper housekeeper_;
};

}  // namespace daybook::postgres
