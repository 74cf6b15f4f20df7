#include "sqlite/sqlite_connection_factory.hpp"

#include <utility>

#include "ports/outbound/storage_error.hpp"

namespace daybook::sqlite {
namespace {

constexpr std::chrono::milliseconds mode_retry_pause{5};

/// Changing the journal mode of a new file needs it alone, and does not wait for others by itself.
std::string request_write_ahead_log(SqliteConnection& connection, SqliteOptions const& options) {
    for (auto waited = std::chrono::milliseconds{0};; waited += mode_retry_pause) {
        try {
            return connection.value_of("PRAGMA journal_mode = WAL");
        } catch (ports::StorageError const&) {
            bool const busy = (sqlite3_errcode(connection.handle()) & 0xff) == SQLITE_BUSY;
            if (!busy || waited >= options.busy_timeout) throw;
        }
        sqlite3_sleep(static_cast<int>(mode_retry_pause.count()));
    }
}

void use_write_ahead_log(SqliteConnection& connection, SqliteOptions const& options) {
    auto const mode = request_write_ahead_log(connection, options);
    if (mode != "wal" && options.path != ":memory:") {
        throw ports::StorageError{ports::StorageError::Kind::unavailable,
                                  "sqlite: " + options.path +
                                      " cannot keep a write-ahead log; its journal mode stays " +
                                      mode};
    }
}

void tidy_up(SqliteConnection& connection) {
    connection.execute("PRAGMA analysis_limit = 400");
    connection.execute("PRAGMA optimize");
    connection.execute("PRAGMA wal_checkpoint");
}

}  // namespace

SqliteConnectionFactory::SqliteConnectionFactory(SqliteOptions options)
    : options_{std::move(options)} {}

std::unique_ptr<SqliteConnection> SqliteConnectionFactory::open(Access access) const {
    int const create = access == Access::create ? SQLITE_OPEN_CREATE : 0;
    auto connection = std::make_unique<SqliteConnection>(
        options_.path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | create);
    sqlite3_busy_timeout(connection->handle(), static_cast<int>(options_.busy_timeout.count()));
    use_write_ahead_log(*connection, options_);
    connection->execute("PRAGMA synchronous = FULL");
    connection->execute("PRAGMA foreign_keys = ON");
    connection->execute("PRAGMA temp_store = MEMORY");
    // Units: KiB. The default of 2 MB is smaller than what one batch touches.
    connection->execute("PRAGMA cache_size = -65536");
    // Units: pages. The default of 1000 is one batch that touches many accounts.
    connection->execute("PRAGMA wal_autocheckpoint = 4000");
    if (access == Access::read) {
        connection->execute("PRAGMA query_only = ON");
    } else {
        connection->before_close(tidy_up);
    }
    return connection;
}

}  // namespace daybook::sqlite
