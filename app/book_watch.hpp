#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

#include "ports/outbound/book_reader.hpp"
#include "ports/outbound/storage.hpp"

namespace daybook::app {

/// Counts in a running worker's book what waits for somebody, on a thread of its own: counting
/// takes the longer the more there is.
///
/// Threads: safe.
class BookWatch {
  public:
    /// Shape: empty before the first count, and while the store is away.
    struct Counts {
        std::vector<ports::RequestCount> requests;
        std::vector<ports::KindCount> open_discrepancies;
    };

    /// Counting takes at most a twentieth of the time, whatever `interval` is.
    BookWatch(ports::Storage& storage, std::chrono::milliseconds interval);
    BookWatch(BookWatch const&) = delete;
    BookWatch& operator=(BookWatch const&) = delete;

    /// As counted last; never waits for the store.
    [[nodiscard]] Counts counts() const;

  private:
    void work(std::stop_token const& stop);
    [[nodiscard]] Counts count();

    std::unique_ptr<ports::BookSnapshots> snapshots_;
    std::chrono::milliseconds interval_;
    mutable std::mutex mutex_;
    std::condition_variable_any woken_;
    Counts counts_;
    std::jthread thread_;
};

}  // namespace daybook::app
