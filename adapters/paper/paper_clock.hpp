#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "model/timestamp.hpp"

namespace daybook::paper {

/// A time that goes some times faster than real time. Shape: 1 to speed_max times.
class PaperClock {
  public:
    static constexpr std::uint32_t speed_max = 100'000;
    using Steady = std::chrono::steady_clock;

    PaperClock(model::Timestamp from, Steady::time_point begin, std::uint32_t speed)
        : from_{from}, begin_{begin}, speed_{speed} {}

    [[nodiscard]] model::Timestamp at(Steady::time_point when) const {
        auto const passed = std::chrono::duration_cast<std::chrono::microseconds>(when - begin_);
        return model::Timestamp::from_micros(from_.micros() + passed.count() * speed_);
    }
    /// When it will be `time`, or some years from now where that is later still.
    [[nodiscard]] Steady::time_point when(model::Timestamp time) const {
        auto const micros = (time.micros() - from_.micros()) / speed_ + 1;
        std::chrono::microseconds const far = std::chrono::years{10};
        return begin_ + std::min(std::chrono::microseconds{micros}, far);
    }

  private:
    model::Timestamp from_;
    Steady::time_point begin_;
    std::int64_t speed_;
};

}  // namespace daybook::paper
