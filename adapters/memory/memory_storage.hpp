#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <vector>

#include "memory/memory_book.hpp"
#include "ports/outbound/storage.hpp"

namespace daybook::memory {

/// A book and the lock that makes its units of work and reads atomic: one writer or any number of
/// readers. Whoever came first goes first, so that readers cannot starve the writer.
class SharedMemoryBook {
  public:
    [[nodiscard]] std::unique_lock<std::shared_mutex> lock_to_write();
    [[nodiscard]] std::shared_lock<std::shared_mutex> lock_to_read();
    /// For holders of a lock.
    [[nodiscard]] MemoryBook& book() { return book_; }

  private:
    std::mutex turnstile_;
    std::shared_mutex mutex_;
    MemoryBook book_;
};

/// A book that lives as long as the process: the fake for tests, the oracle for the databases, and
/// the store of `memory:`. A unit of work excludes every other and all reads while it runs.
class MemoryStorage final : public ports::Storage {
  public:
    /// `now`: the clock by which leases end.
    explicit MemoryStorage(std::function<model::Timestamp()> now = wall_clock);

    std::unique_ptr<ports::UnitOfWork> open_unit_of_work() override;
    std::unique_ptr<ports::BookSnapshots> open_snapshots() override;
    std::vector<ports::AppliedMigration> history() override { return {}; }
    void require_writable() override {}
    std::size_t useful_writers() const override { return 1; }
    std::string describe() const override { return "memory:"; }

  private:
    [[nodiscard]] static model::Timestamp wall_clock();

    std::shared_ptr<SharedMemoryBook> shared_;
    std::function<model::Timestamp()> now_;
};

}  // namespace daybook::memory
