#pragma once

#include "model/timestamp.hpp"

namespace daybook::ports {

/// What time it is, and how much of it passes. Threads: safe.
class Clock {
  public:
    virtual ~Clock() = default;
    /// The wall clock, UTC: what is written down. It may be set, forward and back.
    [[nodiscard]] virtual model::Timestamp now() = 0;
    /// What everything goes by that waits: grows with the time that passes, while the machine
    /// sleeps too, whatever the wall clock is set to. Shape: since an unknown moment, the same for
    /// as long as the machine runs; only differences mean something.
    [[nodiscard]] virtual model::Timestamp steady_now() = 0;
};

}  // namespace daybook::ports
