#include "app/checkpoint_writer.hpp"

#include <future>
#include <memory>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "log/log.hpp"
#include "services/checkpoint_plan.hpp"

namespace daybook::app {

namespace {

std::optional<ports::BatchOutcome> book(ports::CommandService& commands,
                                        model::CommandBatch batch) {
    // A std::function is copied with what it captures; a promise only moves.
    auto const booked = std::make_shared<std::promise<ports::BatchOutcome>>();
    auto outcome = booked->get_future();
    auto const submitted = commands.submit(
        std::move(batch),
        [booked](ports::BatchOutcome answered) { booked->set_value(std::move(answered)); });
    if (submitted != ports::CommandService::Submitted::accepted) return std::nullopt;
    return outcome.get();
}

}  // namespace

CheckpointOutcome write_checkpoint(ports::BookSnapshots& snapshots, ports::CommandService& commands,
                                   ports::Sha256& sha256) {
    auto result = CheckpointOutcome::nothing_new;
    while (true) {
        services::CheckpointPlan plan;
        snapshots.read(
            [&](ports::BookReader& reader) { plan = services::plan_checkpoint(reader, sha256); });
        for (auto const& loss : plan.losses) log::error("account lost", {{"what", loss}});
        if (plan.batch.commands.empty()) return result;
        auto const outcome = book(commands, std::move(plan.batch));
        auto const* answers =
            outcome ? std::get_if<std::vector<model::Answer>>(&*outcome) : nullptr;
        if (answers == nullptr) return CheckpointOutcome::not_booked;
        if (answers->front().status != model::AnswerStatus::DONE) return CheckpointOutcome::beaten;
        result = CheckpointOutcome::written;
        if (plan.is_whole) {
            log::info("checkpoint written",
                      {{"accounts", plan.accounts}, {"entry", *answers->back().entry_seq}});
            return result;
        }
    }
}

}  // namespace daybook::app
