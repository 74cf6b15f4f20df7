#include "sqlite/sqlite_connection_factory.hpp"

#include <filesystem>
#include <string_view>
#include <utility>

#include "ports/outbound/storage_error.hpp"
#include "sqlite/sqlite_rights.hpp"

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

void use_memory(SqliteConnection& connection) {
    connection.execute("PRAGMA temp_store = MEMORY");
    // Units: KiB. The default of 2 MB is smaller than what one batch touches.
    connection.execute("PRAGMA cache_size = -65536");
}

/// A name of SQLite's own kind, in which `path` is what it is. Source: sqlite.org/uri.html.
std::string immutable_uri(std::string const& path) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string uri = "file:";
    for (char const c : path) {
        auto const byte = static_cast<unsigned char>(c);
        bool const is_plain = c != '%' && c != '?' && c != '#';
        if (is_plain) uri += c;
        if (!is_plain) uri.append("%").append({digits[byte >> 4], digits[byte & 15u]});
    }
    return uri + "?immutable=1";
}

/// SQLite opens the log when somebody reads for the first time.
void note_files(SqliteConnection& connection, std::string const& path) {
    if (path == ":memory:") return;
    connection.execute("PRAGMA schema_version");
    connection.note_files(path);
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
    if (auto const reason = why_not_writable(options_.path)) {
        if (access == Access::read) return open_without_writing();
        throw ports::StorageError{ports::StorageError::Kind::forbidden, "sqlite: " + *reason};
    }
    int const create = access == Access::create ? SQLITE_OPEN_CREATE : 0;
    if (access == Access::create) make_private_file(options_.path);
    auto connection = std::make_unique<SqliteConnection>(
        options_.path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | create);
    sqlite3_busy_timeout(connection->handle(), static_cast<int>(options_.busy_timeout.count()));
    use_write_ahead_log(*connection, options_);
    connection->execute("PRAGMA synchronous = FULL");
    connection->execute("PRAGMA foreign_keys = ON");
    use_memory(*connection);
    // Units: pages. The default of 1000 is one batch that touches many accounts.
    connection->execute("PRAGMA wal_autocheckpoint = 4000");
    if (access == Access::read) {
        connection->execute("PRAGMA query_only = ON");
    } else {
        connection->before_close(tidy_up);
        note_files(*connection, options_.path);
    }
    return connection;
}

/// SQLite would make a log and its index beside the file, for a reader too, and theirs who may not
/// write the file would be in the way of those who may. Without a log the file is all there is, and
/// is read as it lies there; with one, whoever writes it has made the index as well.
std::unique_ptr<SqliteConnection> SqliteConnectionFactory::open_without_writing() const {
    auto const& path = options_.path;
    std::unique_ptr<SqliteConnection> connection;
    if (!has_log(path)) {
        connection = std::make_unique<SqliteConnection>(
            immutable_uri(path), SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI);
        connection->watch(path);
    } else if (std::filesystem::exists(path + "-shm")) {
        connection =
            std::make_unique<SqliteConnection>(path, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX);
    } else {
        throw ports::StorageError{ports::StorageError::Kind::forbidden,
                                  "sqlite: " + path +
                                      "-wal holds commits that its writer has left behind, and "
                                      "only who may write can move them into the file: " +
                                      *why_not_writable(path)};
    }
    sqlite3_busy_timeout(connection->handle(), static_cast<int>(options_.busy_timeout.count()));
    use_memory(*connection);
    return connection;
}

}  // namespace daybook::sqlite
