#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "app/read_queue.hpp"
#include "ports/inbound/query_service.hpp"

namespace daybook::app {

/// A few threads that read the book, each over a connection of its own, from one bounded queue in
/// which clients take turns. Large reads never have all threads, where there are several. One
/// thread at a time searches for orders, for all that were asked for meanwhile.
///
/// Threads: safe, but for stop() and the destructor.
class QueryPool final : public ports::QueryService {
  public:
    /// Shape: one thread for each of `snapshots`; about `queue_reads_max` reads wait at most.
    QueryPool(std::vector<std::unique_ptr<ports::BookSnapshots>> snapshots,
              std::size_t queue_reads_max);
    /// Stops.
    ~QueryPool() override;

    [[nodiscard]] Submitted submit(ports::ReadCaller caller, ports::ReadSize size,
                                   std::function<void(ports::BookReader&)> read,
                                   std::function<void(std::exception_ptr)> done) override;

    [[nodiscard]] Submitted find_order(ports::OrderKey key, OrderFound done) override;

    /// Refuses new reads from now on, and returns when the accepted ones are done.
    void stop();

  private:
    /// Searches that are answered together: where their orders are, and who asked.
    struct Searches {
        std::vector<ports::OrderKey> keys;
        std::vector<OrderFound> done;
    };

    void work(ports::BookSnapshots& snapshots);
    /// Runs whatever is next; false where there is nothing. Shape: `lock` is held before and after.
    bool run_next(ports::BookSnapshots& snapshots, std::unique_lock<std::mutex>& lock);
    [[nodiscard]] bool may_search() const { return !searching_ && !searches_.keys.empty(); }
    [[nodiscard]] bool may_read_large() const;
    [[nodiscard]] bool has_work() const { return may_search() || queue_.has(may_read_large()); }
    static void run(ports::BookSnapshots& snapshots, QueuedRead read);
    static void run(ports::BookSnapshots& snapshots, Searches searches);

    std::vector<std::unique_ptr<ports::BookSnapshots>> snapshots_;
    std::size_t queue_reads_max_;
    std::mutex mutex_;
    std::condition_variable changed_;
    ReadQueue queue_;
    std::size_t large_running_ = 0;
    Searches searches_;
    bool searching_ = false;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace daybook::app
