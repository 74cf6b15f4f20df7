#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "http/byte_budget.hpp"
#include "http/http_message.hpp"

namespace daybook::http {

/// The answers of one connection that are computed or wait to be written, in the order of its
/// requests. Each holds what it takes, or may take once it is there.
class AnswerQueue {
  public:
    using TimePoint = std::chrono::steady_clock::time_point;

    /// One answer, in its place.
    struct Slot {
        Slot(ByteBudget& requests, ByteBudget& answers) : request{requests}, answer{answers} {}

        std::uint64_t number = 0;
        bool ready = false;
        bool head = false;
        bool close = false;
        TimePoint deadline;
        std::string text;
        std::shared_ptr<EventStream> stream;
        HeldBytes request;
        HeldBytes answer;
    };
    /// What has been taken out to be written.
    struct Taken {
        std::string text;
        HeldBytes held;
        /// Follows the text, where there is one.
        std::shared_ptr<EventStream> stream;
    };

    /// The budgets are those of all connections.
    AnswerQueue(ByteBudget& requests, ByteBudget& answers)
        : requests_{requests}, answers_{answers} {}

    /// Adds a place behind all others, for an answer of about so many bytes.
    /// Shape: numbers count from 0.
    Slot& add(TimePoint deadline, std::size_t answer_bytes);
    /// The place with that number, where its answer has not come yet; null otherwise.
    [[nodiscard]] Slot* awaited(std::uint64_t number);
    /// Puts the text in its place.
    void put(Slot& slot, std::string text);
    /// The numbers of those whose answers are late.
    [[nodiscard]] std::vector<std::uint64_t> late(TimePoint now) const;

    /// Takes out what is ready from the front on, some `bytes` of it, up to a stream.
    [[nodiscard]] Taken take_ready(std::size_t bytes);
    void clear();

    [[nodiscard]] bool empty() const { return slots_.empty(); }
    [[nodiscard]] std::size_t size() const { return slots_.size(); }
    /// How many answers have not come yet.
    [[nodiscard]] std::size_t in_flight() const { return in_flight_; }
    /// What its answers take, those included that have not come yet.
    [[nodiscard]] std::size_t bytes() const { return bytes_; }

  private:
    ByteBudget& requests_;
    ByteBudget& answers_;
    std::deque<Slot> slots_;
    std::uint64_t next_number_ = 0;
    std::size_t in_flight_ = 0;
    std::size_t bytes_ = 0;
};

}  // namespace daybook::http
