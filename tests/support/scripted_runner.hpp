#pragma once

#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <semaphore>
#include <string>
#include <utility>
#include <vector>

#include "app/engine.hpp"

namespace daybook::app {

using Batches = std::span<model::CommandBatch const>;
using Answers = std::vector<std::vector<model::Answer>>;

/// Answers DONE, with the account and the key of each command as the detail.
inline Answers answers_with_names(Batches batches) {
    Answers answers;
    for (auto const& batch : batches) {
        auto& of_batch = answers.emplace_back();
        for (auto const& command : batch.commands) {
            auto const& key = command.idempotency_key;
            model::Answer answer;
            answer.detail = command.account_id.value() + "/" + (key ? key->value() : "");
            of_batch.push_back(std::move(answer));
        }
    }
    return answers;
}

/// Runs what a test says in place of a command processor, and keeps what it was given.
class ScriptedRunner final : public BatchRunner {
  public:
    using Script = std::function<Answers(Batches)>;

    explicit ScriptedRunner(Script script = answers_with_names) : script_{std::move(script)} {}

    Answers run(Batches batches) override {
        {
            std::scoped_lock const lock{mutex_};
            runs_.emplace_back(batches.begin(), batches.end());
        }
        return script_(batches);
    }

    /// Every run so far, each with its batches.
    std::vector<std::vector<model::CommandBatch>> runs() {
        std::scoped_lock const lock{mutex_};
        return runs_;
    }

  private:
    Script script_;
    std::mutex mutex_;
    std::vector<std::vector<model::CommandBatch>> runs_;
};

/// A script whose first run waits until it is let go.
class Gate {
  public:
    ScriptedRunner::Script script() {
        return [this, first = true](Batches batches) mutable {
            if (std::exchange(first, false)) {
                entered_.release();
                opened_.acquire();
            }
            return answers_with_names(batches);
        };
    }
    void wait_until_entered() { entered_.acquire(); }
    void open() { opened_.release(); }

  private:
    std::binary_semaphore entered_{0};
    std::binary_semaphore opened_{0};
};

/// An engine over scripted runners.
class EngineUnderTest {
  public:
    explicit EngineUnderTest(std::vector<ScriptedRunner::Script> scripts,
                             EngineLimits limits = {}) {
        std::vector<std::unique_ptr<BatchRunner>> runners;
        for (auto& script : scripts) {
            auto runner = std::make_unique<ScriptedRunner>(std::move(script));
            runners_.push_back(runner.get());
            runners.push_back(std::move(runner));
        }
        engine_ = std::make_unique<Engine>(std::move(runners), limits);
    }

    /// Submits a batch that is accepted.
    std::future<ports::BatchOutcome> accept(model::CommandBatch batch) {
        auto answered = std::make_shared<std::promise<ports::BatchOutcome>>();
        auto future = answered->get_future();
        auto const submitted = engine_->submit(
            std::move(batch),
            [answered](ports::BatchOutcome outcome) { answered->set_value(std::move(outcome)); });
        if (submitted != Engine::Submitted::accepted) throw std::runtime_error{"not accepted"};
        return future;
    }

    Engine::Submitted submit(model::CommandBatch batch) {
        return engine_->submit(std::move(batch), [](ports::BatchOutcome const&) {});
    }

    Engine& engine() { return *engine_; }
    ScriptedRunner& runner(std::size_t lane) { return *runners_[lane]; }

  private:
    std::vector<ScriptedRunner*> runners_;
    std::unique_ptr<Engine> engine_;
};

inline model::Command command_of(std::string const& account, std::string const& key = "k") {
    return {.account_id = model::AccountId{account},
            .idempotency_key = model::IdempotencyKey{key},
            .occurred_at = {},
            .content = model::CloseAccount{}};
}

inline model::Command definition(std::string const& asset) {
    return {.account_id = model::AccountId{model::definitions_account},
            .idempotency_key = {},
            .occurred_at = {},
            .content = model::DefineAsset{{model::AssetCode{asset}, 2}}};
}

inline model::CommandBatch batch_of(std::vector<model::Command> commands, bool atomic = false) {
    return {std::move(commands), atomic};
}

/// The details of the answers of a batch that was booked.
inline std::vector<std::string> details(std::future<ports::BatchOutcome>& outcome) {
    std::vector<std::string> all;
    auto const answered = outcome.get();
    for (auto const& answer : std::get<std::vector<model::Answer>>(answered)) {
        all.push_back(answer.detail);
    }
    return all;
}

}  // namespace daybook::app
