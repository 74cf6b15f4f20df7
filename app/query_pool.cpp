#include "app/query_pool.hpp"

#include <utility>

#include "model/assert.hpp"

namespace daybook::app {

QueryPool::QueryPool(std::vector<std::unique_ptr<ports::BookSnapshots>> snapshots,
                     std::size_t queue_reads_max)
    : snapshots_{std::move(snapshots)}, queue_reads_max_{queue_reads_max} {
    DAYBOOK_ASSERT(!snapshots_.empty());
    for (auto const& view : snapshots_) threads_.emplace_back([this, &view] { work(*view); });
}

QueryPool::~QueryPool() { stop(); }

QueryPool::Submitted QueryPool::submit(std::function<void(ports::BookReader&)> read,
                                       std::function<void(std::exception_ptr)> done) {
    {
        std::scoped_lock const lock{mutex_};
        if (auto const answer = refuse_or_accept(); answer != Submitted::accepted) return answer;
        queue_.push_back({std::move(read), std::move(done)});
    }
    pushed_.notify_one();
    return Submitted::accepted;
}

QueryPool::Submitted QueryPool::find_order(ports::OrderKey key, OrderFound done) {
    {
        std::scoped_lock const lock{mutex_};
        if (auto const answer = refuse_or_accept(); answer != Submitted::accepted) return answer;
        searches_.keys.push_back(std::move(key));
        searches_.done.push_back(std::move(done));
        // Whoever searches now takes it next.
        if (searching_) return Submitted::accepted;
    }
    pushed_.notify_one();
    return Submitted::accepted;
}

QueryPool::Submitted QueryPool::refuse_or_accept() const {
    if (stopping_) return Submitted::stopping;
    bool const is_full = queue_.size() + searches_.keys.size() >= queue_reads_max_;
    return is_full ? Submitted::busy : Submitted::accepted;
}

void QueryPool::stop() {
    {
        std::scoped_lock const lock{mutex_};
        stopping_ = true;
    }
    pushed_.notify_all();
    for (auto& thread : threads_) thread.join();
    threads_.clear();
}

void QueryPool::work(ports::BookSnapshots& snapshots) {
    std::unique_lock lock{mutex_};
    while (true) {
        pushed_.wait(lock, [this] { return stopping_ || !queue_.empty() || may_search(); });
        if (may_search()) {
            auto searches = std::exchange(searches_, {});
            searching_ = true;
            lock.unlock();
            run(snapshots, std::move(searches));
            lock.lock();
            searching_ = false;
        } else if (!queue_.empty()) {
            auto job = std::move(queue_.front());
            queue_.pop_front();
            lock.unlock();
            run(snapshots, std::move(job));
            lock.lock();
        } else {
            // What is searched for meanwhile is left to the one that searches.
            return;
        }
    }
}

void QueryPool::run(ports::BookSnapshots& snapshots, Job job) {
    std::exception_ptr failure;
    try {
        snapshots.read(job.read);
    } catch (...) {
        failure = std::current_exception();
    }
    job.done(failure);
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
