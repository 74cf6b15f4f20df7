#include "sqlite/sqlite_migrator.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "sql/migration_state_names.hpp"
#include "sqlite/sqlite_history.hpp"
#include "sqlite/sqlite_rights.hpp"
#include "sqlite/sqlite_script.hpp"
#include "sqlite/sqlite_statement.hpp"

namespace daybook::sqlite {
namespace {

/// Others write for milliseconds; only who waits longer wants to know for what.
constexpr std::chrono::milliseconds silent_wait_max{1'000};

constexpr char create_history[] =
    "CREATE TABLE IF NOT EXISTS daybook_migrations ("
    "version INTEGER NOT NULL PRIMARY KEY CHECK (version > 0), "
    "name TEXT NOT NULL, "
    "fingerprint TEXT NOT NULL, "
    "state TEXT NOT NULL CHECK (state IN ('applied', 'baseline', 'running', 'failed')), "
    "compatible_from INTEGER NOT NULL, "
    "applied_by TEXT NOT NULL, "
    "daybook_version TEXT NOT NULL, "
    "started_at INTEGER NOT NULL, "
    "finished_at INTEGER, "
    "error TEXT) STRICT";

std::optional<ports::MigrationState> state_in_history(SqliteConnection& connection, int version) {
    if (!has_history(connection)) return std::nullopt;
    SqliteStatement find{connection, "SELECT state FROM daybook_migrations WHERE version = ?"};
    auto rows = find.query(version);
    if (!rows.next()) return std::nullopt;
    return rows.get<ports::MigrationState>();
}

/// Enters a migration whole: within its transaction nobody sees it running.
void insert_history(SqliteConnection& connection, ports::Migration const& migration,
                    ports::MigrationAuthor const& author, ports::MigrationState state,
                    model::Timestamp at) {
    connection.execute(create_history);
    SqliteStatement insert{connection,
                           "INSERT INTO daybook_migrations (version, name, fingerprint, state, "
                           "compatible_from, applied_by, daybook_version, started_at, finished_at) "
                           "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"};
    insert.run(migration.version, migration.name, migration.fingerprint, state,
               migration.compatible_from, author.applied_by, author.daybook_version, at, at);
}

void finish_history(SqliteConnection& connection, int version, model::Timestamp finished_at) {
    SqliteStatement update{connection,
                           "UPDATE daybook_migrations SET finished_at = ? WHERE version = ?"};
    update.run(finished_at, version);
}

void set_user_version(SqliteConnection& connection, int version) {
    auto const pragma = "PRAGMA user_version = " + std::to_string(version);
    connection.execute(pragma.c_str());
}

/// Makes what was written to a file, or to the list of a folder, survive a loss of power.
void sync_to_disk(std::filesystem::path const& path) {
    int const descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    bool const synced = descriptor >= 0 && ::fsync(descriptor) == 0;
    std::error_code const failure{errno, std::generic_category()};
    if (descriptor >= 0) ::close(descriptor);
    if (!synced) throw std::filesystem::filesystem_error{"cannot sync", path, failure};
}

int user_version_of(std::string const& file) {
    SqliteConnection copy{file, SQLITE_OPEN_READONLY};
    return std::stoi(copy.value_of("PRAGMA user_version"));
}

void require_foreign_keys(SqliteConnection& connection) {
    auto const table = connection.value_of("PRAGMA foreign_key_check");
    if (!table.empty()) {
        throw ports::MigrationError{1, "PRAGMA foreign_key_check",
                                    "rows of table " + table + " refer to rows that do not exist"};
    }
}

void run_migration(SqliteConnection& connection, ports::Migration const& migration,
                   ports::MigrationAuthor const& author, ports::Clock& clock) {
    insert_history(connection, migration, author, ports::MigrationState::applied, clock.now());
    run_script(connection, migration.sql);
    require_foreign_keys(connection);
    finish_history(connection, migration.version, clock.now());
    set_user_version(connection, migration.version);
}

}  // namespace

SqliteMigrator::SqliteMigrator(SqliteOptions options, ports::Clock& clock,
                               std::function<void(std::string const&)> tell)
    : factory_{std::move(options)}, clock_{clock}, tell_{std::move(tell)} {}

std::vector<ports::AppliedMigration> SqliteMigrator::history() {
    if (!file_exists()) return {};
    return read_history(reading());
}

void SqliteMigrator::begin_exclusive(SqliteConnection& database) {
    auto const wait_max = factory_.options().busy_timeout;
    auto const is_busy = [&] { return (sqlite3_errcode(database.handle()) & 0xff) == SQLITE_BUSY; };
    auto const begin = [&](std::chrono::milliseconds wait) {
        sqlite3_busy_timeout(database.handle(), static_cast<int>(wait.count()));
        database.begin(SqliteConnection::Begin::exclusive);
        sqlite3_busy_timeout(database.handle(), static_cast<int>(wait_max.count()));
    };
    auto const reason = "another process writes to " + factory_.options().path;
    auto const silent_wait = std::min(wait_max, silent_wait_max);
    try {
        begin(silent_wait);
        return;
    } catch (ports::StorageError const&) {
        if (!is_busy()) throw;
    }
    if (tell_) tell_(reason);
    try {
        begin(wait_max - silent_wait);
    } catch (ports::StorageError const&) {
        if (!is_busy()) throw;
        auto const seconds = std::to_string(wait_max.count() / 1000);
        throw ports::MigrationLockError{reason + "; gave up after " + seconds +
                                        " s (--lock-timeout). Nothing was changed."};
    }
}

template <class Action>
auto SqliteMigrator::exclusively(Action action) {
    auto& database = writing();
    // Within a transaction this does nothing, and rebuilding a table would take its children along.
    database.execute("PRAGMA foreign_keys = OFF");
    try {
        begin_exclusive(database);
        auto result = action(database);
        database.commit();
        database.execute("PRAGMA foreign_keys = ON");
        return result;
    } catch (...) {
        // The next use opens a fresh connection, with foreign keys again.
        connection_.reset();
        throw;
    }
}

ports::Migrator::Applied SqliteMigrator::apply(ports::Migration const& migration,
                                               ports::MigrationAuthor const& author) {
    return exclusively([&](SqliteConnection& database) {
        if (state_in_history(database, migration.version)) return Applied::before;
        run_migration(database, migration, author, clock_);
        return Applied::now;
    });
}

ports::Migrator::Applied SqliteMigrator::baseline(std::span<ports::Migration const> migrations,
                                                  ports::MigrationAuthor const& author) {
    return exclusively([&](SqliteConnection& database) {
        if (has_history(database) &&
            !database.value_of("SELECT 1 FROM daybook_migrations").empty()) {
            return Applied::before;
        }
        for (auto const& migration : migrations) {
            insert_history(database, migration, author, ports::MigrationState::baseline,
                           clock_.now());
        }
        if (!migrations.empty()) set_user_version(database, migrations.back().version);
        return Applied::now;
    });
}

void SqliteMigrator::repair(ports::Migration const& migration, ports::MigrationAuthor const& author,
                            std::string const& reason) {
    exclusively([&](SqliteConnection& database) {
        if (!state_in_history(database, migration.version)) {
            throw ports::MigrationError{
                1, {}, "migration " + std::to_string(migration.version) + " is not in the history"};
        }
        SqliteStatement amend{
            database,
            "UPDATE daybook_migrations SET name = ?, fingerprint = ?, compatible_from = ?, "
            "state = CASE state WHEN 'baseline' THEN 'baseline' ELSE 'applied' END, "
            "finished_at = coalesce(finished_at, ?), error = ? WHERE version = ?"};
        return amend.run(migration.name, migration.fingerprint, migration.compatible_from,
                         clock_.now(), ports::repair_note(author, reason), migration.version);
    });
}

std::string SqliteMigrator::describe() const { return "sqlite:" + factory_.options().path; }

bool SqliteMigrator::has_content() {
    return file_exists() && !reading().value_of("SELECT 1 FROM sqlite_schema LIMIT 1").empty();
}

bool SqliteMigrator::backup_to(std::string const& file, std::optional<int> version) {
    // Of its own: several processes may be about to migrate, each with a copy.
    auto const unfinished = file + "." + std::to_string(::getpid()) + ".unfinished";
    std::error_code ignored;
    std::filesystem::remove(unfinished, ignored);
    try {
        // What must not change this file must not write another either, in the eyes of SQLite.
        reading().execute("PRAGMA query_only = OFF");
        make_private_file(unfinished);
        SqliteStatement{reading(), "VACUUM INTO ?"}.run(unfinished);
        reading().require_unwritten();
        if (version && user_version_of(unfinished) != *version) {
            std::filesystem::remove(unfinished);
            return false;
        }
        sync_to_disk(unfinished);
        std::filesystem::rename(unfinished, file);
        sync_to_disk(std::filesystem::absolute(file).parent_path());
        return true;
    } catch (std::filesystem::filesystem_error const& error) {
        std::filesystem::remove(unfinished, ignored);
        throw ports::StorageError{ports::StorageError::Kind::unavailable, error.what()};
    } catch (...) {
        std::filesystem::remove(unfinished, ignored);
        throw;
    }
}

std::vector<std::string> SqliteMigrator::check_integrity() {
    std::vector<std::string> findings;
    SqliteStatement check{reading(), "PRAGMA quick_check"};
    auto rows = check.query();
    while (rows.next()) findings.push_back(rows.get<std::string>());
    reading().require_unwritten();
    if (findings == std::vector<std::string>{"ok"}) findings.clear();
    return findings;
}

SqliteConnection& SqliteMigrator::reading() {
    if (!connection_) {
        connection_ = factory_.open(SqliteConnectionFactory::Access::read);
        is_writable_ = false;
    }
    return *connection_;
}

SqliteConnection& SqliteMigrator::writing() {
    if (!connection_ || !is_writable_) {
        connection_.reset();
        connection_ = factory_.open(SqliteConnectionFactory::Access::create);
        is_writable_ = true;
    }
    return *connection_;
}

bool SqliteMigrator::file_exists() const {
    return connection_ || std::filesystem::exists(factory_.options().path);
}

}  // namespace daybook::sqlite
