#include "app/engine.hpp"

#include <algorithm>
#include <utility>

#include "app/command_size.hpp"
#include "model/assert.hpp"
#include "services/command_processor.hpp"

namespace daybook::app {

namespace {

constexpr std::size_t part_commands_max = services::CommandProcessor::run_commands_max;

/// Definitions touch what every account's commands may name, so they run alone.
bool is_definition(model::Command const& command) {
    return command.account_id.value() == model::definitions_account;
}

}  // namespace

Engine::Engine(std::vector<std::unique_ptr<BatchRunner>> runners, EngineLimits limits)
    : limits_{limits}, runners_{std::move(runners)} {
    DAYBOOK_ASSERT(!runners_.empty());
    auto const run_commands_max = std::min(limits_.run_commands_max, part_commands_max);
    for (auto const& runner : runners_) {
        lanes_.push_back(std::make_unique<Lane>(*runner, health_, run_commands_max));
    }
}

Engine::~Engine() {
    stop();
    for (auto const& lane : lanes_) lane->close();
}

Engine::Submitted Engine::submit(model::CommandBatch batch,
                                 std::function<void(ports::BatchOutcome)> done) {
    DAYBOOK_ASSERT(!batch.atomic || batch.commands.size() <= part_commands_max);
    Load const load{batch.commands.size(), size_of(batch)};
    Journey* journey = nullptr;
    {
        std::scoped_lock const lock{mutex_};
        if (stopping_) return Submitted::stopping;
        // A batch larger than the whole queue is taken when the queue is empty: it would be
        // refused for ever.
        bool const fits = load_.commands + load.commands <= limits_.queue_commands_max &&
                          load_.bytes + load.bytes <= limits_.queue_bytes_max;
        if (!fits && !journeys_.empty()) return Submitted::busy;
        load_.commands += load.commands;
        load_.bytes += load.bytes;
        journey = &journeys_.emplace_back();
        journey->self = std::prev(journeys_.end());
    }
    journey->load = load;
    journey->batch = std::move(batch);
    journey->done = std::move(done);
    start_stage(*journey);
    return Submitted::accepted;
}

void Engine::stop() {
    std::unique_lock lock{mutex_};
    stopping_ = true;
    finished_.wait(lock, [this] { return journeys_.empty(); });
}

Engine::Answered Engine::answered() const {
    std::scoped_lock const lock{mutex_};
    return answered_;
}

Engine::Load Engine::load() const {
    std::scoped_lock const lock{mutex_};
    return load_;
}

StoreState Engine::store_state() const { return health_.state(std::chrono::steady_clock::now()); }

std::vector<std::string> Engine::reasons_not_ready() const {
    std::vector<std::string> reasons;
    {
        std::scoped_lock const lock{mutex_};
        if (stopping_) reasons.emplace_back("the worker is stopping");
    }
    auto const now = std::chrono::steady_clock::now();
    if (auto reason = not_ready_because(health_.state(now))) reasons.push_back(*std::move(reason));
    auto const stalled = std::ranges::count_if(
        lanes_, [&](auto const& lane) { return lane->run_lasts(now) > limits_.run_ms_max; });
    if (stalled > 0) {
        reasons.push_back(std::to_string(stalled) + " of " + std::to_string(lanes_.size()) +
                          " lanes are stalled: one run lasts longer than " +
                          std::to_string(limits_.run_ms_max.count()) + " ms");
    }
    return reasons;
}

std::size_t Engine::lane_of(model::AccountId const& account) const {
    return lanes_.size() == 1 ? 0 : std::hash<model::AccountId>{}(account) % lanes_.size();
}

void Engine::start_whole(Journey& journey) {
    auto const& commands = journey.batch.commands;
    auto const lane = commands.empty() ? 0 : lane_of(commands.front().account_id);
    lanes_[lane]->push({std::move(journey.batch), [this, &journey](ports::BatchOutcome outcome) {
                            finish(journey, std::move(outcome));
                        }});
}

void Engine::start_stage(Journey& journey) {
    bool const fits_one_lane =
        lanes_.size() == 1 && journey.batch.commands.size() <= part_commands_max;
    if (journey.batch.atomic || fits_one_lane || journey.batch.commands.empty()) {
        return start_whole(journey);
    }
    auto parts = next_stage(journey);
    // Set before the first push: a lane may answer before the last one.
    journey.parts_open = static_cast<std::size_t>(
        std::ranges::count_if(parts, [](Part const& part) { return !part.places.empty(); }));
    for (std::size_t lane = 0; lane < parts.size(); ++lane) {
        auto& part = parts[lane];
        if (part.places.empty()) continue;
        lanes_[lane]->push(
            {std::move(part.batch),
             [this, &journey, places = std::move(part.places)](ports::BatchOutcome outcome) {
                 finish_part(journey, places, std::move(outcome));
             }});
    }
}

std::vector<Engine::Part> Engine::next_stage(Journey& journey) const {
    auto& commands = journey.batch.commands;
    journey.answers.resize(commands.size());
    std::vector<Part> parts(lanes_.size());
    bool const definitions = is_definition(commands[journey.next]);
    while (journey.next < commands.size() && is_definition(commands[journey.next]) == definitions) {
        auto& command = commands[journey.next];
        auto& part = parts[lane_of(command.account_id)];
        if (part.places.size() == part_commands_max) break;
        part.batch.commands.push_back(std::move(command));
        part.places.push_back(journey.next++);
    }
    return parts;
}

void Engine::finish_part(Journey& journey, std::vector<std::size_t> const& places,
                         ports::BatchOutcome outcome) {
    bool stage_finished = false;
    {
        std::scoped_lock const lock{mutex_};
        if (auto* answers = std::get_if<std::vector<model::Answer>>(&outcome)) {
            for (std::size_t i = 0; i < places.size(); ++i) {
                journey.answers[places[i]] = std::move((*answers)[i]);
            }
        } else {
            journey.failure = std::get<ports::Unavailable>(std::move(outcome));
        }
        stage_finished = --journey.parts_open == 0;
    }
    if (!stage_finished) return;
    if (journey.failure) return finish(journey, std::move(*journey.failure));
    if (journey.next < journey.answers.size()) return start_stage(journey);
    finish(journey, std::move(journey.answers));
}

void Engine::finish(Journey& journey, ports::BatchOutcome outcome) {
    Answered answered{};
    if (auto const* answers = std::get_if<std::vector<model::Answer>>(&outcome)) {
        for (auto const& answer : *answers) ++answered[static_cast<std::size_t>(answer.status)];
    }
    auto const done = std::move(journey.done);
    done(std::move(outcome));
    std::scoped_lock const lock{mutex_};
    for (std::size_t i = 0; i < answered.size(); ++i) answered_[i] += answered[i];
    load_.commands -= journey.load.commands;
    load_.bytes -= journey.load.bytes;
    journeys_.erase(journey.self);
    if (journeys_.empty()) finished_.notify_all();
}

}  // namespace daybook::app
