#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

#include "ports/outbound/clock.hpp"

namespace daybook::app {

/// Tells when somebody has set the wall clock: it went another way than the time that passed, by
/// more than a clock drifts. Nothing waits by it, but what is booked has its time.
///
/// Threads: look() is for one thread; jumps() is safe.
class ClockJumps {
  public:
    /// Between two looks.
    static constexpr std::chrono::microseconds drift_max{std::chrono::seconds{1}};

    explicit ClockJumps(ports::Clock& clock) : clock_{clock}, ahead_us_{read_ahead_us()} {}

    /// Compares with the look before, and logs a jump once.
    void look();
    /// How many there were.
    [[nodiscard]] std::uint64_t jumps() const { return jumps_; }

  private:
    [[nodiscard]] std::int64_t read_ahead_us();

    ports::Clock& clock_;
    /// By how much the wall clock is ahead of the steady one.
    std::int64_t ahead_us_;
    std::atomic<std::uint64_t> jumps_ = 0;
};

/// Looks for jumps once a second, on a thread of its own. Threads: safe.
class ClockWatch {
  public:
    explicit ClockWatch(ports::Clock& clock);
    ClockWatch(ClockWatch const&) = delete;
    ClockWatch& operator=(ClockWatch const&) = delete;

    [[nodiscard]] std::uint64_t jumps() const { return found_.jumps(); }

  private:
    void work(std::stop_token const& stop);

    ClockJumps found_;
    std::mutex mutex_;
    std::condition_variable_any stopped_;
    std::jthread thread_;
};

}  // namespace daybook::app
