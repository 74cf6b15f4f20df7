#pragma once

#include <exception>
#include <functional>
#include <optional>

#include "ports/outbound/book_reader.hpp"

namespace daybook::ports {

/// What the world may ask to be shown. Threads: safe.
class QueryService {
  public:
    enum class Submitted { accepted, busy, stopping };

    virtual ~QueryService() = default;

    /// Queues a read; never blocks. `read` runs once, on a thread of the service, on a consistent
    /// view of the book; then `done` is called once, with what `read` or the store threw, if
    /// anything. Where the result is not `accepted`, neither is ever called.
    [[nodiscard]] virtual Submitted submit(std::function<void(BookReader&)> read,
                                           std::function<void(std::exception_ptr)> done) = 0;

    /// Gets the order, nothing where there is none, or what the store threw.
    using OrderFound = std::function<void(std::optional<model::Order>, std::exception_ptr)>;
    /// Queues a search for one order; never blocks. Searches that wait are answered together, so
    /// that many at once cost little more than one. `done` is called as with submit().
    [[nodiscard]] virtual Submitted find_order(OrderKey key, OrderFound done) = 0;
};

}  // namespace daybook::ports
