#pragma once

#include <chrono>

#include "model/timestamp.hpp"

namespace daybook::services {

/// `time` and so much, which may be negative.
[[nodiscard]] inline model::Timestamp later(model::Timestamp time, std::chrono::microseconds by) {
    return model::Timestamp::from_micros(time.micros() + by.count());
}

}  // namespace daybook::services
