#include <gtest/gtest.h>

#include <algorithm>
#include <latch>
#include <set>
#include <thread>

#include "system/system_clock.hpp"
#include "system/uuid_v7_source.hpp"

namespace daybook::system {
namespace {

class StoppedClock final : public ports::Clock {
  public:
    explicit StoppedClock(std::int64_t millisecond) { set(millisecond); }
    void set(std::int64_t millisecond) {
        now_ = model::Timestamp::from_micros(millisecond * 1000 + 999);
    }
    [[nodiscard]] model::Timestamp now() override { return now_; }
    [[nodiscard]] model::Timestamp steady_now() override { return now_; }

  private:
    model::Timestamp now_;
};

std::uint64_t millisecond_of(model::OrderId const& id) {
    std::uint64_t millisecond = 0;
    for (std::size_t i = 0; i < 6; ++i) millisecond = (millisecond << 8) | id.bytes()[i];
    return millisecond;
}

TEST(UuidV7SourceNext, CarriesTimeVersionAndVariant) {
    StoppedClock clock{0x017F22E279B0};
    UuidV7Source source{clock};
    for (auto const& id : source.next(100)) {
        EXPECT_EQ(millisecond_of(id), 0x017F22E279B0u);
        EXPECT_EQ(id.bytes()[6] >> 4, 7);
        EXPECT_EQ(id.bytes()[8] >> 6, 2);
    }
}

TEST(UuidV7SourceNext, GivesTheExampleOfRfc9562) {
    // Appendix A.6: rand_a is 0xCC3, which has the highest bit set that a fresh millisecond
    // leaves free; the same with 0x4C3.
    StoppedClock clock{0x017F22E279B0};
    std::array<std::uint64_t, 2> const random{0x4C3, 0x18C4DC0C0C07398F};
    UuidV7Source source{clock, [&](std::span<std::uint8_t> bytes) {
                            std::memcpy(bytes.data(), random.data(), sizeof random);
                        }};
    EXPECT_EQ(source.next(1).at(0).to_string(), "017f22e2-79b0-74c3-98c4-dc0c0c07398f");
}

TEST(UuidV7SourceNext, AscendsWithinOneMillisecondAndOverCalls) {
    StoppedClock clock{1'000};
    UuidV7Source source{clock};
    auto ids = source.next(10'000);
    auto const more = source.next(10'000);
    ids.insert(ids.end(), more.begin(), more.end());
    EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end()));
    EXPECT_EQ(std::adjacent_find(ids.begin(), ids.end()), ids.end());
}

TEST(UuidV7SourceNext, AscendsWhenTheClockStepsBack) {
    StoppedClock clock{1'000};
    UuidV7Source source{clock};
    auto const before = source.next(1).at(0);
    clock.set(10);
    auto const after = source.next(1).at(0);
    EXPECT_LT(before, after);
    EXPECT_EQ(millisecond_of(after), 1'000u);
}

TEST(UuidV7SourceNext, TakesTheNextMillisecondWhenOneIsUsedUp) {
    StoppedClock clock{1'000};
    // Starts at the highest numbers that a millisecond may start with, and grows by 2^32.
    UuidV7Source source{clock,
                        [](std::span<std::uint8_t> bytes) { std::ranges::fill(bytes, 0xFF); }};
    std::vector<model::OrderId> ids;
    for (int i = 0; i < 3; ++i) ids.push_back(source.next(1).at(0));
    EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end()));
    EXPECT_EQ(std::set(ids.begin(), ids.end()).size(), ids.size());
}

TEST(UuidV7SourceNext, GivesEveryThreadItsOwnIds) {
    SystemClock clock;
    UuidV7Source source{clock};
    constexpr std::size_t threads = 8;
    constexpr std::size_t calls = 200;
    std::array<std::vector<model::OrderId>, threads> drawn;
    std::latch start{threads};
    {
        std::vector<std::jthread> workers;
        for (auto& mine : drawn) {
            workers.emplace_back([&] {
                start.arrive_and_wait();
                for (std::size_t i = 0; i < calls; ++i) {
                    auto const ids = source.next(1 + i % 7);
                    mine.insert(mine.end(), ids.begin(), ids.end());
                }
            });
        }
    }
    std::set<model::OrderId> all;
    std::size_t count = 0;
    for (auto const& mine : drawn) {
        EXPECT_TRUE(std::is_sorted(mine.begin(), mine.end()));
        all.insert(mine.begin(), mine.end());
        count += mine.size();
    }
    EXPECT_EQ(all.size(), count);
}

TEST(UuidV7SourceNext, DiffersBetweenSourcesAtOneInstant) {
    StoppedClock clock{1'000};
    UuidV7Source one{clock};
    UuidV7Source other{clock};
    EXPECT_NE(one.next(1), other.next(1));
}

TEST(SystemClockNow, IsLaterThanThisTestWasWritten) {
    SystemClock clock;
    EXPECT_GT(clock.now(), *model::Timestamp::parse("2024-01-01T00:00:00Z"));
    auto const before = clock.now();
    EXPECT_LE(before, clock.now());
}

}  // namespace
}  // namespace daybook::system
