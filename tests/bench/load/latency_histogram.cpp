#include "bench/load/latency_histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace daybook::bench {

namespace {

constexpr std::uint64_t exact_below = 128;
constexpr std::size_t steps_bits = 6;
constexpr std::size_t steps = 1u << steps_bits;
/// Of a non-negative signed 64-bit number.
constexpr std::size_t buckets_count = exact_below + (63 - 7) * steps;

std::size_t bucket_of(std::uint64_t value) {
    if (value < exact_below) return value;
    auto const shift = static_cast<std::size_t>(std::bit_width(value)) - (steps_bits + 1);
    auto const doubling = shift - 1;
    return exact_below + doubling * steps + ((value >> shift) - steps);
}

/// The greatest value that falls into the bucket.
std::uint64_t top_of(std::size_t bucket) {
    if (bucket < exact_below) return bucket;
    auto const doubling = (bucket - exact_below) / steps;
    auto const step = (bucket - exact_below) % steps + steps;
    return ((std::uint64_t{step} + 1) << (doubling + 1)) - 1;
}

}  // namespace

LatencyHistogram::LatencyHistogram() : buckets_(buckets_count) {}

void LatencyHistogram::record(Nanoseconds latency) {
    latency = std::max(latency, Nanoseconds{0});
    ++buckets_[bucket_of(static_cast<std::uint64_t>(latency.count()))];
    ++count_;
    max_ = std::max(max_, latency);
}

void LatencyHistogram::add(LatencyHistogram const& other) {
    for (std::size_t i = 0; i < buckets_.size(); ++i) buckets_[i] += other.buckets_[i];
    count_ += other.count_;
    max_ = std::max(max_, other.max_);
}

LatencyHistogram::Nanoseconds LatencyHistogram::quantile(double share) const {
    if (count_ == 0) return Nanoseconds{0};
    auto const wanted = std::max<std::uint64_t>(
        1, static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(count_))));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < buckets_.size(); ++i) {
        seen += buckets_[i];
        if (seen < wanted) continue;
        return std::min(max_, Nanoseconds{static_cast<std::int64_t>(top_of(i))});
    }
    return max_;
}

}  // namespace daybook::bench
