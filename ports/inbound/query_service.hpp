#pragma once

#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <optional>
#include <stop_token>

#include "ports/outbound/book_reader.hpp"

namespace daybook::ports {

/// On whose behalf the book is read, and how long anybody waits for it.
struct ReadCaller {
    using TimePoint = std::chrono::steady_clock::time_point;

    /// The reads of one client take turns with those of others.
    std::uint64_t client = 0;
    TimePoint deadline = TimePoint::max();
    /// Says when the client has gone.
    std::stop_token gone;

    [[nodiscard]] bool is_waiting(TimePoint now) const {
        return now < deadline && !gone.stop_requested();
    }
};

/// How much a read may take. A small one reads some rows by their keys, and waits for no large one.
enum class ReadSize { small, large };

/// What the world may ask to be shown. Threads: safe.
class QueryService {
  public:
    enum class Submitted { accepted, busy, stopping };

    virtual ~QueryService() = default;

    /// Queues a read; never blocks. `read` runs once, on a thread of the service, on a consistent
    /// view of the book; then `done` is called once, with what `read` or the store threw, if
    /// anything. Where its caller waits no longer, `read` does not run or is broken off, and `done`
    /// gets ReadAbandoned. Where the result is not `accepted`, neither is ever called.
    [[nodiscard]] virtual Submitted submit(ReadCaller caller, ReadSize size,
                                           std::function<void(BookReader&)> read,
                                           std::function<void(std::exception_ptr)> done) = 0;

    /// Gets the order, nothing where there is none, or what the store threw.
    using OrderFound = std::function<void(std::optional<model::Order>, std::exception_ptr)>;
    /// Queues a search for one order; never blocks. Searches that wait are answered together, so
    /// that many at once cost little more than one. `done` is called as with submit().
    [[nodiscard]] virtual Submitted find_order(OrderKey key, OrderFound done) = 0;
};

}  // namespace daybook::ports
