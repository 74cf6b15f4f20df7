#include "app/query_pool.hpp"

#include <gtest/gtest.h>

#include <future>
#include <semaphore>

#include "memory/memory_storage.hpp"

namespace daybook::app {
namespace {

using Submitted = ports::QueryService::Submitted;

class QueryPoolTest : public testing::Test {
  protected:
    std::unique_ptr<QueryPool> make_pool(std::size_t threads, std::size_t queue_reads_max) {
        std::vector<std::unique_ptr<ports::BookSnapshots>> snapshots;
        for (std::size_t i = 0; i < threads; ++i) snapshots.push_back(storage_.open_snapshots());
        return std::make_unique<QueryPool>(std::move(snapshots), queue_reads_max);
    }

    memory::MemoryStorage storage_;
};

TEST_F(QueryPoolTest, ReadsTheBookAndThenSaysSo) {
    auto const pool = make_pool(2, 10);
    std::size_t accounts = 99;
    std::promise<std::exception_ptr> done;
    auto const submitted = pool->submit(
        {}, ports::ReadSize::small,
        [&](ports::BookReader& book) { accounts = book.accounts({}, 10).size(); },
        [&](std::exception_ptr failure) { done.set_value(failure); });
    ASSERT_EQ(submitted, Submitted::accepted);
    EXPECT_EQ(done.get_future().get(), nullptr);
    EXPECT_EQ(accounts, 0u);
}

TEST_F(QueryPoolTest, HandsOverWhatTheReadThrew) {
    auto const pool = make_pool(1, 10);
    std::promise<std::exception_ptr> done;
    auto const submitted = pool->submit(
        {}, ports::ReadSize::small,
        [](ports::BookReader&) { throw std::runtime_error{"no such thing"}; },
        [&](std::exception_ptr failure) { done.set_value(failure); });
    ASSERT_EQ(submitted, Submitted::accepted);
    EXPECT_THROW(std::rethrow_exception(done.get_future().get()), std::runtime_error);
}

TEST_F(QueryPoolTest, IsBusyWhenTheQueueIsFullAndFinishesWhatItTook) {
    auto const pool = make_pool(1, 2);
    std::binary_semaphore entered{0};
    std::binary_semaphore opened{0};
    int done = 0;
    auto const count = [&](std::exception_ptr) { ++done; };
    auto const nothing = [](ports::BookReader&) {};
    ASSERT_EQ(pool->submit(
                  {}, ports::ReadSize::small,
                  [&](ports::BookReader&) {
                      entered.release();
                      opened.acquire();
                  },
                  count),
              Submitted::accepted);
    entered.acquire();
    EXPECT_EQ(pool->submit({}, ports::ReadSize::small, nothing, count), Submitted::accepted);
    EXPECT_EQ(pool->submit({}, ports::ReadSize::small, nothing, count), Submitted::accepted);
    EXPECT_EQ(pool->submit({}, ports::ReadSize::small, nothing, count), Submitted::busy);
    opened.release();
    pool->stop();
    EXPECT_EQ(done, 3);
    EXPECT_EQ(pool->submit({}, ports::ReadSize::small, nothing, count), Submitted::stopping);
}

/// Waits in the first search until it is released, and counts searches.
class SlowSnapshots final : public ports::BookSnapshots {
  public:
    std::binary_semaphore entered{0};
    std::binary_semaphore opened{0};
    std::vector<std::size_t> searches;
    bool fails = false;

