#include "bench/load/latency_histogram.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

namespace daybook::bench {
namespace {

using std::chrono::nanoseconds;

TEST(LatencyHistogram, IsZeroBeforeTheFirstRecord) {
    LatencyHistogram const histogram;
    EXPECT_EQ(histogram.count(), 0U);
    EXPECT_EQ(histogram.quantile(0.99), nanoseconds{0});
    EXPECT_EQ(histogram.max(), nanoseconds{0});
}

TEST(LatencyHistogram, KnowsSmallLatenciesExactly) {
    LatencyHistogram histogram;
    for (int i = 1; i <= 100; ++i) histogram.record(nanoseconds{i});
    EXPECT_EQ(histogram.quantile(0.5), nanoseconds{50});
    EXPECT_EQ(histogram.quantile(0.95), nanoseconds{95});
    EXPECT_EQ(histogram.quantile(1), nanoseconds{100});
    EXPECT_EQ(histogram.quantile(0), nanoseconds{1});
}

TEST(LatencyHistogram, ReadsNeverBelowAndAtMostASixtyFourthAboveWhatWasRecorded) {
    for (std::int64_t value = 1; value > 0 && value < (std::int64_t{1} << 62); value *= 2) {
        for (std::int64_t const near : {value - 1, value, value + 1, value + value / 3}) {
            LatencyHistogram histogram;
            histogram.record(nanoseconds{near});
            histogram.record(nanoseconds{std::numeric_limits<std::int64_t>::max()});
            auto const read = histogram.quantile(0.5).count();
            EXPECT_GE(read, near);
            EXPECT_LE(read, near + near / 64) << near;
        }
    }
}

TEST(LatencyHistogram, AgreesWithSortingEveryLatency) {
    std::mt19937_64 random{7};
    std::lognormal_distribution<double> latency{13, 1.5};
    LatencyHistogram histogram;
    std::vector<std::int64_t> all;
    for (int i = 0; i < 10'000; ++i) {
        auto const value = static_cast<std::int64_t>(latency(random));
        all.push_back(value);
        histogram.record(nanoseconds{value});
    }
    std::ranges::sort(all);
    for (double const share : {0.01, 0.5, 0.95, 0.99, 0.9999}) {
        auto const exact = all[static_cast<std::size_t>(share * 10'000) - 1];
        EXPECT_GE(histogram.quantile(share).count(), exact) << share;
        EXPECT_LE(histogram.quantile(share).count(), exact + exact / 64) << share;
    }
    EXPECT_EQ(histogram.quantile(1).count(), all.back());
}

TEST(LatencyHistogram, CountsWhatLiesBeforeTheStartAsZero) {
    LatencyHistogram histogram;
    histogram.record(nanoseconds{-5});
    EXPECT_EQ(histogram.quantile(1), nanoseconds{0});
    EXPECT_EQ(histogram.count(), 1U);
}

TEST(LatencyHistogram, AddsUpToWhatOneWouldHaveRecorded) {
    LatencyHistogram one;
    LatencyHistogram other;
    LatencyHistogram both;
    for (int i = 0; i < 1'000; ++i) {
        auto const latency = nanoseconds{i * 1'000};
        (i % 3 == 0 ? one : other).record(latency);
        both.record(latency);
    }
    one.add(other);
    EXPECT_EQ(one.count(), both.count());
    EXPECT_EQ(one.max(), both.max());
    EXPECT_EQ(one.quantile(0.9), both.quantile(0.9));
}

}  // namespace
}  // namespace daybook::bench
