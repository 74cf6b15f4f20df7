#include "sqlite/sqlite_checkpointer.hpp"

#include <memory>
#include <utility>

#include "ports/outbound/storage_error.hpp"

namespace daybook::sqlite {

SqliteCheckpointer::SqliteCheckpointer(SqliteConnectionFactory factory,
                                       SqliteCheckpointLimits limits)
    : factory_{std::move(factory)}, limits_{limits}, thread_{[this] { work(); }} {}

SqliteCheckpointer::~SqliteCheckpointer() {
    {
        std::scoped_lock const lock{mutex_};
        closing_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

void SqliteCheckpointer::committed(SqliteConnection& writer, int pages) noexcept {
    auto const step = step_after(pages);
    if (step == Step::ask) changed_.notify_one();
    if (step == Step::finish) move_pages(writer);
}

SqliteCheckpointer::Step SqliteCheckpointer::step_after(int pages) {
    std::scoped_lock const lock{mutex_};
    if (pages < moved_) moved_ = 0;  // The log has begun anew.
    if (asked_) return Step::none;
    auto const left = pages - moved_;
    bool const is_rest = moved_ > 0 && left <= limits_.rest;
    if (is_rest || pages >= limits_.log) return Step::finish;
    if (left < limits_.due) return Step::none;
    asked_ = true;
    return Step::ask;
}

void SqliteCheckpointer::work() {
    std::unique_ptr<SqliteConnection> connection;
    std::unique_lock lock{mutex_};
    while (true) {
        changed_.wait(lock, [this] { return asked_ || closing_; });
        if (!asked_) return;
        lock.unlock();
        try {
            if (!connection) connection = factory_.open(SqliteConnectionFactory::Access::read);
            move_pages(*connection);
        } catch (ports::StorageError const&) {
            // A writer will find the log too long, and move it.
        }
        lock.lock();
        asked_ = false;
    }
}

void SqliteCheckpointer::move_pages(SqliteConnection& connection) {
    int log = 0;
    int moved = 0;
    int const code = sqlite3_wal_checkpoint_v2(connection.handle(), nullptr,
                                               SQLITE_CHECKPOINT_PASSIVE, &log, &moved);
    if (code != SQLITE_OK) return;
    std::scoped_lock const lock{mutex_};
    moved_ = moved;
}

}  // namespace daybook::sqlite
