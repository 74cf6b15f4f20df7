#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>

namespace daybook::sqlite {

/// Lets the units of work of one storage write one after another, whoever came first first.
/// SQLite's own way is to try again after a pause: who writes without a pause between its units
/// can keep the others waiting for ever. Other processes still wait in that way.
///
/// Threads: safe.
class SqliteWritersQueue {
  public:
    /// While it lives, it is its owner's turn.
    class Turn {
      public:
        explicit Turn(SqliteWritersQueue& queue) : queue_{queue} {}
        Turn(Turn const&) = delete;
        Turn& operator=(Turn const&) = delete;
        ~Turn() { queue_.end_turn(); }

      private:
        SqliteWritersQueue& queue_;
    };

    explicit SqliteWritersQueue(std::chrono::milliseconds patience) : patience_{patience} {}

    /// Throws: StorageError, unavailable, where the turn has not come within the patience.
    [[nodiscard]] Turn wait_for_turn();
    /// How many wait now.
    [[nodiscard]] std::size_t waiting() const;

  private:
    void end_turn();

    std::chrono::milliseconds patience_;
    mutable std::mutex mutex_;
    std::condition_variable turn_ended_;
    /// The first is the one whose turn it is.
    std::deque<std::uint64_t> tickets_;
    std::uint64_t next_ticket_ = 0;
};

}  // namespace daybook::sqlite
