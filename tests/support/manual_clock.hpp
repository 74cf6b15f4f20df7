#pragma once

#include <chrono>

#include "ports/outbound/clock.hpp"

namespace daybook::support {

/// A clock that stands still until it is told otherwise. Threads: not safe.
class ManualClock final : public ports::Clock {
  public:
    explicit ManualClock(model::Timestamp now) : now_{now} {}
    model::Timestamp now() override { return plus(now_, wall_ahead_); }
    model::Timestamp steady_now() override { return now_; }
    /// So much time has passed, whatever the wall clock says of it.
    void set(model::Timestamp now) { now_ = now; }
    void pass(std::chrono::microseconds time) { now_ = plus(now_, time); }
    /// Somebody sets the wall clock forward, or back: no time passes.
    void set_wall_ahead(std::chrono::microseconds by) { wall_ahead_ = by; }

  private:
    static model::Timestamp plus(model::Timestamp time, std::chrono::microseconds by) {
        return model::Timestamp::from_micros(time.micros() + by.count());
    }

    model::Timestamp now_;
    std::chrono::microseconds wall_ahead_{0};
};

}  // namespace daybook::support
