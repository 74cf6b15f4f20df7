#include "services/ledger.hpp"

namespace daybook::services {

using namespace model;

// What the heads say is not decided here: whoever makes a checkpoint has read them, and whoever
// verifies the book compares them with the chains.
Answer Ledger::handle(Draft& draft, Checkpoint const& checkpoint) {
    auto const& before = draft.command.checkpoint_before;
    if (before && *before != reference_.last_checkpoint) {
        return refused(Refusal::invalid_value, "heads",
                       "heads must be those since the last checkpoint, entry " +
                           std::to_string(reference_.last_checkpoint) + " of " +
                           draft.book.id.value());
    }
    auto& changes = draft.book.changes;
    for (auto& head : checkpoint.heads.all()) {
        changes.checkpoint_heads.insert_or_assign(head.account_id, head);
    }
    Answer answer;
    answer.entry_seq = commit(draft);
    reference_.last_checkpoint = *answer.entry_seq;
    changes.checkpoint_heads.insert_or_assign(
        draft.book.id, ChainHead{draft.book.id, *answer.entry_seq, draft.book.account->last_hash});
    return answer;
}

}  // namespace daybook::services
