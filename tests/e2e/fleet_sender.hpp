#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "e2e/order_flow.hpp"

namespace daybook::e2e {

/// Sends a flow to several workers at once. Accounts are sent side by side, each in its order: a
/// request of a few commands goes to `copies` workers at the same time, drawn at random, and the
/// next one follows when all of them have answered. A worker that breaks off or has no answer is
/// given up for another one, until the request is answered.
class FleetSender {
  public:
    struct Options {
        std::uint64_t seed = 1;
        std::size_t copies = 2;
        std::size_t commands_per_request_max = 20;
    };
    /// Something that happens once so many commands have been answered.
    struct Event {
        std::size_t after_answers;
        std::function<void()> happen;
    };
    /// Where a worker listens, by its number.
    using PortOf = std::function<int(std::size_t)>;

    FleetSender(std::size_t workers, PortOf port_of, Options options);

    /// Returns when all is answered and all `events`, which are in order, have happened.
    void send(OrderFlow const& flow, std::vector<Event> const& events = {});

    /// How many commands were answered, over all copies.
    [[nodiscard]] std::size_t answers() const { return answers_; }
    /// Requests that had to be sent again.
    [[nodiscard]] std::size_t repeats() const { return repeats_; }
    /// The longest time in which no worker answered anything.
    [[nodiscard]] double longest_silence_seconds() const;
    /// The answers to requests in which a command was refused.
    [[nodiscard]] std::vector<std::string> refusals() const;

  private:
    class Conversation;

    void send_account(std::vector<std::string> const& lines, std::uint64_t seed);
    void count(std::size_t answers, std::string const& body);
    void wait_for_answers(std::size_t count);

    std::size_t workers_;
    PortOf port_of_;
    Options options_;
    std::atomic<std::size_t> answers_ = 0;
    std::atomic<std::size_t> repeats_ = 0;
    mutable std::mutex mutex_;
    std::condition_variable answered_;
    std::vector<std::string> refusals_;
    std::chrono::steady_clock::time_point last_answer_;
    std::chrono::steady_clock::duration longest_silence_{};
};

}  // namespace daybook::e2e
