#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "app/lane_health.hpp"
#include "model/answer.hpp"
#include "model/command.hpp"
#include "ports/inbound/command_service.hpp"

namespace daybook::app {

/// Books batches, as services::CommandProcessor::run() does. Threads: one at a time.
class BatchRunner {
  public:
    virtual ~BatchRunner() = default;
    /// Shape: result[i][j] answers batches[i].commands[j]. Throws: what the processor throws.
    [[nodiscard]] virtual std::vector<std::vector<model::Answer>> run(
        std::span<model::CommandBatch const> batches) = 0;
};

/// One thread that books what is pushed, in that order. While one run commits, the next one
/// gathers: everything that waits is taken at once, so runs grow under load and a lone batch
/// waits for nothing.
///
/// A run that fails for a reason of one of its batches is taken apart, so that the others are
/// booked. Threads: push() from any.
class Lane {
  public:
    using Time = std::chrono::steady_clock::time_point;

    struct Job {
        model::CommandBatch batch;
        /// Called once, on the lane's thread.
        std::function<void(ports::BatchOutcome)> done;
    };

    /// Shape: a run takes at most `run_commands_max`, but always one batch.
    Lane(BatchRunner& runner, LaneHealth& health, std::size_t run_commands_max);
    ~Lane();
    Lane(Lane const&) = delete;
    Lane& operator=(Lane const&) = delete;

    void push(Job job);
    /// Finishes what was pushed, and ends the thread. Lanes whose jobs push to each other are all
    /// closed before any of them goes.
    void close();

    /// For how long the lane has been at what it last took; 0 for a lane that waits.
    [[nodiscard]] std::chrono::nanoseconds run_lasts(Time now) const;

  private:
    struct Taken {
        std::vector<model::CommandBatch> batches;
        std::vector<std::function<void(ports::BatchOutcome)>> done;
    };
    /// Whether a failed run may succeed for some of its batches.
    enum class Verdict { booked, one_is_at_fault, store_is_away };

    void work();
    [[nodiscard]] bool take(Taken& taken);
    void book(Taken& taken);
    void book_one_by_one(Taken& taken);
    [[nodiscard]] Verdict try_run(std::span<model::CommandBatch const> batches,
                                  std::vector<ports::BatchOutcome>& outcomes);

    BatchRunner& runner_;
    LaneHealth& health_;
    std::size_t run_commands_max_;
    mutable std::mutex mutex_;
    std::condition_variable pushed_;
    std::deque<Job> queue_;
    std::optional<Time> run_began_;
    bool closing_ = false;
    std::thread thread_;
};

}  // namespace daybook::app
