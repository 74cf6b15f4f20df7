#pragma once

#include "ports/outbound/clock.hpp"

namespace daybook::system {

/// The operating system's wall clock.
class SystemClock final : public ports::Clock {
  public:
    [[nodiscard]] model::Timestamp now() override;
};

}  // namespace daybook::system
