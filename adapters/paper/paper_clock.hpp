#pragma once

#include <chrono>
#include <cstdint>

#include "model/timestamp.hpp"

namespace daybook::paper {

/// A time that goes some times faster than real time.
class PaperClock {
  public:
    using Steady = std::chrono::steady_clock;

    PaperClock(model::Timestamp from, Steady::time_point begin, std::uint32_t speed)
        : from_{from}, begin_{begin}, speed_{speed} {}

    [[nodiscard]] model::Timestamp at(Steady::time_point when) const {
        auto const passed = std::chrono::duration_cast<std::chrono::microseconds>(when - begin_);
        return model::Timestamp::from_micros(from_.micros() + passed.count() * speed_);
    }
    /// When it will be `time`, at the earliest.
    [[nodiscard]] Steady::time_point when(model::Timestamp time) const {
        auto const micros = time.micros() - from_.micros();
        return begin_ + std::chrono::microseconds{micros / speed_ + 1};
    }

  private:
    model::Timestamp from_;
    Steady::time_point begin_;
    std::int64_t speed_;
};

}  // namespace daybook::paper
