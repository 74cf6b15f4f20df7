#include "sqlite/sqlite_writers_queue.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "ports/outbound/storage_error.hpp"
#include "sqlite/sqlite_storage.hpp"
#include "support/sample_values.hpp"
#include "support/sqlite_book.hpp"
#include "support/temporary_folder.hpp"

namespace daybook::sqlite {
namespace {

using namespace std::chrono_literals;

void wait_until(std::function<bool()> const& is_true) {
    while (!is_true()) std::this_thread::yield();
}

TEST(SqliteWritersQueue, WhoeverCameFirstGoesFirst) {
    constexpr int writers = 8;
    SqliteWritersQueue queue{1h};
    std::vector<int> order;
    std::vector<std::jthread> threads;
    {
        auto const turn = queue.wait_for_turn();
        for (int i = 0; i < writers; ++i) {
            threads.emplace_back([&, i] {
                auto const mine = queue.wait_for_turn();
                order.push_back(i);
            });
            wait_until([&] { return queue.waiting() == static_cast<std::size_t>(i) + 1; });
        }
        EXPECT_TRUE(order.empty());
    }
    threads.clear();
    EXPECT_EQ(order, (std::vector{0, 1, 2, 3, 4, 5, 6, 7}));
    EXPECT_EQ(queue.waiting(), 0u);
}

TEST(SqliteWritersQueue, WhoComesAgainGoesBehindThoseWhoWait) {
    SqliteWritersQueue queue{1h};
    std::vector<char> order;
    std::optional<std::jthread> other;
    {
        auto const turn = queue.wait_for_turn();
        other.emplace([&] {
            auto const mine = queue.wait_for_turn();
            order.push_back('b');
        });
        wait_until([&] { return queue.waiting() == 1; });
        order.push_back('a');
    }
    {
        auto const again = queue.wait_for_turn();
        order.push_back('a');
    }
    other.reset();
    EXPECT_EQ(order, (std::vector{'a', 'b', 'a'}));
}

TEST(SqliteWritersQueue, WhoWaitsTooLongLeavesTheQueueToTheOthers) {
    SqliteWritersQueue queue{1ms};
    {
        auto const turn = queue.wait_for_turn();
        EXPECT_THROW((void)queue.wait_for_turn(), ports::StorageError);
        EXPECT_EQ(queue.waiting(), 0u);
    }
    EXPECT_NO_THROW((void)queue.wait_for_turn());
}

TEST(SqliteWritersQueue, IsOneForAllUnitsOfWorkOfAStorage) {
    support::TemporaryFolder const folder;
    auto const file = folder.file("daybook.db");
    support::make_sqlite_book(file);
    SqliteStorage storage{{.path = file, .busy_timeout = 1ms}};
    auto const first = storage.open_unit_of_work();
    auto const second = storage.open_unit_of_work();
    first->run([&](ports::Repositories&) {
        try {
            second->run([](ports::Repositories&) { return ports::Commit::yes; });
            ADD_FAILURE() << "two write at once";
        } catch (ports::StorageError const& error) {
            EXPECT_EQ(error.kind(), ports::StorageError::Kind::unavailable);
            EXPECT_NE(std::string{error.what()}.find("others of this process"), std::string::npos)
                << error.what();
        }
        return ports::Commit::yes;
    });
    EXPECT_NO_THROW(second->run([](ports::Repositories&) { return ports::Commit::yes; }));
    // A closure that throws gives its turn back too.
    EXPECT_THROW(first->run([](ports::Repositories&) -> ports::Commit { throw 1; }), int);
    EXPECT_NO_THROW(second->run([](ports::Repositories&) { return ports::Commit::no; }));
}

}  // namespace
}  // namespace daybook::sqlite
