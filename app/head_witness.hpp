#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "model/answer.hpp"
#include "model/command.hpp"

namespace daybook::app {

/// Remembers one entry that this process has booked of late: a book that does not have it any more
/// went back. Threads: safe.
class HeadWitness {
  public:
    struct Head {
        model::AccountId account_id;
        std::uint64_t seq = 0;
    };

    /// Shape: answers[i][j] answers batches[i].commands[j].
    void note(std::span<model::CommandBatch const> batches,
              std::vector<std::vector<model::Answer>> const& answers) {
        for (std::size_t i = batches.size(); i-- > 0;) {
            for (std::size_t j = answers[i].size(); j-- > 0;) {
                if (!answers[i][j].entry_seq) continue;
                std::scoped_lock const lock{mutex_};
                latest_ = Head{batches[i].commands[j].account_id, *answers[i][j].entry_seq};
                return;
            }
        }
    }
    [[nodiscard]] std::optional<Head> latest() const {
        std::scoped_lock const lock{mutex_};
        return latest_;
    }
    /// Forgets what it has: what was booked before names nothing now.
    void forget() {
        std::scoped_lock const lock{mutex_};
        latest_.reset();
    }

  private:
    mutable std::mutex mutex_;
    std::optional<Head> latest_;
};

}  // namespace daybook::app
