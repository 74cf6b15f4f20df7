#pragma once

#include "ports/outbound/clock.hpp"

namespace daybook::support {

/// A clock that stands still until it is told otherwise. Threads: not safe.
class ManualClock final : public ports::Clock {
  public:
    explicit ManualClock(model::Timestamp now) : now_{now} {}
    model::Timestamp now() override { return now_; }
    void set(model::Timestamp now) { now_ = now; }

  private:
    model::Timestamp now_;
};

}  // namespace daybook::support
