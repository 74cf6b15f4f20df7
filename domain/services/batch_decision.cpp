#include "services/batch_decision.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "model/assert.hpp"
#include "services/ledger.hpp"

namespace daybook::services {

using namespace model;

namespace {

/// Runs batches on the loaded books.
class Decider {
  public:
    Decider(LoadedBooks& loaded, ports::Sha256& sha256, Timestamp recorded_at,
            std::span<OrderId const> order_ids)
        : loaded_{loaded},
          ledger_{loaded.reference, sha256},
          recorded_at_{recorded_at},
          order_ids_{order_ids} {}

    std::vector<Answer> decide(CommandBatch const& batch) {
        auto const stamps = take_stamps(batch);
        if (batch.atomic) return decide_group(batch, stamps);
        std::vector<Answer> answers;
        answers.reserve(batch.commands.size());
        for (std::size_t i = 0; i < batch.commands.size(); ++i) {
            answers.push_back(decide(batch.commands[i], stamps[i]));
        }
        return answers;
    }

  private:
    /// Every place_order takes an id, whether it comes to be decided or not.
    std::vector<Stamp> take_stamps(CommandBatch const& batch) {
        std::vector<Stamp> stamps(batch.commands.size(), Stamp{recorded_at_, {}});
        for (std::size_t i = 0; i < stamps.size(); ++i) {
            if (!std::holds_alternative<PlaceOrder>(batch.commands[i].content)) continue;
            DAYBOOK_ASSERT(next_id_ < order_ids_.size());
            stamps[i].order_id = order_ids_[next_id_++];
        }
        return stamps;
    }

    Answer decide(Command const& command, Stamp const& stamp) {
        if (auto const* malformed = std::get_if<Malformed>(&command.content)) {
            return refused(malformed->refusal, malformed->field, malformed->detail);
        }
        auto const other = order_account_of(command);
        auto& book = loaded_.accounts.at(command.account_id);
        auto* order_book = other ? &loaded_.accounts.at(*other) : nullptr;
        auto monotone = stamp;
        for (auto const* each : {&book, order_book}) {
            if (each != nullptr) monotone.recorded_at = not_before(*each, monotone.recorded_at);
        }
        return ledger_.decide(book, command, monotone, order_book);
    }

    /// Times of an account never go back: a clock that was set back stands still until it has made
    /// up for it.
    static Timestamp not_before(AccountBook const& book, Timestamp time) {
        auto const& entries = book.changes.entries;
        auto const last =
            entries.empty() ? book.last_recorded_at : std::optional{entries.back().recorded_at};
        return last ? std::max(*last, time) : time;
    }

    /// The other account in which a command books.
    static std::optional<AccountId> order_account_of(Command const& command) {
        auto const* resolve = std::get_if<ResolveDiscrepancy>(&command.content);
        bool const is_other = resolve != nullptr && resolve->order && resolve->order_account_id &&
                              *resolve->order_account_id != command.account_id;
        return is_other ? resolve->order_account_id : std::nullopt;
    }

    /// All or nothing: the first refusal takes everything back.
    std::vector<Answer> decide_group(CommandBatch const& batch, std::vector<Stamp> const& stamps) {
        std::vector<Answer> answers(batch.commands.size());
        for (auto& answer : answers) answer.status = AnswerStatus::SKIPPED;
        if (auto const stranger = find_stranger(batch)) {
            answers[*stranger] = refused(Refusal::group_spans_accounts, "account_id",
                                         "an atomic group must name one account only");
            return answers;
        }
        auto const account = group_account(batch);
        std::optional<AccountBook> savepoint;
        std::optional<ReferenceData> reference;
        if (account) savepoint = loaded_.accounts.at(*account);
        if (account && account->value() == definitions_account) reference = loaded_.reference;
        for (std::size_t i = 0; i < batch.commands.size(); ++i) {
            auto answer = decide(batch.commands[i], stamps[i]);
            if (answer.status != AnswerStatus::REFUSED) {
                answers[i] = std::move(answer);
                continue;
            }
            if (savepoint) loaded_.accounts.at(*account) = std::move(*savepoint);
            if (reference) loaded_.reference = std::move(*reference);
            // A decision that was recorded is taken back with the rest: it left no entry.
            answer.entry_seq.reset();
            answer.order.reset();
            for (auto& other : answers) {
                other = Answer{};
                other.status = AnswerStatus::SKIPPED;
            }
            answers[i] = std::move(answer);
            break;
        }
        return answers;
    }

    static std::optional<AccountId> group_account(CommandBatch const& batch) {
        for (auto const& command : batch.commands) {
            if (!std::holds_alternative<Malformed>(command.content)) return command.account_id;
        }
        return std::nullopt;
    }

    static std::optional<std::size_t> find_stranger(CommandBatch const& batch) {
        auto const account = group_account(batch);
        for (std::size_t i = 0; i < batch.commands.size(); ++i) {
            auto const& command = batch.commands[i];
            bool const is_command = !std::holds_alternative<Malformed>(command.content);
            if (!is_command) continue;
            if (command.account_id != *account || order_account_of(command)) return i;
        }
        return std::nullopt;
    }

    LoadedBooks& loaded_;
    Ledger ledger_;
    Timestamp recorded_at_;
    std::span<OrderId const> order_ids_;
    std::size_t next_id_ = 0;
};

}  // namespace

std::vector<std::vector<Answer>> decide_all(std::span<CommandBatch const> batches,
                                            LoadedBooks& loaded, ports::Sha256& sha256,
                                            Timestamp recorded_at,
                                            std::span<OrderId const> order_ids) {
    Decider decider{loaded, sha256, recorded_at, order_ids};
    std::vector<std::vector<Answer>> answers;
    answers.reserve(batches.size());
    for (auto const& batch : batches) answers.push_back(decider.decide(batch));
    return answers;
}

std::size_t count_new_orders(std::span<CommandBatch const> batches) {
    std::size_t count = 0;
    for (auto const& batch : batches) {
        for (auto const& command : batch.commands) {
            if (std::holds_alternative<PlaceOrder>(command.content)) ++count;
        }
    }
    return count;
}

}  // namespace daybook::services
