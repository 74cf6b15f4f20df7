#include "app/embedded_database.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <string_view>

#include "app/exit_code.hpp"
#include "app/schema_gate.hpp"
#include "log/file_modes.hpp"
#include "log/log.hpp"
#include "ports/outbound/storage_error.hpp"
#include "sqlite/sqlite_migrator.hpp"
#include "sqlite/sqlite_restore.hpp"
#include "sqlite/sqlite_rights.hpp"
#include "sqlite/sqlite_schema_eraser.hpp"
#include "sqlite/sqlite_schema_reader.hpp"
#include "sqlite/sqlite_storage.hpp"

namespace daybook::app {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t backups_kept = 3;

[[noreturn]] void fail(std::string const& sentence) {
    throw Failure{ExitCode::database_unreachable, sentence};
}

/// Runs `open`, and says which file it was about when the store does not open.
template <class Open>
auto with_path(std::string const& path, Open const& open) {
    try {
        return open();
    } catch (ports::StorageError const& error) {
        // The sentence about a right names the path itself.
        if (error.kind() == ports::StorageError::Kind::forbidden) throw;
        fail("sqlite:" + path + " cannot be used: " + error.what());
    }
}

/// A full disk lets a worker start, which says so: the book can be read, and room may come.
void require_writable(ports::Storage& storage) {
    try {
        storage.require_writable();
    } catch (ports::StorageError const& error) {
        if (error.kind() != ports::StorageError::Kind::full) throw;
        log::error("store full", {{"reason", error.what()}});
    }
}

void warn_of_open_files(fs::path const& path) {
    auto const folder = path.has_parent_path() ? path.parent_path() : fs::path{"."};
    log::warn_where_open(folder, log::private_folder);
    for (auto const* ending : {"", "-wal", "-shm"}) {
        log::warn_where_open(path.string() + ending, log::private_file);
    }
}

/// A copy that nobody writes any more: its writer was killed.
bool is_abandoned(fs::directory_entry const& entry) {
    constexpr std::chrono::hours grace{1};
    std::error_code error;
    auto const written = entry.last_write_time(error);
    return !error && written < fs::file_time_type::clock::now() - grace;
}

/// Keeps the newest copies of `path` made before migrations: `book.db.schema-4.bak`.
void remove_old_backups(fs::path const& path) {
    auto const prefix = path.filename().string() + ".schema-";
    std::vector<std::pair<int, fs::path>> backups;
    auto const folder = path.has_parent_path() ? path.parent_path() : fs::path{"."};
    // Another process may be at it too.
    std::error_code ignored;
    for (auto const& entry : fs::directory_iterator{folder}) {
        auto const name = entry.path().filename().string();
        if (!name.starts_with(prefix)) continue;
        if (name.ends_with(".unfinished") && is_abandoned(entry)) fs::remove(entry.path(), ignored);
        if (!name.ends_with(".bak")) continue;
        int version = 0;
        std::from_chars(name.data() + prefix.size(), name.data() + name.size(), version);
        backups.emplace_back(version, entry.path());
    }
    std::ranges::sort(backups, std::ranges::greater{});
    for (std::size_t i = backups_kept; i < backups.size(); ++i) {
        fs::remove(backups[i].second, ignored);
    }
}

/// SQLite answers some pragmas by number.
std::string setting_text(std::string_view name, std::string value) {
    constexpr auto modes = std::to_array<std::string_view>({"OFF", "NORMAL", "FULL", "EXTRA"});
    if (name == "synchronous" && value.size() == 1 && value[0] >= '0' && value[0] <= '3') {
        return std::string{modes[static_cast<std::size_t>(value[0] - '0')]};
    }
    if (name == "foreign_keys") return value == "1" ? "ON" : "OFF";
    return value;
}

/// A file that goes with its owner, unless it has got another name.
class RestoreDraft {
  public:
    explicit RestoreDraft(std::string path) : path_{std::move(path)} { remove(); }
    ~RestoreDraft() { remove(); }
    RestoreDraft(RestoreDraft const&) = delete;
    RestoreDraft& operator=(RestoreDraft const&) = delete;

