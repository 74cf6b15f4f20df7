#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "sqlite/sqlite_connection_factory.hpp"

namespace daybook::sqlite {

/// When what the log holds is moved into the file. Units: pages.
struct SqliteCheckpointLimits {
    /// From here on the thread moves it.
    int due = 4'000;
    /// So little, left over by the thread, the writer moves itself.
    int rest = 500;
    /// A log so long the writer moves itself, whatever is left.
    int log = 40'000;
};

/// Moves what commits have written to the log (the WAL) into the file, on a thread of its own: a
/// writer that did it would keep its callers waiting for the disk. Only a log of which all is moved
/// begins anew, and under load the thread is never quite done; the rest is the writer's.
///
/// Threads: safe.
class SqliteCheckpointer {
  public:
    explicit SqliteCheckpointer(SqliteConnectionFactory factory,
                                SqliteCheckpointLimits limits = {});
    /// Finishes what it was asked for.
    ~SqliteCheckpointer();
    SqliteCheckpointer(SqliteCheckpointer const&) = delete;
    SqliteCheckpointer& operator=(SqliteCheckpointer const&) = delete;

    /// What a writer calls after a commit, without a transaction. `pages`: what the log holds.
    /// What cannot be moved now is moved later.
    void committed(SqliteConnection& writer, int pages) noexcept;

  private:
    enum class Step { none, ask, finish };

    [[nodiscard]] Step step_after(int pages);
    void work();
    void move_pages(SqliteConnection& connection);

    SqliteConnectionFactory factory_;
    SqliteCheckpointLimits limits_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool asked_ = false;
    bool closing_ = false;
    /// How many pages of the log the file has.
    int moved_ = 0;
    std::thread thread_;
};

}  // namespace daybook::sqlite
