#include "services/command_processor.hpp"

#include <optional>
#include <utility>

#include "model/assert.hpp"
#include "services/answered_requests.hpp"
#include "services/batch_decision.hpp"
#include "services/batch_loader.hpp"
#include "services/batch_writer.hpp"
#include "services/request_settlement.hpp"
#include "services/retry_policy.hpp"

namespace daybook::services {

using namespace model;

namespace {

using Kind = ports::StorageError::Kind;

/// The last entry that an attempt wrote for one account.
struct Head {
    AccountId account_id;
    std::uint64_t seq = 0;
    Hash hash{};
};

/// One try to book a run, and what it would have left behind.
class Attempt {
  public:
    Attempt(CommandProcessor::Outside& outside, std::span<CommandBatch const> batches)
        : outside_{outside}, batches_{batches} {}

    void book() {
        auto const recorded_at = outside_.clock.now();
        auto const order_ids = outside_.order_ids.next(count_new_orders(batches_));
        heads_.clear();
        outside_.unit_of_work.run([&](ports::Repositories& repositories) {
            RequestSettlements settlements{repositories, batches_};
            auto const run = settlements.batches();
            auto loaded = BatchLoader{repositories}.load(run);
            answers_ = decide_all(run, loaded, outside_.sha256, recorded_at, order_ids);
            auto const answered = answered_requests(run, answers_, recorded_at);
            note_heads(loaded);
            bool const wrote = write_changes(repositories, std::move(loaded), answered);
            settlements.write(answers_, recorded_at);
            return wrote ? ports::Commit::yes : ports::Commit::no;
        });
    }

    /// Whether a commit of unknown outcome is there: all of its last entries are, or none. One
    /// without entries counts as lost: answers to requests may be written twice.
    [[nodiscard]] bool is_committed() {
        bool found = false;
        outside_.unit_of_work.run([&](ports::Repositories& repositories) {
            for (auto const& head : heads_) {
                found = repositories.entries.hash_of(head.account_id, head.seq) == head.hash;
                if (!found) break;
            }
            return ports::Commit::no;
        });
        return found;
    }

    [[nodiscard]] std::vector<std::vector<Answer>> take_answers() { return std::move(answers_); }

  private:
    void note_heads(LoadedBooks const& loaded) {
        for (auto const& [id, book] : loaded.accounts) {
            if (book.changes.entries.empty()) continue;
            heads_.push_back({id, book.account->last_seq, book.account->last_hash});
        }
    }

    CommandProcessor::Outside& outside_;
    std::span<CommandBatch const> batches_;
    std::vector<std::vector<Answer>> answers_;
    std::vector<Head> heads_;
};

}  // namespace

CommandProcessor::CommandProcessor(Outside outside) : outside_{std::move(outside)} {}

std::vector<std::vector<Answer>> CommandProcessor::run(std::span<CommandBatch const> batches) {
    RetryPolicy policy{outside_.clock.now(), outside_.retry_deadline};
    Attempt attempt{outside_, batches};
    bool outcome_is_unknown = false;
    while (true) {
        try {
            if (outcome_is_unknown && attempt.is_committed()) return attempt.take_answers();
            outcome_is_unknown = false;
            attempt.book();
            return attempt.take_answers();
        } catch (ports::StorageError const& error) {
            outcome_is_unknown = outcome_is_unknown || error.kind() == Kind::unknown_outcome;
            auto const step = policy.after(error.kind(), outside_.clock.now());
            if (step == RetryStep::give_up && outcome_is_unknown) {
                throw ports::StorageError{Kind::unknown_outcome, error.what()};
            }
            if (step == RetryStep::give_up) throw;
            if (step == RetryStep::retry_after_pause) outside_.pause(policy.pause());
        }
    }
}

}  // namespace daybook::services
