#include "sqlite/sqlite_connection.hpp"

#include <utility>

#include "model/assert.hpp"
#include "sqlite/sqlite_error.hpp"

namespace daybook::sqlite {

SqliteConnection::SqliteConnection(std::string const& path, int flags) {
    sqlite3* handle = nullptr;
    int const code = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
    handle_.reset(handle);
    if (code != SQLITE_OK) {
        auto const message = path + ": " + (handle ? sqlite3_errmsg(handle) : "out of memory");
        int const system_error = handle ? sqlite3_system_errno(handle) : 0;
        throw storage_error(failure_kind(code, system_error), code, message);
    }
    sqlite3_extended_result_codes(handle, 1);
}

SqliteConnection::~SqliteConnection() {
    rollback();
    if (!last_words_ || is_spoilt()) return;
    try {
        last_words_(*this);
    } catch (ports::StorageError const&) {
        // What is left undone here, SQLite does when the file is opened again.
    }
}

void SqliteConnection::execute(char const* sql) {
    require_usable();
    int const code = sqlite3_exec(handle(), sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) fail(code);
}

std::string SqliteConnection::value_of(char const* sql) {
    require_usable();
    std::string value;
    auto const keep = [](void* out, int columns, char** texts, char**) {
        if (columns > 0 && texts[0]) *static_cast<std::string*>(out) = texts[0];
        return 0;
    };
    int const code = sqlite3_exec(handle(), sql, keep, &value, nullptr);
    if (code != SQLITE_OK) fail(code);
    return value;
}

void SqliteConnection::begin(Begin mode) {
    DAYBOOK_ASSERT(!in_transaction_);
    if (is_spoilt()) {
        throw ports::StorageError{ports::StorageError::Kind::unavailable,
                                  "sqlite: what failed before could not be rolled back"};
    }
    execute(mode == Begin::deferred    ? "BEGIN DEFERRED"
            : mode == Begin::immediate ? "BEGIN IMMEDIATE"
                                       : "BEGIN EXCLUSIVE");
    in_transaction_ = true;
}

void SqliteConnection::commit() {
    DAYBOOK_ASSERT(in_transaction_);
    if (failure_) {
        auto const failure = *failure_;
        rollback();
        throw failure;
    }
    int const code = sqlite3_exec(handle(), "COMMIT", nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) {
        std::string const message = sqlite3_errmsg(handle());
        note_shortage(code);
        bool const still_open = sqlite3_get_autocommit(handle()) == 0;
        rollback();
        bool const rolled_back = still_open && sqlite3_get_autocommit(handle()) != 0;
        throw storage_error(commit_failure_kind(code, rolled_back), code, "commit: " + message);
    }
    in_transaction_ = false;
}

void SqliteConnection::rollback() noexcept {
    if (in_transaction_ && sqlite3_get_autocommit(handle()) == 0) {
        sqlite3_exec(handle(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
    in_transaction_ = false;
    failure_.reset();
}

bool SqliteConnection::is_spoilt() const {
    bool const is_left_open = !in_transaction_ && sqlite3_get_autocommit(handle()) == 0;
    return ran_out_of_memory_ || is_left_open;
}

void SqliteConnection::before_close(std::function<void(SqliteConnection&)> last_words) {
    last_words_ = std::move(last_words);
}

void SqliteConnection::after_commit(std::function<void(int)> heard) {
    heard_ = std::move(heard);
    auto const tell = [](void* connection, sqlite3*, char const*, int pages) {
        static_cast<SqliteConnection*>(connection)->heard_(pages);
        return SQLITE_OK;
    };
    sqlite3_wal_hook(handle(), tell, this);
}

void SqliteConnection::require_unwritten() const {
    if (!file_ || file_->is_same()) return;
    throw ports::StorageError{ports::StorageError::Kind::unavailable,
                              "sqlite: somebody has begun to write to the file while it was read "
                              "without a log; read it again"};
}

void SqliteConnection::note_files(std::string const& path) {
    files_ = SqliteFiles::at(path);
    int has_moved = 0;
    sqlite3_file_control(handle(), "main", SQLITE_FCNTL_HAS_MOVED, &has_moved);
    if (has_moved == 0) return;
    throw ports::StorageError{ports::StorageError::Kind::replaced,
                              "sqlite: " + path + " was replaced while it was opened"};
}

void SqliteConnection::require_same_files() const {
    if (!files_) return;
    auto const reason = files_->why_replaced();
    if (reason) throw ports::StorageError{ports::StorageError::Kind::replaced, *reason};
}

void SqliteConnection::note_shortage(int code) {
    if ((code & 0xff) == SQLITE_NOMEM) ran_out_of_memory_ = true;
}

void SqliteConnection::fail(int code) {
    note_shortage(code);
    auto const kind = failure_kind(code, sqlite3_system_errno(handle()));
    auto const error = storage_error(kind, code, sqlite3_errmsg(handle()));
    if (in_transaction_) failure_ = error;
    throw error;
}

}  // namespace daybook::sqlite
