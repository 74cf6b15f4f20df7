#pragma once

#include <span>
#include <vector>

#include "model/answer.hpp"
#include "model/command.hpp"
#include "ports/outbound/sha256.hpp"
#include "services/batch_loader.hpp"

namespace daybook::services {

/// Decides all commands of a run, in order, on the loaded books.
/// `recorded_at`: what is booked is recorded then, or when the newest entry of its account was, if
/// that is later.
/// Shape: `order_ids` holds one id for each place_order; result[i][j] answers
/// batches[i].commands[j].
[[nodiscard]] std::vector<std::vector<model::Answer>> decide_all(
    std::span<model::CommandBatch const> batches, LoadedBooks& loaded, ports::Sha256& sha256,
    model::Timestamp recorded_at, std::span<model::OrderId const> order_ids);

/// How many order ids a run needs.
[[nodiscard]] std::size_t count_new_orders(std::span<model::CommandBatch const> batches);

}  // namespace daybook::services
