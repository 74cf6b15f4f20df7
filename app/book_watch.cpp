#include "app/book_watch.hpp"

#include <algorithm>
#include <utility>

#include "log/log.hpp"
#include "ports/outbound/storage_error.hpp"

namespace daybook::app {

using Clock = std::chrono::steady_clock;

BookWatch::BookWatch(ports::Storage& storage, std::chrono::milliseconds interval)
    : snapshots_{storage.open_snapshots()},
      interval_{interval},
      thread_{[this](std::stop_token const& stop) { work(stop); }} {}

BookWatch::Counts BookWatch::counts() const {
    std::scoped_lock const lock{mutex_};
    return counts_;
}

void BookWatch::work(std::stop_token const& stop) {
    while (!stop.stop_requested()) {
        auto const began = Clock::now();
        auto counts = count();
        std::unique_lock lock{mutex_};
        counts_ = std::move(counts);
        auto const pause = std::max<Clock::duration>(interval_, 20 * (Clock::now() - began));
        woken_.wait_for(lock, stop, pause, [&] { return stop.stop_requested(); });
    }
}

BookWatch::Counts BookWatch::count() {
    Counts counts;
    try {
        snapshots_->read([&](ports::BookReader& book) {
            counts = {book.count_requests(), book.open_discrepancies()};
        });
    } catch (ports::StorageError const&) {
        // Whoever books says that the store is away.
        return {};
    } catch (std::exception const& error) {
        log::error("book watch failed", {{"reason", error.what()}});
        return {};
    }
    return counts;
}

}  // namespace daybook::app
