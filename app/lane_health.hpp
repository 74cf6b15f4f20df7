#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>

#include "app/exit_code.hpp"

namespace daybook::app {

enum class StoreState { well, away, full, forbidden, replaced, corrupt };

/// What the lanes last saw of the store. Whatever it is, it is forgotten with the next run that
/// succeeds, and in any case some time after the last one that failed: who is not ready gets no
/// more runs, and could never show that it is well again. But for corrupt, which is forgotten only
/// with the process.
///
/// Threads: safe.
class LaneHealth {
  public:
    using Time = std::chrono::steady_clock::time_point;

    static constexpr std::chrono::seconds remembered_max{10};

    void saw(StoreState state, Time now);
    [[nodiscard]] StoreState state(Time now) const;

  private:
    mutable std::mutex mutex_;
    StoreState state_ = StoreState::well;
    Time since_;
};

/// What a command ends with that could not book.
[[nodiscard]] ExitCode exit_code_of(StoreState state);

/// Why the worker should get no more work; nullopt when it should.
[[nodiscard]] std::optional<std::string> not_ready_because(StoreState state);

}  // namespace daybook::app
