#include "postgres/postgres_storage.hpp"

#include <type_traits>
#include <utility>

#include "postgres/postgres_book_snapshots.hpp"
#include "postgres/postgres_history.hpp"
#include "postgres/postgres_rights.hpp"
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

template <class Action>
auto PostgresStorage::reading(Action action) {
    auto const connection = pool_.borrow();
    connection->begin(PostgresConnection::Begin::snapshot);
    try {
        if constexpr (std::is_void_v<decltype(action(*connection))>) {
            action(*connection);
            connection->rollback();
        } else {
            auto result = action(*connection);
            connection->rollback();
            return result;
        }
    } catch (...) {
        connection->rollback();
        throw;
    }
}

std::vector<ports::AppliedMigration> PostgresStorage::history() {
    return reading([](PostgresConnection& connection) { return read_history(connection); });
}

void PostgresStorage::require_writable() {
    reading([](PostgresConnection& connection) { postgres::require_writable(connection); });
}

}  // namespace daybook::postgres
