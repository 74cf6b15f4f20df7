#include "sqlite/sqlite_migrator.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "sqlite/sqlite_script.hpp"
#include "sqlite/sqlite_statement.hpp"

template <>
inline constexpr auto daybook::model::names_of<daybook::ports::MigrationState> =
    std::to_array<std::string_view>({"applied", "baseline", "running", "failed"});

namespace daybook::sqlite {
namespace {

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

bool has_history(SqliteConnection& connection) {
    return !connection
                .value_of(
                    "SELECT 1 FROM sqlite_schema WHERE type = 'table' "
                    "AND name = 'daybook_migrations'")
                .empty();
}

bool is_in_history(SqliteConnection& connection, int version) {
    if (!has_history(connection)) return false;
    SqliteStatement find{connection, "SELECT 1 FROM daybook_migrations WHERE version = ?"};
    return find.query(version).next();
}

void insert_history(SqliteConnection& connection, ports::Migration const& migration,
                    ports::MigrationAuthor const& author, model::Timestamp started_at) {
    connection.execute(create_history);
    SqliteStatement insert{connection,
                           "INSERT INTO daybook_migrations (version, name, fingerprint, state, "
                           "compatible_from, applied_by, daybook_version, started_at) "
                           "VALUES (?, ?, ?, ?, ?, ?, ?, ?)"};
    insert.run(migration.version, migration.name, migration.fingerprint,
               ports::MigrationState::running, migration.compatible_from, author.applied_by,
               author.daybook_version, started_at);
}

void finish_history(SqliteConnection& connection, int version, model::Timestamp finished_at) {
    SqliteStatement update{
        connection, "UPDATE daybook_migrations SET state = ?, finished_at = ? WHERE version = ?"};
    update.run(ports::MigrationState::applied, finished_at, version);
}

/// Makes what was written to a file, or to the list of a folder, survive a loss of power.
void sync_to_disk(std::filesystem::path const& path) {
    int const descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    bool const synced = descriptor >= 0 && ::fsync(descriptor) == 0;
    std::error_code const failure{errno, std::generic_category()};
    if (descriptor >= 0) ::close(descriptor);
    if (!synced) throw std::filesystem::filesystem_error{"cannot sync", path, failure};
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
    insert_history(connection, migration, author, clock.now());
    run_script(connection, migration.sql);
    require_foreign_keys(connection);
    finish_history(connection, migration.version, clock.now());
    auto const version = "PRAGMA user_version = " + std::to_string(migration.version);
    connection.execute(version.c_str());
}

}  // namespace

SqliteMigrator::SqliteMigrator(SqliteOptions options, ports::Clock& clock)
    : factory_{std::move(options)}, clock_{clock} {}

std::vector<ports::AppliedMigration> SqliteMigrator::history() {
    std::vector<ports::AppliedMigration> history;
    if (!file_exists() || !has_history(connection())) return history;
    SqliteStatement list{connection(),
                         "SELECT version, name, fingerprint, state, compatible_from, applied_by, "
                         "daybook_version, started_at, finished_at, error "
                         "FROM daybook_migrations ORDER BY version"};
    auto rows = list.query();
    while (rows.next()) {
        auto& row = history.emplace_back();
        rows.read(row.version, row.name, row.fingerprint, row.state, row.compatible_from,
                  row.applied_by, row.daybook_version, row.started_at, row.finished_at, row.error);
    }
    return history;
}

ports::Migrator::Applied SqliteMigrator::apply(ports::Migration const& migration,
                                               ports::MigrationAuthor const& author) {
    auto& database = connection();
    // Within a transaction this does nothing, and rebuilding a table would take its children along.
    database.execute("PRAGMA foreign_keys = OFF");
    database.begin(SqliteConnection::Begin::exclusive);
    auto result = Applied::before;
    try {
        if (!is_in_history(database, migration.version)) {
            run_migration(database, migration, author, clock_);
            result = Applied::now;
        }
        database.commit();
    } catch (...) {
        // The next use opens a fresh connection, with foreign keys again.
        connection_.reset();
        throw;
    }
    database.execute("PRAGMA foreign_keys = ON");
    return result;
}

std::string SqliteMigrator::describe() const { return "sqlite:" + factory_.options().path; }

bool SqliteMigrator::has_content() {
    return file_exists() && !connection().value_of("SELECT 1 FROM sqlite_schema LIMIT 1").empty();
}

void SqliteMigrator::backup_to(std::string const& file) {
    auto const unfinished = file + ".unfinished";
    std::error_code ignored;
    std::filesystem::remove(unfinished, ignored);
    try {
        SqliteStatement{connection(), "VACUUM INTO ?"}.run(unfinished);
        sync_to_disk(unfinished);
        std::filesystem::rename(unfinished, file);
        sync_to_disk(std::filesystem::absolute(file).parent_path());
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
    SqliteStatement check{connection(), "PRAGMA quick_check"};
    auto rows = check.query();
    while (rows.next()) findings.push_back(rows.get<std::string>());
    if (findings == std::vector<std::string>{"ok"}) findings.clear();
    return findings;
}

SqliteConnection& SqliteMigrator::connection() {
    if (!connection_) connection_ = factory_.open(SqliteConnectionFactory::Access::create);
    return *connection_;
}

bool SqliteMigrator::file_exists() const {
    return connection_ || std::filesystem::exists(factory_.options().path);
}

}  // namespace daybook::sqlite
