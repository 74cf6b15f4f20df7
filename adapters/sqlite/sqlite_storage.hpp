#pragma once

#include <memory>

#include "ports/outbound/storage.hpp"
#include "sqlite/sqlite_checkpointer.hpp"
#include "sqlite/sqlite_connection_factory.hpp"
#include "sqlite/sqlite_open_files.hpp"
#include "sqlite/sqlite_writers_queue.hpp"

namespace daybook::sqlite {

/// A book in one file, which SqliteMigrator has made. Every unit of work and every reader has a
/// connection of its own; readers never wait for the writer, nor it for them.
class SqliteStorage final : public ports::Storage {
  public:
    explicit SqliteStorage(SqliteOptions options);

    std::unique_ptr<ports::UnitOfWork> open_unit_of_work() override;
    std::unique_ptr<ports::BookSnapshots> open_snapshots() override;
    std::vector<ports::AppliedMigration> history() override;
    void require_writable() override;
    std::size_t useful_writers() const override { return 1; }
    std::string describe() const override;

  private:
    void require_same_files() const;

    SqliteConnectionFactory factory_;
    std::shared_ptr<SqliteWritersQueue> writers_;
    std::shared_ptr<SqliteOpenFiles> open_files_;
    std::shared_ptr<SqliteCheckpointer> checkpointer_;
};

}  // namespace daybook::sqlite