    void read(std::function<void(ports::BookReader&)> const&) override {}
    std::vector<std::optional<model::Order>> find_orders(
        std::span<ports::OrderKey const> keys) override {
        searches.push_back(keys.size());
        if (searches.size() == 1) {
            entered.release();
            opened.acquire();
        }
        if (fails) throw std::runtime_error{"no answer"};
        return std::vector<std::optional<model::Order>>(keys.size());
    }
};

TEST(QueryPoolSearches, ThatWaitAreAnsweredTogether) {
    auto owned = std::make_unique<SlowSnapshots>();
    auto& snapshots = *owned;
    std::vector<std::unique_ptr<ports::BookSnapshots>> all;
    all.push_back(std::move(owned));
    QueryPool pool{std::move(all), 4};
    int missing = 0;
    int failed = 0;
    auto const done = [&](std::optional<model::Order> const& order, std::exception_ptr thrown) {
        EXPECT_FALSE(order);
        ++(thrown ? failed : missing);
    };
    ASSERT_EQ(pool.find_order({}, done), Submitted::accepted);
    snapshots.entered.acquire();
    for (int i = 0; i < 4; ++i) EXPECT_EQ(pool.find_order({}, done), Submitted::accepted);
    EXPECT_EQ(pool.find_order({}, done), Submitted::busy);
    snapshots.fails = true;
    snapshots.opened.release();
    pool.stop();
    EXPECT_EQ(snapshots.searches, (std::vector<std::size_t>{1, 4}));
    EXPECT_EQ(missing + failed, 5);
    EXPECT_EQ(failed, 5);
    EXPECT_EQ(pool.find_order({}, done), Submitted::stopping);
}

/// A read that waits until it is let go.
class Gate {
  public:
    std::function<void(ports::BookReader&)> read() {
        return [this](ports::BookReader&) {
            entered_.release();
            opened_.acquire();
        };
    }
    void wait_until_entered() { entered_.acquire(); }
    void open() { opened_.release(); }

  private:
    std::binary_semaphore entered_{0};
    std::binary_semaphore opened_{0};
};

TEST_F(QueryPoolTest, LargeReadsNeverHaveAllThreads) {
    auto const pool = make_pool(2, 10);
    auto const ignore = [](std::exception_ptr const&) {};
    Gate gate;
    ASSERT_EQ(pool->submit({}, ports::ReadSize::large, gate.read(), ignore), Submitted::accepted);
    gate.wait_until_entered();
    bool second_ran = false;
    ASSERT_EQ(
        pool->submit(
            {}, ports::ReadSize::large, [&](ports::BookReader&) { second_ran = true; }, ignore),
        Submitted::accepted);
    for (int i = 0; i < 10; ++i) {
        std::promise<void> done;
        ASSERT_EQ(pool->submit(
                      {}, ports::ReadSize::small, [](ports::BookReader&) {},
                      [&](std::exception_ptr const&) { done.set_value(); }),
                  Submitted::accepted);
        done.get_future().get();
    }
    EXPECT_FALSE(second_ran);
    gate.open();
    pool->stop();
    EXPECT_TRUE(second_ran);
}

TEST_F(QueryPoolTest, WhatNobodyWaitsForDoesNotRun) {
    auto const pool = make_pool(1, 2);
    Gate gate;
    ASSERT_EQ(pool->submit({}, ports::ReadSize::small, gate.read(), [](auto const&) {}),
              Submitted::accepted);
    gate.wait_until_entered();
    std::stop_source client;
    int ran = 0;
    int abandoned = 0;
    auto const submit_for = [&](ports::ReadCaller caller) {
        return pool->submit(
            std::move(caller), ports::ReadSize::small, [&](ports::BookReader&) { ++ran; },
            [&](std::exception_ptr const& thrown) {
                if (!thrown) return;
                EXPECT_THROW(std::rethrow_exception(thrown), ports::ReadAbandoned);
                ++abandoned;
            });
    };
    EXPECT_EQ(submit_for({7, ports::ReadCaller::TimePoint::max(), client.get_token()}),
              Submitted::accepted);
    EXPECT_EQ(submit_for({7, ports::ReadCaller::TimePoint{}, {}}), Submitted::accepted);
    EXPECT_EQ(submit_for({7, ports::ReadCaller::TimePoint::max(), {}}), Submitted::accepted)
        << "what is late makes place";
    EXPECT_EQ(abandoned, 1);
    client.request_stop();
    gate.open();
    pool->stop();
    EXPECT_EQ(ran, 1);
    EXPECT_EQ(abandoned, 2);
}

TEST_F(QueryPoolTest, FindsOrdersWhileAReadGoesOn) {
    auto const pool = make_pool(2, 10);
    std::binary_semaphore entered{0};
    std::binary_semaphore opened{0};
    ASSERT_EQ(pool->submit(
                  {}, ports::ReadSize::small,
                  [&](ports::BookReader&) {
                      entered.release();
                      opened.acquire();
                  },
                  [](std::exception_ptr) {}),
              Submitted::accepted);
    entered.acquire();
    std::promise<bool> found;
    ASSERT_EQ(pool->find_order({}, [&](auto const& order, auto) { found.set_value(!!order); }),
              Submitted::accepted);
    EXPECT_FALSE(found.get_future().get());
    opened.release();
}

}  // namespace
}  // namespace daybook::app
