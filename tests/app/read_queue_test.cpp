#include "app/read_queue.hpp"

#include <gtest/gtest.h>

#include <string>

#include "support/fake_book.hpp"

namespace daybook::app {
namespace {

using ports::ReadSize;
using TimePoint = ReadQueue::TimePoint;

/// A queue whose reads have names.
class NamedReads {
  public:
    explicit NamedReads(std::size_t reads_max = 100) : queue{reads_max} {}

    bool push(std::uint64_t client, std::string name, ReadSize size = ReadSize::small,
              TimePoint deadline = TimePoint::max(), std::stop_token gone = {}) {
        return queue.push({{client, deadline, std::move(gone)},
                           size,
                           [this, name = std::move(name)](ports::BookReader&) { last_ = name; },
                           [](std::exception_ptr const&) {}});
    }
    std::string pop(bool with_large = true) {
        auto const read = queue.pop(with_large);
        return read ? name_of(*read) : "none";
    }
    std::string abandoned(TimePoint now) {
        std::string names;
        for (auto const& read : queue.take_abandoned(now)) names += name_of(read) + " ";
        return names;
    }

    ReadQueue queue;

  private:
    std::string name_of(QueuedRead const& read) {
        read.read(book_);
        return last_;
    }

    support::FakeBook book_;
    std::string last_;
};

TEST(ReadQueue, ClientsTakeTurns) {
    NamedReads reads;
    for (auto const* name : {"a1", "a2", "a3"}) EXPECT_TRUE(reads.push(1, name));
    EXPECT_TRUE(reads.push(2, "b1"));
    EXPECT_EQ(reads.pop(), "a1");
    EXPECT_TRUE(reads.push(3, "c1"));
    EXPECT_EQ(reads.pop(), "b1");
    EXPECT_EQ(reads.pop(), "a2");
    EXPECT_EQ(reads.pop(), "c1");
    EXPECT_EQ(reads.pop(), "a3");
    EXPECT_EQ(reads.pop(), "none");
}

TEST(ReadQueue, SmallReadsAndLargeOnesTakeTurns) {
    NamedReads reads;
    for (auto const* name : {"L1", "L2"}) EXPECT_TRUE(reads.push(1, name, ReadSize::large));
    for (auto const* name : {"s1", "s2", "s3"}) EXPECT_TRUE(reads.push(2, name));
    EXPECT_EQ(reads.pop(), "s1");
    EXPECT_EQ(reads.pop(), "L1");
    EXPECT_EQ(reads.pop(), "s2");
    EXPECT_EQ(reads.pop(), "L2");
    EXPECT_EQ(reads.pop(), "s3");
}

TEST(ReadQueue, LargeReadsWaitWhereTheyMayNotRun) {
    NamedReads reads;
    EXPECT_TRUE(reads.push(1, "L1", ReadSize::large));
    EXPECT_FALSE(reads.queue.has(false));
    EXPECT_TRUE(reads.queue.has(true));
    EXPECT_EQ(reads.pop(false), "none");
    EXPECT_TRUE(reads.push(1, "s1"));
    EXPECT_EQ(reads.pop(false), "s1");
    EXPECT_EQ(reads.pop(true), "L1");
}

TEST(ReadQueue, ThatIsFullTakesTheFirstOfAClientAlone) {
    NamedReads reads{2};
    EXPECT_TRUE(reads.push(1, "a1"));
    EXPECT_TRUE(reads.push(1, "a2"));
    EXPECT_FALSE(reads.push(1, "a3", ReadSize::large));
    EXPECT_TRUE(reads.push(2, "b1", ReadSize::large));
    EXPECT_FALSE(reads.push(2, "b2"));
    EXPECT_EQ(reads.queue.size(), 3U);
    EXPECT_EQ(reads.pop(), "a1");
    EXPECT_EQ(reads.pop(), "b1");
    EXPECT_TRUE(reads.push(2, "b3"));
}

TEST(ReadQueue, GivesUpWhatNobodyWaitsFor) {
    auto const now = TimePoint{} + std::chrono::hours{1};
    NamedReads reads;
    std::stop_source client;
    EXPECT_TRUE(reads.push(1, "late", ReadSize::large, now));
    EXPECT_TRUE(reads.push(1, "a", ReadSize::large, now + std::chrono::seconds{1}));
    EXPECT_TRUE(reads.push(2, "gone", ReadSize::small, TimePoint::max(), client.get_token()));
    EXPECT_TRUE(reads.push(3, "b"));
    EXPECT_EQ(reads.abandoned(now), "late ");
    client.request_stop();
    EXPECT_EQ(reads.abandoned(now), "gone ");
    EXPECT_EQ(reads.abandoned(now), "");
    EXPECT_EQ(reads.queue.size(), 2U);
    EXPECT_EQ(reads.pop(), "b");
    EXPECT_EQ(reads.pop(), "a");
}

}  // namespace
}  // namespace daybook::app
