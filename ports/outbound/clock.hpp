#pragma once

#include "model/timestamp.hpp"

namespace daybook::ports {

/// The wall clock. Threads: safe.
class Clock {
  public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual model::Timestamp now() = 0;
};

}  // namespace daybook::ports
