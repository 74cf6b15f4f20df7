#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace daybook::bench {

/// How often latencies occurred, in buckets that grow with what they hold: below 128 ns one each,
/// above that 64 to every doubling, so that a reading is at most 1/64 above what was recorded.
///
/// Shape: any duration from 0; negative ones count as 0. Threads: one at a time.
class LatencyHistogram {
  public:
    using Nanoseconds = std::chrono::nanoseconds;

    LatencyHistogram();

    void record(Nanoseconds latency);
    void add(LatencyHistogram const& other);

    [[nodiscard]] std::uint64_t count() const { return count_; }
    [[nodiscard]] Nanoseconds max() const { return max_; }
    /// The least reading that at least `share` of all latencies, 0 to 1, do not exceed; 0 where
    /// there are none. Never more than max().
    [[nodiscard]] Nanoseconds quantile(double share) const;

  private:
    std::vector<std::uint64_t> buckets_;
    std::uint64_t count_ = 0;
    Nanoseconds max_{0};
};

}  // namespace daybook::bench
