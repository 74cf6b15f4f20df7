#pragma once

#include <atomic>
#include <optional>
#include <string>

namespace daybook::app {

/// What the lanes last saw of the store. away is forgotten with the next run that succeeds;
/// corrupt only with the process.
enum class StoreState { well, away, corrupt };

/// Whether the store takes what the lanes give it. Threads: safe.
class LaneHealth {
  public:
    void saw(StoreState state);
    [[nodiscard]] StoreState state() const { return state_; }

  private:
    std::atomic<StoreState> state_ = StoreState::well;
};

/// Why the worker should get no more work; nullopt when it should.
[[nodiscard]] std::optional<std::string> not_ready_because(StoreState state);

}  // namespace daybook::app
