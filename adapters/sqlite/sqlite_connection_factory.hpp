#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "sqlite/sqlite_connection.hpp"

namespace daybook::sqlite {

/// Where the book is and how long to wait for others who hold it.
struct SqliteOptions {
    /// A file, or `:memory:` for a database that lives as long as its connection.
    std::string path;
    std::chrono::milliseconds busy_timeout{5000};
};

/// The one place where connections are opened and given their pragmas: WAL, synchronous=FULL,
/// foreign_keys=ON, busy_timeout. Threads: safe.
class SqliteConnectionFactory {
  public:
    /// read: no statement can change the file, which whoever may not write it can read too. write:
    /// the file must exist. create: makes it.
    enum class Access { read, write, create };

    explicit SqliteConnectionFactory(SqliteOptions options);

    /// Throws: StorageError; unavailable if the file cannot be opened, forbidden if the system does
    /// not let us, corrupt if it is no database.
    [[nodiscard]] std::unique_ptr<SqliteConnection> open(Access access) const;
    [[nodiscard]] SqliteOptions const& options() const { return options_; }

  private:
    [[nodiscard]] std::unique_ptr<SqliteConnection> open_without_writing() const;

    SqliteOptions options_;
};

}  // namespace daybook::sqlite
