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
        if (stopping_) return Submitted::stopping;
        if (queue_.size() >= queue_reads_max_) return Submitted::busy;
        queue_.push_back({std::move(read), std::move(done)});
    }
    pushed_.notify_one();
    return Submitted::accepted;
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
    while (true) {
        Job job;
        {
            std::unique_lock lock{mutex_};
            pushed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
            if (queue_.empty()) return;
            job = std::move(queue_.front());
            queue_.pop_front();
        }
        std::exception_ptr failure;
        try {
            snapshots.read(job.read);
        } catch (...) {
            failure = std::current_exception();
        }
        job.done(failure);
    }
}

}  // namespace daybook::app
