#include "memory/memory_storage.hpp"

#include <chrono>
#include <utility>

#include "memory/memory_account_repository.hpp"
#include "memory/memory_balance_repository.hpp"
#include "memory/memory_book_reader.hpp"
#include "memory/memory_checkpoint_repository.hpp"
#include "memory/memory_discrepancy_repository.hpp"
#include "memory/memory_entry_repository.hpp"
#include "memory/memory_exchange_lease_repository.hpp"
#include "memory/memory_execution_repository.hpp"
#include "memory/memory_identity_repository.hpp"
#include "memory/memory_order_repository.hpp"
#include "memory/memory_outbox_repository.hpp"
#include "memory/memory_position_repository.hpp"
#include "memory/memory_reference_repository.hpp"

namespace daybook::memory {
namespace {

class MemoryUnitOfWork final : public ports::UnitOfWork {
  public:
    MemoryUnitOfWork(std::shared_ptr<SharedMemoryBook> shared,
                     std::function<model::Timestamp()> now)
        : shared_{std::move(shared)}, now_{std::move(now)} {}

    void run(std::function<ports::Commit(ports::Repositories&)> const& work) override {
        auto const lock = shared_->lock_to_write();
        MemoryTransaction transaction{shared_->book()};
        try {
            if (run_in(transaction, work) == ports::Commit::yes) {
                transaction.require_usable();
                transaction.keep();
            } else {
                transaction.roll_back();
            }
        } catch (...) {
            transaction.roll_back();
            throw;
        }
    }

  private:
    ports::Commit run_in(MemoryTransaction& transaction,
                         std::function<ports::Commit(ports::Repositories&)> const& work) const {
        MemoryAccountRepository accounts{transaction};
        MemoryReferenceRepository reference{transaction};
        MemoryOrderRepository orders{transaction};
        MemoryExecutionRepository executions{transaction};
        MemoryEntryRepository entries{transaction};
        MemoryBalanceRepository balances{transaction};
        MemoryPositionRepository positions{transaction};
        MemoryDiscrepancyRepository discrepancies{transaction};
        MemoryOutboxRepository outbox{transaction};
        MemoryExchangeLeaseRepository exchange_leases{transaction, now_};
        MemoryCheckpointRepository checkpoints{transaction};
        MemoryIdentityRepository identity{transaction};
        ports::WriteGroup write_group;
        ports::Repositories repositories{.accounts = accounts,
                                         .reference = reference,
                                         .orders = orders,
                                         .executions = executions,
                                         .entries = entries,
                                         .balances = balances,
                                         .positions = positions,
                                         .discrepancies = discrepancies,
                                         .outbox = outbox,
                                         .exchange_leases = exchange_leases,
                                         .checkpoints = checkpoints,
                                         .identity = identity,
                                         .write_group = write_group};
        return work(repositories);
    }

    std::shared_ptr<SharedMemoryBook> shared_;
    std::function<model::Timestamp()> now_;
};

class MemoryBookSnapshots final : public ports::BookSnapshots {
  public:
    explicit MemoryBookSnapshots(std::shared_ptr<SharedMemoryBook> shared)
        : shared_{std::move(shared)} {}

    void read(std::function<void(ports::BookReader&)> const& read) override {
        auto const lock = shared_->lock_to_read();
        MemoryBookReader reader{shared_->book()};
        read(reader);
    }

    std::vector<std::optional<model::Order>> find_orders(
        std::span<ports::OrderKey const> keys) override {
        std::vector<std::optional<model::Order>> found;
        read([&](ports::BookReader& book) {
            for (auto const& key : keys) found.push_back(book.order(key.account_id, key.id));
        });
        return found;
    }

  private:
    std::shared_ptr<SharedMemoryBook> shared_;
};

}  // namespace

std::unique_lock<std::shared_mutex> SharedMemoryBook::lock_to_write() {
    std::lock_guard const turn{turnstile_};
    return std::unique_lock{mutex_};
}

std::shared_lock<std::shared_mutex> SharedMemoryBook::lock_to_read() {
    std::lock_guard const turn{turnstile_};
    return std::shared_lock{mutex_};
}

MemoryStorage::MemoryStorage(std::function<model::Timestamp()> now)
    : shared_{std::make_shared<SharedMemoryBook>()}, now_{std::move(now)} {}

model::Timestamp MemoryStorage::wall_clock() {
    auto const now = std::chrono::system_clock::now().time_since_epoch();
    return model::Timestamp::from_micros(
        std::chrono::duration_cast<std::chrono::microseconds>(now).count());
}

std::unique_ptr<ports::UnitOfWork> MemoryStorage::open_unit_of_work() {
    return std::make_unique<MemoryUnitOfWork>(shared_, now_);
}

std::unique_ptr<ports::BookSnapshots> MemoryStorage::open_snapshots() {
    return std::make_unique<MemoryBookSnapshots>(shared_);
}

}  // namespace daybook::memory
