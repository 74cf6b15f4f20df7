#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "model/answer.hpp"
#include "model/command.hpp"
#include "model/order.hpp"
#include "ports/outbound/unit_of_work.hpp"

namespace daybook::services {

/// What an operator's word on a request comes to.
struct Settlement {
    /// What is booked of the order, for everybody to see: the operator's words, and what they mean.
    model::BookExecution report;
    /// The request as it is from then on.
    model::OutboxRequest row;
};

/// Decides on a request that exists. `booked` are the executions of its order, by entry.
/// Errors: request_not_uncertain where what became of it is known, or will be.
[[nodiscard]] tl::expected<Settlement, model::Malformed> decide_settlement(
    model::SettleRequest const& settles, model::OutboxRequest const& row, model::Order const& order,
    std::span<model::Execution const> booked);

/// The requests that the commands of a run settle: reads them, and makes the commands of what
/// operators have said of them.
///
/// Threads: not safe. Throws: StorageError from the constructor and write().
class RequestSettlements {
  public:
    /// Locks the accounts of the run where it settles anything.
    RequestSettlements(ports::Repositories& repositories,
                       std::span<model::CommandBatch const> batches);

    /// The run as it is to be decided.
    [[nodiscard]] std::span<model::CommandBatch const> batches() const {
        return changed_.empty() ? given_ : std::span<model::CommandBatch const>{changed_};
    }
    /// Writes what became of the requests whose commands have been booked.
    void write(std::span<std::vector<model::Answer> const> answers, model::Timestamp now);

  private:
    struct Settled {
        std::size_t batch = 0;
        std::size_t command = 0;
        model::OutboxRequest row;
    };

    void lock_accounts();
    void settle(std::size_t batch, std::size_t command);
    [[nodiscard]] std::optional<model::BookExecution> booked_by_key(model::Command const& command);

    ports::Repositories& repositories_;
    std::span<model::CommandBatch const> given_;
    /// A copy of the run; empty where it settles nothing.
    std::vector<model::CommandBatch> changed_;
    std::vector<Settled> rows_;
};

}  // namespace daybook::services
