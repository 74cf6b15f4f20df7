#include "services/checkpoint_record.hpp"

#include "model/command_fields.hpp"
#include "services/checkpoint_plan.hpp"

namespace daybook::services {

using namespace model;

namespace {

std::string of_book(std::uint64_t checkpoint) {
    return "entry " + std::to_string(checkpoint) + " of @book";
}

std::string entry_text(std::uint64_t seq) { return "entry " + std::to_string(seq); }

}  // namespace

std::optional<CheckpointRecord::Loss> CheckpointRecord::take(Entry const& entry) {
    auto const content = content_from_payload(entry.kind, entry.payload);
    if (!content) return Loss{entry.account_id, entry.seq, "the payload is no checkpoint"};
    auto const& checkpoint = std::get<Checkpoint>(*content);
    for (auto const& head : checkpoint.heads.all()) {
        if (auto loss = add(head, entry.seq)) return loss;
    }
    last_ = ChainHead{entry.account_id, entry.seq, entry.hash};
    if (!checkpoint.digest) return std::nullopt;
    closing_ = ChainHead{entry.account_id, entry.seq, *checkpoint.digest};
    check_count(*checkpoint.accounts, entry);
    return std::nullopt;
}

std::optional<CheckpointRecord::Loss> CheckpointRecord::add(ChainHead const& head,
                                                            std::uint64_t checkpoint) {
    auto& heads = accounts_[head.account_id].heads;
    if (!heads.empty()) {
        auto const& before = heads.back();
        bool const is_same = before.seq == head.seq && before.hash == head.hash;
        if (is_same) return std::nullopt;
        if (before.seq >= head.seq) {
            return Loss{
                head.account_id, before.seq,
                "the account went back: the checkpoint in " + of_book(before.checkpoint) +
                    " has its " + entry_text(before.seq) + ", the one in " + of_book(checkpoint) +
                    (before.seq == head.seq ? " another " : " only ") + entry_text(head.seq)};
        }
    }
    heads.push_back({head.seq, head.hash, checkpoint});
    return std::nullopt;
}

void CheckpointRecord::check_count(std::uint64_t accounts, Entry const& entry) {
    if (accounts == accounts_.size() || miscount_) return;
    miscount_ =
        Loss{entry.account_id, entry.seq,
             "the checkpoint found " + std::to_string(accounts) +
                 " accounts, and up to it checkpoints name " + std::to_string(accounts_.size())};
}

std::optional<CheckpointRecord::Loss> CheckpointRecord::check_whole() const {
    if (miscount_ || !closing_) return miscount_;
    HeadsDigest digest{sha256_};
    for (auto const& [id, account] : accounts_) {
        Named const* newest = nullptr;
        for (auto const& named : account.heads) {
            if (named.checkpoint <= closing_->seq) newest = &named;
        }
        if (newest != nullptr) digest.add({id, newest->seq, newest->hash});
    }
    if (digest.digest() == closing_->hash) return std::nullopt;
    return Loss{closing_->account_id, closing_->seq,
                "the digest over all accounts differs from the heads that checkpoints name"};
}

std::optional<CheckpointRecord::Loss> CheckpointRecord::compare(Entry const& entry) {
    auto const found = accounts_.find(entry.account_id);
    if (found == accounts_.end()) return std::nullopt;
    auto& [heads, next, has_ended] = found->second;
    if (next == heads.size() || heads[next].seq != entry.seq) return std::nullopt;
    auto const& named = heads[next++];
    if (named.hash == entry.hash) return std::nullopt;
    return Loss{
        entry.account_id, entry.seq,
        "the entry is another than the checkpoint in " + of_book(named.checkpoint) + " has seen"};
}

std::optional<CheckpointRecord::Loss> CheckpointRecord::end(AccountId const& id) const {
    auto const found = accounts_.find(id);
    if (found == accounts_.end()) return std::nullopt;
    auto const& [heads, next, has_ended] = found->second;
    has_ended = true;
    if (next == heads.size()) return std::nullopt;
    auto const& newest = heads.back();
    return Loss{id, newest.seq,
                "the account is shorter than it was: the checkpoint in " +
                    of_book(newest.checkpoint) + " has seen its " + entry_text(newest.seq)};
}

std::optional<CheckpointRecord::Loss> CheckpointRecord::first_missing() const {
    for (auto const& [id, account] : accounts_) {
        if (account.has_ended) continue;
        auto const& newest = account.heads.back();
        return Loss{id, newest.seq,
                    "the account is missing: the checkpoint in " + of_book(newest.checkpoint) +
                        " has seen its " + entry_text(newest.seq)};
    }
    return std::nullopt;
}

std::optional<CheckpointRecord::Loss> CheckpointRecord::compare_row(ChainHead const& row) const {
    std::string const what = "its row in checkpoint_heads differs from the newest checkpoint";
    if (row.account_id.value() == definitions_account) {
        return row == last_ ? std::nullopt : std::optional{Loss{row.account_id, {}, what}};
    }
    auto const found = accounts_.find(row.account_id);
    bool const is_same = found != accounts_.end() && found->second.heads.back().seq == row.seq &&
                         found->second.heads.back().hash == row.hash;
    return is_same ? std::nullopt : std::optional{Loss{row.account_id, {}, what}};
}

}  // namespace daybook::services
