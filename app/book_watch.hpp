#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "app/head_witness.hpp"
#include "model/book_identity.hpp"
#include "model/checkpoint.hpp"
#include "ports/inbound/command_service.hpp"
#include "ports/outbound/order_id_source.hpp"
#include "ports/outbound/sha256.hpp"
#include "ports/outbound/storage.hpp"

namespace daybook::app {

/// Looks after a running worker's book as a whole: enters checkpoints of all accounts, finds out
/// when the book went back behind what this process has seen, and knows which book it is.
///
/// A checkpoint reads every account. So it is made when definitions have come and been followed by
/// quiet, once an interval, and at the end, and rests a hundred times as long as the last one took.
///
/// Threads: identity() from any; the others from one.
class BookWatch {
  public:
    using Time = std::chrono::steady_clock::time_point;
    using Milliseconds = std::chrono::milliseconds;

    struct Timing {
        Milliseconds interval{2'000};
        /// How long no definition must have come, and the longest that a definition waits.
        Milliseconds quiet{60'000};
        Milliseconds definition_wait_max{300'000};
        Milliseconds checkpoint_interval{3'600'000};
        int rest_factor = 100;
    };
    struct Outside {
        ports::Storage& storage;
        ports::CommandService& commands;
        ports::OrderIdSource& ids;
        HeadWitness& witness;
        std::unique_ptr<ports::Sha256> sha256;
        std::function<Time()> now = [] { return std::chrono::steady_clock::now(); };
    };

    /// Looks which book it is. Throws: StorageError.
    BookWatch(Outside outside, Timing timing);
    explicit BookWatch(Outside outside) : BookWatch{std::move(outside), Timing{}} {}
    ~BookWatch();
    BookWatch(BookWatch const&) = delete;
    BookWatch& operator=(BookWatch const&) = delete;

    /// Looks again and again, on a thread of its own.
    void start();
    /// Looks once: for tests, and for the thread.
    void look();
    /// Stops the thread, and enters a last checkpoint. Never throws: what fails is logged.
    void finish();

    /// Never waits for the store.
    [[nodiscard]] model::BookIdentity identity() const;

  private:
    /// What one look sees.
    struct Sight {
        model::BookIdentity identity;
        /// Of `@book`; seq 0 before its first entry.
        model::ChainHead head;
        /// The hash that the head seen before has now, if there is such an entry.
        std::optional<model::Hash> hash_of_seen;
        /// The newest entry of the account that was booked in last.
        std::uint64_t witnessed = 0;
        std::uint64_t last_checkpoint = 0;
    };

    void work(std::stop_token const& stop);
    [[nodiscard]] Sight see(std::optional<HeadWitness::Head> const& witness);
    [[nodiscard]] bool went_back(Sight const& sight,
                                 std::optional<HeadWitness::Head> const& witness) const;
    void take_back(Sight const& sight);
    [[nodiscard]] bool is_due(Sight const& sight, Time now);
    void checkpoint();
    void keep(model::BookIdentity identity);

    Outside outside_;
    Timing timing_;
    std::unique_ptr<ports::BookSnapshots> snapshots_;
    /// The newest head of `@book` that was ever seen.
    model::ChainHead seen_;
    Time checkpoint_due_;
    Time rests_until_;
    /// When the definitions that no checkpoint follows yet were noticed: the first, the last.
    std::optional<Time> first_definition_;
    Time last_definition_;
    mutable std::mutex mutex_;
    std::condition_variable_any woken_;
    model::BookIdentity identity_;
    std::jthread thread_;
};

}  // namespace daybook::app
