#pragma once

#include <algorithm>
#include <chrono>

namespace daybook {
namespace fix {

/// How many messages may still come: `per_second` of them for long, ten times as many at once.
class MessageRate {
  public:
    using Clock = std::chrono::steady_clock;

    MessageRate(int per_second, Clock::time_point now)
        : per_second_(per_second), left_(per_second * burst_seconds), since_(now) {}

    /// Counts one more. False where it is one too many.
    bool take(Clock::time_point now) {
        std::chrono::duration<double> const passed = now - since_;
        since_ = now;
        left_ = std::min(per_second_ * burst_seconds, left_ + passed.count() * per_second_);
        if (left_ < 1) return false;
        left_ -= 1;
        return true;
    }

  private:
    static constexpr double burst_seconds = 10;

    double per_second_;
    double left_;
    Clock::time_point since_;
};

}  // namespace fix
}  // namespace daybook
