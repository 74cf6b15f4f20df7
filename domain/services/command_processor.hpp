#pragma once

#include <chrono>
#include <functional>
#include <span>
#include <vector>

#include "model/answer.hpp"
#include "model/command.hpp"
#include "ports/outbound/clock.hpp"
#include "ports/outbound/order_id_source.hpp"
#include "ports/outbound/sha256.hpp"
#include "ports/outbound/unit_of_work.hpp"

namespace daybook::services {

/// Books batches of commands: locks and loads what they name, decides one command after another
/// in memory, writes what changed with one call per repository, and answers after the commit.
///
/// Threads: not safe; one instance per lane.
class CommandProcessor {
  public:
    /// What one run may take. Shape: the sum over all batches of a run.
    static constexpr std::size_t run_commands_max = 10'000;

    struct Outside {
        ports::UnitOfWork& unit_of_work;
        ports::Clock& clock;
        ports::OrderIdSource& order_ids;
        ports::Sha256& sha256;
        /// Waits before a retry.
        std::function<void(std::chrono::milliseconds)> pause;
        /// How long transient failures of storage are retried.
        std::chrono::milliseconds retry_deadline{10'000};
    };

    explicit CommandProcessor(Outside outside);

    /// Books all batches in one unit of work. Conflicts and lost connections are retried until
    /// the deadline; a commit of unknown outcome is settled by looking for its last entries, in a
    /// unit of work that is committed too. So is one that only tells of what was booked before:
    /// nobody hears of an entry that is not as safe as a commit makes it.
    /// Shape: result[i][j] answers batches[i].commands[j].
    /// Throws: StorageError when storage stays away; then, unless its kind is unknown_outcome,
    /// nothing was booked.
    [[nodiscard]] std::vector<std::vector<model::Answer>> run(
        std::span<model::CommandBatch const> batches);

  private:
    Outside outside_;
};

}  // namespace daybook::services
