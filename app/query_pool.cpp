#include "app/query_pool.hpp"

#include <algorithm>
#include <utility>

#include "model/assert.hpp"

namespace daybook::app {

using Clock = std::chrono::steady_clock;

QueryPool::QueryPool(std::vector<std::unique_ptr<ports::BookSnapshots>> snapshots,
                     std::size_t queue_reads_max)
    : snapshots_{std::move(snapshots)}, queue_reads_max_{queue_reads_max}, queue_{queue_reads_max} {
    DAYBOOK_ASSERT(!snapshots_.empty());
    for (auto const& view : snapshots_) threads_.emplace_back([this, &view] { work(*view); });
}

QueryPool::~QueryPool() { stop(); }

QueryPool::Submitted QueryPool::submit(ports::ReadCaller caller, ports::ReadSize size,
                                       std::function<void(ports::BookReader&)> read,
                                       std::function<void(std::exception_ptr)> done) {
    std::vector<QueuedRead> abandoned;
    auto submitted = Submitted::accepted;
    {
        std::scoped_lock const lock{mutex_};
        if (stopping_) return Submitted::stopping;
        if (queue_.size() >= queue_reads_max_) abandoned = queue_.take_abandoned(Clock::now());
        bool const is_taken =
            queue_.push({std::move(caller), size, std::move(read), std::move(done)});
        if (!is_taken) submitted = Submitted::busy;
    }
    changed_.notify_one();
    auto const why = std::make_exception_ptr(ports::ReadAbandoned{});
    for (auto const& each : abandoned) each.done(why);
    return submitted;
}

QueryPool::Submitted QueryPool::find_order(ports::OrderKey key, OrderFound done) {
    {
        std::scoped_lock const lock{mutex_};
        if (stopping_) return Submitted::stopping;
        if (searches_.keys.size() >= queue_reads_max_) return Submitted::busy;
        searches_.keys.push_back(std::move(key));
        searches_.done.push_back(std::move(done));
        // Whoever searches now takes it next.
        if (searching_) return Submitted::accepted;
    }
    changed_.notify_one();
    return Submitted::accepted;
}

void QueryPool::stop() {
    {
        std::scoped_lock const lock{mutex_};
        stopping_ = true;
    }
    changed_.notify_all();
    for (auto& thread : threads_) thread.join();
    threads_.clear();
}

bool QueryPool::may_read_large() const {
    auto const most = std::max<std::size_t>(1, snapshots_.size() - 1);
    return large_running_ < most;
}

void QueryPool::work(ports::BookSnapshots& snapshots) {
    std::unique_lock lock{mutex_};
    while (true) {
        changed_.wait(lock, [this] { return stopping_ || has_work(); });
        // What is searched for meanwhile is left to the one that searches, and a large read to the
        // one that reads one.
        if (!run_next(snapshots, lock)) return;
    }
}

bool QueryPool::run_next(ports::BookSnapshots& snapshots, std::unique_lock<std::mutex>& lock) {
    if (may_search()) {
        auto searches = std::exchange(searches_, {});
        searching_ = true;
        lock.unlock();
        run(snapshots, std::move(searches));
        lock.lock();
        searching_ = false;
        return true;
    }
    auto read = queue_.pop(may_read_large());
    if (!read) return false;
    bool const is_large = read->size == ports::ReadSize::large;
    if (is_large) ++large_running_;
    lock.unlock();
    run(snapshots, *std::move(read));
    lock.lock();
    if (is_large) {
        --large_running_;
        changed_.notify_one();
    }
    return true;
}

void QueryPool::run(ports::BookSnapshots& snapshots, QueuedRead read) {
    std::exception_ptr failure;
    try {
        snapshots.read_while([&read] { return read.caller.is_waiting(Clock::now()); }, read.read);
    } catch (...) {
        failure = std::current_exception();
    }
    read.done(failure);
}

void QueryPool::run(ports::BookSnapshots& snapshots, Searches searches) {
    std::vector<std::optional<model::Order>> found(searches.keys.size());
    std::exception_ptr failure;
    try {
        found = snapshots.find_orders(searches.keys);
    } catch (...) {
        failure = std::current_exception();
    }
    for (std::size_t i = 0; i < found.size(); ++i) searches.done[i](std::move(found[i]), failure);
}

}  // namespace daybook::app