    [[nodiscard]] std::string const& path() const { return path_; }

  private:
    void remove() const {
        std::error_code ignored;
        for (auto const* end : {"", "-wal", "-shm", "-journal"}) {
            fs::remove(path_ + end, ignored);
        }
    }

    std::string path_;
};

}  // namespace

EmbeddedDatabase::EmbeddedDatabase(std::string path, ports::Clock& clock, ports::Sha256& sha256)
    : path_{std::move(path)}, clock_{clock}, schema_{EmbeddedSchema::Dialect::sqlite, sha256} {}

std::unique_ptr<ports::Storage> EmbeddedDatabase::open_for_booking() {
    prepare_migration();
    return with_path(path_, [&]() -> std::unique_ptr<ports::Storage> {
        auto const migrator = open_migrator();
        migrate(*migrator, schema_.migrations(),
                {.before_first = [&](auto const& plan) { back_up_schema(plan.current); },
                 .applied =
                     [](ports::Migration const& migration, ports::Migrator::Applied) {
                         log::info("migration applied",
                                   {{"version", migration.version}, {"name", migration.name}});
                     }});
        auto storage =
            std::make_unique<sqlite::SqliteStorage>(sqlite::SqliteOptions{.path = path_});
        require_writable(*storage);
        warn_of_open_files(path_);
        return storage;
    });
}

std::unique_ptr<ports::Storage> EmbeddedDatabase::open_for_reading() {
    require_file();
    return with_path(path_, [&]() -> std::unique_ptr<ports::Storage> {
        require_own_tables();
        require_usable_schema(*open_migrator(), schema_.migrations());
        return std::make_unique<sqlite::SqliteStorage>(sqlite::SqliteOptions{.path = path_});
    });
}

std::unique_ptr<ports::Migrator> EmbeddedDatabase::open_migrator(MigratorPatience patience) {
    if (!patience.tell) {
        patience.tell = [](std::string const& line) {
            log::warn("migration waits", {{"reason", line}});
        };
    }
    return std::make_unique<sqlite::SqliteMigrator>(
        sqlite::SqliteOptions{.path = path_, .busy_timeout = patience.lock_wait_max}, clock_,
        std::move(patience.tell));
}

std::unique_ptr<ports::SchemaReader> EmbeddedDatabase::open_schema_reader() const {
    return std::make_unique<sqlite::SqliteSchemaReader>(sqlite::SqliteOptions{.path = path_});
}

std::unique_ptr<ports::SchemaEraser> EmbeddedDatabase::open_schema_eraser() const {
    return std::make_unique<sqlite::SqliteSchemaEraser>(sqlite::SqliteOptions{.path = path_});
}

void EmbeddedDatabase::prepare_migration() const {
    make_folders();
    require_own_tables();
}

void EmbeddedDatabase::require_own_tables() const {
    with_path(path_, [&] {
        sqlite::SqliteMigrator migrator{{.path = path_}, clock_};
        if (!migrator.has_content() || !migrator.history().empty()) return;
        throw Failure{ExitCode::history_mismatch,
                      "sqlite:" + path_ +
                          " holds tables that are not Daybook's, or that no migration of it made. "
                          "For those of schema N, run: daybook migrate baseline N"};
    });
}

void EmbeddedDatabase::make_folders() const {
    auto const folder = fs::path{path_}.parent_path();
    if (folder.empty() || fs::exists(folder)) return;
    // What the folders hold is nobody else's business: they are made for the owner alone.
    auto const mask = ::umask(0077);
    std::error_code error;
    fs::create_directories(folder, error);
    ::umask(mask);
    if (error) fail("cannot make the folder " + folder.string() + ": " + error.message());
}

