#include "app/book_watch.hpp"

#include <algorithm>
#include <utility>

#include "app/checkpoint_writer.hpp"
#include "log/log.hpp"
#include "ports/outbound/storage_error.hpp"
#include "services/book_timeline.hpp"

namespace daybook::app {

namespace {

model::AccountId definitions() { return model::AccountId{model::definitions_account}; }

model::ChainHead head_of(ports::BookReader& book) {
    auto const account = book.account(definitions());
    if (!account) return {definitions(), 0, {}};
    return {account->id, account->last_seq, account->last_hash};
}

std::uint64_t last_checkpoint_of(ports::BookReader& book) {
    auto const rows = book.checkpoint_heads(model::AccountId{"@"}, 1);
    bool const is_there = !rows.empty() && rows.front().account_id == definitions();
    return is_there ? rows.front().seq : 0;
}

}  // namespace

BookWatch::BookWatch(Outside outside, Timing timing)
    : outside_{std::move(outside)},
      timing_{timing},
      snapshots_{outside_.storage.open_snapshots()},
      // The book may have been without a worker for long: the first comes soon.
      checkpoint_due_{outside_.now() + timing.quiet},
      rests_until_{outside_.now()} {
    auto const sight = see(std::nullopt);
    seen_ = sight.head;
    keep(sight.identity);
}

BookWatch::~BookWatch() = default;

void BookWatch::start() {
    thread_ = std::jthread{[this](std::stop_token const& stop) { work(stop); }};
}

void BookWatch::work(std::stop_token const& stop) {
    while (!stop.stop_requested()) {
        try {
            look();
        } catch (std::exception const& error) {
            log::warn("book not looked at", {{"reason", error.what()}});
        }
        std::unique_lock lock{mutex_};
        woken_.wait_for(lock, stop, timing_.interval, [&] { return stop.stop_requested(); });
    }
}

void BookWatch::finish() {
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
    try {
        checkpoint();
    } catch (std::exception const& error) {
        log::warn("last checkpoint not written", {{"reason", error.what()}});
    }
}

model::BookIdentity BookWatch::identity() const {
    std::scoped_lock const lock{mutex_};
    return identity_;
}

void BookWatch::keep(model::BookIdentity identity) {
    std::scoped_lock const lock{mutex_};
    identity_ = std::move(identity);
}

BookWatch::Sight BookWatch::see(std::optional<HeadWitness::Head> const& witness) {
    Sight sight;
    snapshots_->read([&](ports::BookReader& book) {
        sight.identity = book.identity();
        sight.head = head_of(book);
        sight.last_checkpoint = last_checkpoint_of(book);
        if (seen_.seq > 0) {
            auto const entries = book.entries(seen_.account_id, seen_.seq - 1, 1);
            bool const is_there = !entries.empty() && entries.front().seq == seen_.seq;
            if (is_there) sight.hash_of_seen = entries.front().hash;
        }
        if (!witness) return;
        auto const account = book.account(witness->account_id);
        if (account) sight.witnessed = account->last_seq;
    });
    return sight;
}

void BookWatch::look() {
    // Before the snapshot, which then has whatever was booked before.
    auto const witness = outside_.witness.latest();
    auto const sight = see(witness);
    if (went_back(sight, witness)) {
        take_back(sight);
    } else {
        keep(sight.identity);
    }
    bool const is_definition = sight.head.seq > std::max(seen_.seq, sight.last_checkpoint);
    auto const now = outside_.now();
    if (is_definition) last_definition_ = now;
    if (sight.head.seq > sight.last_checkpoint && !first_definition_) {
        first_definition_ = now;
        last_definition_ = now;
    }
    if (sight.head.seq == sight.last_checkpoint) first_definition_.reset();
    seen_ = sight.head;
    if (is_due(sight, now)) checkpoint();
}

bool BookWatch::went_back(Sight const& sight,
                          std::optional<HeadWitness::Head> const& witness) const {
    bool const book_lost = seen_.seq > 0 && sight.hash_of_seen != seen_.hash;
    return book_lost || (witness && sight.witnessed < witness->seq);
}

void BookWatch::take_back(Sight const& sight) {
    // Another worker, or whoever restored a backup, may have begun one already.
    bool const has_begun = sight.identity.timeline != identity().timeline;
    auto const unit_of_work = outside_.storage.open_unit_of_work();
    auto identity =
        has_begun ? sight.identity : services::begin_timeline(*unit_of_work, outside_.ids);
    log::error("book went back", {{"seen", seen_.seq},
                                  {"head", sight.head.seq},
                                  {"book_id", identity.book_id},
                                  {"timeline", identity.timeline}});
    outside_.witness.forget();
    keep(std::move(identity));
}

bool BookWatch::is_due(Sight const& sight, Time now) {
    if (now < rests_until_) return false;
    if (now >= checkpoint_due_) return true;
    if (!first_definition_ || sight.head.seq == sight.last_checkpoint) return false;
    return now - last_definition_ >= timing_.quiet ||
           now - *first_definition_ >= timing_.definition_wait_max;
}

void BookWatch::checkpoint() {
    auto const began = outside_.now();
    auto const outcome = write_checkpoint(*snapshots_, outside_.commands, *outside_.sha256);
    auto const ended = outside_.now();
    rests_until_ = ended + (ended - began) * timing_.rest_factor;
    if (outcome == CheckpointOutcome::not_booked) return;
    checkpoint_due_ = ended + timing_.checkpoint_interval;
    first_definition_.reset();
}

}  // namespace daybook::app
