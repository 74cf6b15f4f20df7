#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>

#include "http/byte_budget.hpp"

namespace daybook::http {

/// The room for the answers of all connections, and the line of those who wait for some. Small
/// answers do not stand in line: an eighth of the room is kept for them. Threads: not safe.
class AnswerRoom {
  public:
    using Ticket = std::uint64_t;
    static constexpr std::size_t small_bytes_max = 128 * 1024;

    explicit AnswerRoom(std::size_t most);
    AnswerRoom(AnswerRoom const&) = delete;
    AnswerRoom& operator=(AnswerRoom const&) = delete;

    [[nodiscard]] ByteBudget& budget() { return budget_; }
    /// Whether an answer of so many bytes may be computed now. The place in line is kept from one
    /// question to the next.
    [[nodiscard]] bool has_room(std::size_t bytes, std::optional<Ticket> place) const;
    /// Whoever waits is woken when there may be room, and asks again. Returns its place.
    Ticket wait(std::size_t bytes, std::optional<Ticket> place, std::function<void()> wake);
    /// Leaves the line, because there was room or nobody wants it any more.
    void leave(Ticket place);
    /// Whether somebody waits for whom there is no room.
    [[nodiscard]] bool is_short() const;

  private:
    struct Waiting {
        std::size_t bytes = 0;
        std::function<void()> wake;
    };

    [[nodiscard]] bool fits(std::size_t bytes) const;
    void wake_first();

    ByteBudget budget_;
    std::map<Ticket, Waiting> line_;
    Ticket next_ticket_ = 0;
};

}  // namespace daybook::http