void EmbeddedDatabase::back_up_schema(int version) const {
    if (version == 0) return;
    auto const copy = path_ + ".schema-" + std::to_string(version) + ".bak";
    bool const copied = with_path(path_, [&] {
        return sqlite::SqliteMigrator{{.path = path_}, clock_}.backup_to(copy, version);
    });
    // Else another process has migrated meanwhile, and made the copy before.
    if (copied) log::info("database copied before migrating", {{"file", copy}});
    remove_old_backups(path_);
}

void EmbeddedDatabase::back_up_to(std::string const& file) const {
    with_path(path_, [&] { sqlite::SqliteMigrator{{.path = path_}, clock_}.backup_to(file); });
}

void EmbeddedDatabase::restore_from(std::string const& file, std::string const& timeline,
                                    bool yes) const {
    bool const is_there = fs::exists(path_);
    if (is_there && !yes) {
        throw Failure{ExitCode::usage, "sqlite:" + path_ +
                                           " has a book, which would be given up for the one in " +
                                           file + ": add --yes to do so"};
    }
    make_folders();
    RestoreDraft const draft{path_ + "." + std::to_string(::getpid()) + ".restoring"};
    with_path(file, [&] {
        sqlite::copy_for_restore(file, draft.path());
        require_usable_schema_of_backup(draft.path());
        auto identity = sqlite::read_identity(draft.path());
        // A backup from before books had ids gets one with its first worker.
        identity.timeline = timeline;
        auto rows = sql::rows_of(identity);
        if (identity.book_id.empty()) rows.erase(rows.begin());
        sqlite::write_meta(draft.path(), rows);
    });
    if (!is_there) return fs::rename(draft.path(), path_);
    bool const is_replaced =
        with_path(path_, [&] { return sqlite::replace_database(draft.path(), path_); });
    if (is_replaced) return;
    throw Failure{ExitCode::lock_not_obtained,
                  "sqlite:" + path_ + " is open elsewhere: stop the worker first"};
}

/// Throws: Failure for what is no backup of a book, or one of a newer release.
void EmbeddedDatabase::require_usable_schema_of_backup(std::string const& file) const {
    sqlite::SqliteMigrator migrator{{.path = file}, clock_};
    auto const history = migrator.history();
    if (history.empty()) {
        throw Failure{ExitCode::usage, "FILE must be a backup that daybook db backup has written"};
    }
    auto const plan = services::plan_migrations(schema_.migrations(), history);
    refuse_foreign_schema(plan);
}

StoreReport EmbeddedDatabase::check() const {
    using Access = sqlite::SqliteConnectionFactory::Access;
    require_file();
    return with_path(path_, [&] {
        StoreReport report;
        sqlite::SqliteConnectionFactory const factory{{.path = path_}};
        auto const connection = factory.open(Access::read);
        report.engine = "SQLite " + connection->value_of("SELECT sqlite_version()");
        report.file_bytes = fs::file_size(path_);
        for (auto const* name : {"journal_mode", "synchronous", "foreign_keys", "busy_timeout",
                                 "page_size", "page_count", "freelist_count"}) {
            auto const query = std::string{"PRAGMA "} + name;
            report.settings.emplace_back(name,
                                         setting_text(name, connection->value_of(query.c_str())));
        }
        if (auto const reason = sqlite::why_not_writable(path_)) {
            report.warnings.push_back("nothing can be booked here: " + *reason);
        }
        report.integrity = sqlite::SqliteMigrator{{.path = path_}, clock_}.check_integrity();
        return report;
    });
}

std::optional<std::string> EmbeddedDatabase::why_unreachable() const {
    try {
        require_file();
        with_path(path_, [&] { (void)sqlite::SqliteMigrator{{.path = path_}, clock_}.history(); });
        return std::nullopt;
    } catch (Failure const& failure) {
        return failure.what();
    }
}

void EmbeddedDatabase::require_file() const {
    if (fs::is_regular_file(path_)) return;
    if (fs::exists(path_)) fail("sqlite:" + path_ + " is not a file");
    fail("there is no database at sqlite:" + path_ + "; daybook worker and daybook apply make one");
}

}  // namespace daybook::app
