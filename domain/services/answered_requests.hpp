#pragma once

#include <span>
#include <vector>

#include "model/answer.hpp"
#include "model/command.hpp"
#include "ports/outbound/outbox_repository.hpp"

namespace daybook::services {

/// The requests to exchanges that the reports of a run answer. What a report says of its request
/// counts whether it is booked, was booked before or was kept aside; not where it was refused or
/// taken back with its group.
/// Shape: answers[i][j] answers batches[i].commands[j]; in the order of the commands.
[[nodiscard]] std::vector<ports::AnsweredRequest> answered_requests(
    std::span<model::CommandBatch const> batches,
    std::span<std::vector<model::Answer> const> answers, model::Timestamp answered_at);

}  // namespace daybook::services
