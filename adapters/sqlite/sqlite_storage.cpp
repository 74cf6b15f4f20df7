#include "sqlite/sqlite_storage.hpp"

#include <utility>

#include "sqlite/sqlite_book_snapshots.hpp"
#include "sqlite/sqlite_history.hpp"
#include "sqlite/sqlite_rights.hpp"
#include "sqlite/sqlite_unit_of_work.hpp"

namespace daybook::sqlite {

SqliteStorage::SqliteStorage(SqliteOptions options)
    : factory_{std::move(options)},
      writers_{std::make_shared<SqliteWritersQueue>(factory_.options().busy_timeout)},
      checkpointer_{std::make_shared<SqliteCheckpointer>(factory_)} {}

std::unique_ptr<ports::UnitOfWork> SqliteStorage::open_unit_of_work() {
    auto connection = factory_.open(SqliteConnectionFactory::Access::write);
    connection->after_commit([checkpointer = checkpointer_, &writer = *connection](int pages) {
        checkpointer->committed(writer, pages);
    });
    return std::make_unique<SqliteUnitOfWork>(std::move(connection), writers_);
}

std::unique_ptr<ports::BookSnapshots> SqliteStorage::open_snapshots() {
    return std::make_unique<SqliteBookSnapshots>(
        factory_.open(SqliteConnectionFactory::Access::read));
}

std::vector<ports::AppliedMigration> SqliteStorage::history() {
    return read_history(*factory_.open(SqliteConnectionFactory::Access::read));
}

void SqliteStorage::require_writable() {
    auto const reason = why_not_writable(factory_.options().path);
    if (reason) throw ports::StorageError{ports::StorageError::Kind::forbidden, *reason};
}

std::string SqliteStorage::describe() const { return "sqlite:" + factory_.options().path; }

}  // namespace daybook::sqlite
