#pragma once

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "app/lane.hpp"
#include "app/lane_health.hpp"
#include "ports/inbound/command_service.hpp"

namespace daybook::app {

/// What the engine holds at most, over all lanes: batches count until they are answered.
struct EngineLimits {
    std::size_t run_commands_max = 5'000;
    std::size_t queue_commands_max = 100'000;
    std::size_t queue_bytes_max = 256u << 20;
    /// A lane that is at one run for longer makes the engine not ready. Longer than a failing run
    /// is retried.
    std::chrono::milliseconds run_ms_max{15'000};
};

/// Books what it is given in lanes: commands of one account always meet in one lane, in the order
/// their batch has them. A batch that spans lanes is split by account, and its answers are put
/// back in order; definitions are answered before what follows them in their batch starts.
///
/// Threads: safe, but for stop() and the destructor.
class Engine final : public ports::CommandService {
  public:
    /// Shape: one runner a lane.
    Engine(std::vector<std::unique_ptr<BatchRunner>> runners, EngineLimits limits);
    /// Stops.
    ~Engine() override;

    /// Shape: an atomic batch holds at most CommandProcessor::run_commands_max commands.
    [[nodiscard]] Submitted submit(model::CommandBatch batch,
                                   std::function<void(ports::BatchOutcome)> done) override;

    /// Refuses new batches from now on, and returns when the accepted ones are answered.
    void stop();

    struct Load {
        std::size_t commands = 0;
        std::size_t bytes = 0;
    };
    /// How many commands were answered so. Shape: by AnswerStatus.
    using Answered = std::array<std::uint64_t, 6>;
    [[nodiscard]] Answered answered() const;
    /// What is accepted and not yet answered.
    [[nodiscard]] Load load() const;
    [[nodiscard]] std::size_t lanes() const { return lanes_.size(); }
    [[nodiscard]] StoreState store_state() const;
    /// Why the engine should get no more work, a sentence each; empty when it should.
    [[nodiscard]] std::vector<std::string> reasons_not_ready() const;

  private:
    /// One accepted batch on its way through stages, each of which runs in several lanes at once.
    struct Journey {
        model::CommandBatch batch;
        std::function<void(ports::BatchOutcome)> done;
        Load load;
        std::vector<model::Answer> answers;
        std::optional<ports::Unavailable> failure;
        /// The commands before it have been given to lanes.
        std::size_t next = 0;
        std::size_t parts_open = 0;
        std::list<Journey>::iterator self;
    };
    /// Some commands of a journey's batch, for one lane.
    struct Part {
        model::CommandBatch batch;
        std::vector<std::size_t> places;
    };

    void start_stage(Journey& journey);
    void start_whole(Journey& journey);
    void finish_part(Journey& journey, std::vector<std::size_t> const& places,
                     ports::BatchOutcome outcome);
    void finish(Journey& journey, ports::BatchOutcome outcome);
    [[nodiscard]] std::size_t lane_of(model::AccountId const& account) const;
    [[nodiscard]] std::vector<Part> next_stage(Journey& journey) const;

    EngineLimits limits_;
    LaneHealth health_;
    std::vector<std::unique_ptr<BatchRunner>> runners_;
    mutable std::mutex mutex_;
    std::condition_variable finished_;
    std::list<Journey> journeys_;
    Load load_;
    Answered answered_{};
    bool stopping_ = false;
    std::vector<std::unique_ptr<Lane>> lanes_;
};

}  // namespace daybook::app
