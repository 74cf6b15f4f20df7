#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <sqlite3.h>

#include "ports/outbound/storage_error.hpp"
#include "sqlite/sqlite_files.hpp"
#include "sqlite/sqlite_rights.hpp"

namespace daybook::sqlite {

/// An open database. Made by SqliteConnectionFactory alone, which applies the pragmas.
///
/// Within a transaction the first failure is final: every later statement and commit() throw it
/// again, so that nobody continues with half of what was asked.
///
/// Threads: not safe; one connection per thread.
class SqliteConnection {
  public:
    enum class Begin { deferred, immediate, exclusive };

    /// Opens `path`. `flags`: SQLITE_OPEN_*. Throws: StorageError.
    SqliteConnection(std::string const& path, int flags);
    SqliteConnection(SqliteConnection const&) = delete;
    SqliteConnection& operator=(SqliteConnection const&) = delete;
    ~SqliteConnection();

    /// Runs `sql` without values and without an answer.
    void execute(char const* sql);
    /// The first column of the first row as text; empty where there is none.
    [[nodiscard]] std::string value_of(char const* sql);

    void begin(Begin mode);
    /// Throws: StorageError; then the transaction is over all the same.
    void commit();
    /// Ends the transaction if one is open. Never throws: what cannot be rolled back spoils the
    /// connection, and is rolled back when that is closed.
    void rollback() noexcept;
    /// Whether it is of no use any more, and has to be opened anew: a transaction is open that
    /// could not be rolled back, or memory has run out in the middle of something.
    [[nodiscard]] bool is_spoilt() const;

    /// Runs `last_words` when the connection is closed.
    void before_close(std::function<void(SqliteConnection&)> last_words);

    /// Runs `heard` after each commit that wrote, with the number of pages that the log holds,
    /// instead of SQLite's own checkpoints. It must not throw.
    void after_commit(std::function<void(int)> heard);

    /// For a connection that takes the file as one that nobody writes: from here on it watches.
    void watch(std::string const& path) { file_.emplace(path); }
    /// Throws: StorageError, unavailable, where somebody has written since watch() all the same:
    /// what was read may belong to several moments.
    void require_unwritten() const;

    /// From here on it knows which files it has open.
    void note_files(std::string const& path);
    /// nullopt where nobody has noted them.
    [[nodiscard]] std::optional<SqliteFiles> const& files() const { return files_; }
    /// Throws: StorageError, replaced, where one of them is no longer under its name.
    void require_same_files() const;

    /// Throws what made the transaction fail, if it has.
    void require_usable() const {
        if (failure_) throw *failure_;
    }
    /// Throws the StorageError for `code`, and marks an open transaction as failed.
    [[noreturn]] void fail(int code);

    [[nodiscard]] sqlite3* handle() const { return handle_.get(); }

  private:
    struct Close {
        void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
    };

    void note_shortage(int code);

    std::unique_ptr<sqlite3, Close> handle_;
    bool in_transaction_ = false;
    std::optional<ports::StorageError> failure_;
    std::function<void(SqliteConnection&)> last_words_;
    std::function<void(int)> heard_;
    std::optional<SqliteFileState> file_;
    std::optional<SqliteFiles> files_;
    bool ran_out_of_memory_ = false;
};

}  // namespace daybook::sqlite
