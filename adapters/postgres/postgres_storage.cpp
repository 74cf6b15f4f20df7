#include "postgres/postgres_storage.hpp"

#include <utility>

#include "postgres/postgres_book_snapshots.hpp"
#include "postgres/postgres_history.hpp"
#include "postgres/postgres_unit_of_work.hpp"

namespace daybook::postgres {
namespace {

constexpr std::chrono::milliseconds housekeeping_interval{100};

}  // namespace

PostgresStorage::PostgresStorage(PostgresOptions options)
    : factory_{std::move(options)},
      pool_{factory_},
      housekeeper_{housekeeping_interval, [this](PostgresHousekeeper::Time now) {
                       factory_.deadlines().cut_due(now);
                       pool_.close_idle(now);
                   }} {}

std::unique_ptr<ports::UnitOfWork> PostgresStorage::open_unit_of_work() {
    return std::make_unique<PostgresUnitOfWork>(factory_);
}

std::unique_ptr<ports::BookSnapshots> PostgresStorage::open_snapshots() {
    return std::make_unique<PostgresBookSnapshots>(pool_);
}

std::vector<ports::AppliedMigration> PostgresStorage::history() {
    auto const connection = pool_.borrow();
    connection->begin(PostgresConnection::Begin::snapshot);
    try {
        auto history = read_history(*connection);
        connection->rollback();
        return history;
    } catch (...) {
        connection->rollback();
        throw;
    }
}

}  // namespace daybook::postgres
