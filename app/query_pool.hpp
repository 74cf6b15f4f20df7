#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "ports/inbound/query_service.hpp"

namespace daybook::app {

/// A few threads that read the book, each over a connection of its own, from one bounded queue.
/// One of them at a time searches for orders, for all that were asked for meanwhile.
///
/// Threads: safe, but for stop() and the destructor.
class QueryPool final : public ports::QueryService {
  public:
    /// Shape: one thread for each of `snapshots`; at most `queue_reads_max` reads wait.
    QueryPool(std::vector<std::unique_ptr<ports::BookSnapshots>> snapshots,
              std::size_t queue_reads_max);
    /// Stops.
    ~QueryPool() override;

    [[nodiscard]] Submitted submit(std::function<void(ports::BookReader&)> read,
                                   std::function<void(std::exception_ptr)> done) override;

    [[nodiscard]] Submitted find_order(ports::OrderKey key, OrderFound done) override;

    /// Refuses new reads from now on, and returns when the accepted ones are done.
    void stop();

  private:
    struct Job {
        std::function<void(ports::BookReader&)> read;
        std::function<void(std::exception_ptr)> done;
    };

    /// Searches that are answered together: where their orders are, and who asked.
    struct Searches {
        std::vector<ports::OrderKey> keys;
        std::vector<OrderFound> done;
    };

    [[nodiscard]] Submitted refuse_or_accept() const;
    void work(ports::BookSnapshots& snapshots);
    [[nodiscard]] bool may_search() const { return !searching_ && !searches_.keys.empty(); }
    static void run(ports::BookSnapshots& snapshots, Job job);
    static void run(ports::BookSnapshots& snapshots, Searches searches);

    std::vector<std::unique_ptr<ports::BookSnapshots>> snapshots_;
    std::size_t queue_reads_max_;
    std::mutex mutex_;
    std::condition_variable pushed_;
    std::deque<Job> queue_;
    Searches searches_;
    bool searching_ = false;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace daybook::app
