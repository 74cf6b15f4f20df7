#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace daybook::postgres {

/// Calls `round` every `interval` on a thread of its own, until it is destroyed.
class PostgresHousekeeper {
  public:
    using Time = std::chrono::steady_clock::time_point;

    /// `round` must not throw.
    PostgresHousekeeper(std::chrono::milliseconds interval, std::function<void(Time)> round);

  private:
    void work(std::stop_token const& stop);

    std::chrono::milliseconds interval_;
    std::function<void(Time)> round_;
    std::mutex mutex_;
    std::condition_variable_any woken_;
    std::jthread thread_;
};

}  // namespace daybook::postgres
