#pragma once

#include "ports/outbound/clock.hpp"

namespace daybook::system {

/// The operating system's clocks: the one that people set, and the one that counts from the start
/// of the machine. Source: clock_gettime(2), CLOCK_REALTIME and CLOCK_BOOTTIME.
class SystemClock final : public ports::Clock {
  public:
    [[nodiscard]] model::Timestamp now() override;
    [[nodiscard]] model::Timestamp steady_now() override;
};

}  // namespace daybook::system
