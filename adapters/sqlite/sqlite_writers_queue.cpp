#include "sqlite/sqlite_writers_queue.hpp"

#include <string>

#include "ports/outbound/storage_error.hpp"

namespace daybook::sqlite {

SqliteWritersQueue::Turn SqliteWritersQueue::wait_for_turn() {
    std::unique_lock lock{mutex_};
    auto const ticket = next_ticket_++;
    tickets_.push_back(ticket);
    bool const is_our_turn =
        turn_ended_.wait_for(lock, patience_, [&] { return tickets_.front() == ticket; });
    if (is_our_turn) return Turn{*this};
    // Never the first, so nobody's turn comes by it.
    std::erase(tickets_, ticket);
    throw ports::StorageError{ports::StorageError::Kind::unavailable,
                              "sqlite: others of this process have been writing for " +
                                  std::to_string(patience_.count()) +
                                  " ms, which is as long as it waits"};
}

std::size_t SqliteWritersQueue::waiting() const {
    std::lock_guard const lock{mutex_};
    return tickets_.empty() ? 0 : tickets_.size() - 1;
}

void SqliteWritersQueue::end_turn() {
    {
        std::lock_guard const lock{mutex_};
        tickets_.pop_front();
    }
    turn_ended_.notify_all();
}

}  // namespace daybook::sqlite
