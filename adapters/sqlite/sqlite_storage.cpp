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
      open_files_{std::make_shared<SqliteOpenFiles>()},
      checkpointer_{std::make_shared<SqliteCheckpointer>(factory_)} {}

std::unique_ptr<ports::UnitOfWork> SqliteStorage::open_unit_of_work() {
    auto const open = [factory = factory_, checkpointer = checkpointer_] {
        auto connection = factory.open(SqliteConnectionFactory::Access::write);
        connection->after_commit([checkpointer, &writer = *connection](int pages) {
            checkpointer->committed(writer, pages);
        });
        return connection;
    };
    return std::make_unique<SqliteUnitOfWork>(open, writers_, open_files_);
}

std::unique_ptr<ports::BookSnapshots> SqliteStorage::open_snapshots() {
    return std::make_unique<SqliteBookSnapshots>(
        [factory = factory_] { return factory.open(SqliteConnectionFactory::Access::read); });
}

std::vector<ports::AppliedMigration> SqliteStorage::history() {
    // To open one that is another's by now would give it a log that is not its own.
    require_same_files();
    return read_history(*factory_.open(SqliteConnectionFactory::Access::read));
}

void SqliteStorage::require_writable() {
    using Kind = ports::StorageError::Kind;
    auto const& path = factory_.options().path;
    if (auto const reason = why_not_writable(path)) {
        throw ports::StorageError{Kind::forbidden, *reason};
    }
    require_same_files();
    if (auto const reason = why_full(path)) throw ports::StorageError{Kind::full, *reason};
}

void SqliteStorage::require_same_files() const {
    auto const reason = open_files_->why_replaced();
    if (reason) throw ports::StorageError{ports::StorageError::Kind::replaced, *reason};
}

std::string SqliteStorage::describe() const { return "sqlite:" + factory_.options().path; }

}  // namespace daybook::sqlite
