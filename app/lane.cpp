#include "app/lane.hpp"

#include <exception>
#include <utility>

#include "log/log.hpp"
#include "model/assert.hpp"
#include "ports/outbound/storage_error.hpp"

namespace daybook::app {

namespace {

using Clock = std::chrono::steady_clock;
using Kind = ports::StorageError::Kind;

/// What callers are told: never the store's own words, which may name hosts and paths.
std::string sentence_for(Kind kind) {
    switch (kind) {
        case Kind::unavailable:
            return "the store does not answer; nothing was booked";
        case Kind::full:
            return "the store's disk is full; nothing was booked";
        case Kind::conflict:
            return "other writers were faster every time; nothing was booked";
        case Kind::unknown_outcome:
            return "the store was lost during the commit, of which nobody knows whether it was "
                   "booked";
        case Kind::forbidden:
            return "the store may not be written: a right is missing; nothing was booked";
        case Kind::replaced:
            return "the book's file was removed or replaced under the worker; nothing was booked";
        case Kind::corrupt:
            return "what is stored breaks its own rules; nothing was booked";
    }
    return "the store failed";
}

std::string_view name_of_kind(Kind kind) {
    switch (kind) {
        case Kind::unavailable:
            return "unavailable";
        case Kind::full:
            return "full";
        case Kind::conflict:
            return "conflict";
        case Kind::unknown_outcome:
            return "unknown_outcome";
        case Kind::forbidden:
            return "forbidden";
        case Kind::replaced:
            return "replaced";
        case Kind::corrupt:
            return "corrupt";
    }
    return "unknown";
}

StoreState state_after(Kind kind) {
    switch (kind) {
        case Kind::corrupt:
            return StoreState::corrupt;
        case Kind::forbidden:
            return StoreState::forbidden;
        case Kind::full:
            return StoreState::full;
        case Kind::replaced:
            return StoreState::replaced;
        default:
            return StoreState::away;
    }
}

void fill(std::vector<ports::BatchOutcome>& outcomes, std::size_t count, std::string const& why) {
    outcomes.assign(count, ports::Unavailable{why});
}

}  // namespace

Lane::Lane(BatchRunner& runner, LaneHealth& health, std::size_t run_commands_max)
    : runner_{runner},
      health_{health},
      run_commands_max_{run_commands_max},
      thread_{[this] { work(); }} {}

Lane::~Lane() { close(); }

void Lane::close() {
    if (!thread_.joinable()) return;
    {
        std::scoped_lock const lock{mutex_};
        closing_ = true;
    }
    pushed_.notify_one();
    thread_.join();
}

void Lane::push(Job job) {
    {
        std::scoped_lock const lock{mutex_};
        DAYBOOK_ASSERT(!closing_);
        queue_.push_back(std::move(job));
    }
    pushed_.notify_one();
}

std::chrono::nanoseconds Lane::run_lasts(Time now) const {
    std::scoped_lock const lock{mutex_};
    return run_began_ ? now - *run_began_ : std::chrono::nanoseconds{0};
}

void Lane::work() {
    Taken taken;
    while (take(taken)) {
        book(taken);
        std::scoped_lock const lock{mutex_};
        run_began_.reset();
    }
}

bool Lane::take(Taken& taken) {
    taken.batches.clear();
    taken.done.clear();
    std::unique_lock lock{mutex_};
    pushed_.wait(lock, [this] { return closing_ || !queue_.empty(); });
    std::size_t commands = 0;
    while (!queue_.empty()) {
        commands += queue_.front().batch.commands.size();
        if (!taken.batches.empty() && commands > run_commands_max_) break;
        taken.batches.push_back(std::move(queue_.front().batch));
        taken.done.push_back(std::move(queue_.front().done));
        queue_.pop_front();
    }
    if (taken.batches.empty()) return false;
    run_began_ = Clock::now();
    return true;
}

void Lane::book(Taken& taken) {
    std::vector<ports::BatchOutcome> outcomes;
    auto const verdict = try_run(taken.batches, outcomes);
    if (verdict == Verdict::one_is_at_fault && taken.batches.size() > 1) {
        return book_one_by_one(taken);
    }
    for (std::size_t i = 0; i < taken.done.size(); ++i) taken.done[i](std::move(outcomes[i]));
}

void Lane::book_one_by_one(Taken& taken) {
    log::warn("run taken apart", {{"batches", taken.batches.size()}});
    std::span<model::CommandBatch const> const batches{taken.batches};
    std::vector<ports::BatchOutcome> outcomes;
    auto verdict = Verdict::booked;
    for (std::size_t i = 0; i < batches.size(); ++i) {
        // A store that is away stays so for the rest: each try would wait out its deadline.
        if (verdict != Verdict::store_is_away) verdict = try_run(batches.subspan(i, 1), outcomes);
        if (verdict == Verdict::store_is_away) fill(outcomes, 1, sentence_for(Kind::unavailable));
        taken.done[i](std::move(outcomes.front()));
    }
}

Lane::Verdict Lane::try_run(std::span<model::CommandBatch const> batches,
                            std::vector<ports::BatchOutcome>& outcomes) {
    try {
        auto answers = runner_.run(batches);
        DAYBOOK_ASSERT(answers.size() == batches.size());
        outcomes.clear();
        for (auto& of_batch : answers) outcomes.emplace_back(std::move(of_batch));
        health_.saw(StoreState::well, Clock::now());
        return Verdict::booked;
    } catch (ports::StorageError const& error) {
        log::error("run failed", {{"kind", name_of_kind(error.kind())},
                                  {"batches", batches.size()},
                                  {"reason", error.what()}});
        fill(outcomes, batches.size(), sentence_for(error.kind()));
        health_.saw(state_after(error.kind()), Clock::now());
        // Neither takes time to find out, and it may concern one batch alone.
        bool const is_quick = error.kind() == Kind::corrupt || error.kind() == Kind::forbidden ||
                              error.kind() == Kind::replaced;
        return is_quick ? Verdict::one_is_at_fault : Verdict::store_is_away;
    } catch (std::exception const& error) {
        log::error("run failed", {{"batches", batches.size()}, {"reason", error.what()}});
        fill(outcomes, batches.size(), "an internal error; nothing was booked");
        return Verdict::one_is_at_fault;
    }
}

}  // namespace daybook::app
