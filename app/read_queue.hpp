#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <optional>
#include <unordered_map>
#include <vector>

#include "ports/inbound/query_service.hpp"

namespace daybook::app {

/// A read that waits for its turn.
struct QueuedRead {
    ports::ReadCaller caller;
    ports::ReadSize size = ports::ReadSize::small;
    std::function<void(ports::BookReader&)> read;
    std::function<void(std::exception_ptr)> done;
};

/// Reads in the order in which they are run: clients take turns, small reads and large ones take
/// turns, and what nobody waits for any more does not run. Threads: not safe.
class ReadQueue {
  public:
    using TimePoint = ports::ReadCaller::TimePoint;

    explicit ReadQueue(std::size_t reads_max) : reads_max_{reads_max} {}

    /// Adds a read. A full queue takes none but the first of a client that has none waiting, and
    /// is bounded then by the number of clients. Returns whether it was taken.
    [[nodiscard]] bool push(QueuedRead read);
    /// The read that is next; without large ones where these may not run now.
    [[nodiscard]] std::optional<QueuedRead> pop(bool with_large);
    /// Takes out the reads that nobody waits for.
    [[nodiscard]] std::vector<QueuedRead> take_abandoned(TimePoint now);

    [[nodiscard]] std::size_t size() const { return small_.size + large_.size; }
    [[nodiscard]] bool has(bool with_large) const {
        return small_.size > 0 || (with_large && large_.size > 0);
    }

  private:
    /// The reads of one size, by client, and the clients in the order of their turns.
    struct Turns {
        std::unordered_map<std::uint64_t, std::deque<QueuedRead>> waiting;
        std::deque<std::uint64_t> clients;
        std::size_t size = 0;
    };

    static QueuedRead pop_from(Turns& turns);
    static void take_abandoned_from(Turns& turns, TimePoint now, std::vector<QueuedRead>& into);
    [[nodiscard]] bool is_waiting(std::uint64_t client) const;

    std::size_t reads_max_;
    Turns small_;
    Turns large_;
    bool large_is_next_ = false;
};

}  // namespace daybook::app
