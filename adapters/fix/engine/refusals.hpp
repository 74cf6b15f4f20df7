#pragma once

#include <chrono>
#include <string>

#include "fix/engine/session_engine.hpp"

namespace daybook {
namespace fix {

/// Tells who was not let in and why, once a second at most; then it also tells how many more there
/// were.
class Refusals {
  public:
    using Clock = std::chrono::steady_clock;

    explicit Refusals(EngineEvents& events) : events_(events) {}

    void tell(std::string const& peer, std::string const& reason, Clock::time_point now) {
        if (was_told_ && now - told_at_ < std::chrono::seconds(1)) {
            ++untold_;
            return;
        }
        auto const more = untold_ == 0 ? "" : "; and " + std::to_string(untold_) + " more before";
        was_told_ = true;
        told_at_ = now;
        untold_ = 0;
        events_.on_refusal(peer + ": " + reason + more);
    }

  private:
    EngineEvents& events_;
    bool was_told_ = false;
    Clock::time_point told_at_;
    unsigned long long untold_ = 0;
};

}  // namespace fix
}  // namespace daybook
