#include "services/account_replay.hpp"

#include <utility>

#include "model/command_fields.hpp"
#include "model/names.hpp"

namespace daybook::services {

using namespace model;

namespace {

std::string_view view(Hash const& hash) {
    return {reinterpret_cast<char const*>(hash.data()), hash.size()};
}

/// The first part of an entry that differs from what its command gives.
std::optional<std::string> first_wrong_part(Entry const& stored, Entry const& decided) {
    if (stored.kind != decided.kind) return "kind";
    if (stored.order_id != decided.order_id) return "order_id";
    if (stored.refusal != decided.refusal) return "refusal";
    if (stored.instrument_entry != decided.instrument_entry) return "instrument_entry";
    if (stored.payload != decided.payload) return "payload";
    if (stored.postings != decided.postings) return "postings";
    if (stored.hash != decided.hash) return "hash";
    return std::nullopt;
}

}  // namespace

AccountReplay::AccountReplay(AccountId id, ReferenceData& reference, ports::Sha256& sha256)
    : reference_{reference}, sha256_{sha256}, ledger_{reference, sha256} {
    book_.id = std::move(id);
    book_.is_whole = true;
}

std::optional<std::string> AccountReplay::check_chain(Entry const& entry) {
    if (entry.seq != last_seq_ + 1) {
        return "entry " + std::to_string(last_seq_ + 1) + " is missing: the next is " +
               std::to_string(entry.seq);
    }
    auto const expected = sha256_.of(view(last_hash_), canonical_bytes(entry));
    if (entry.hash != expected) {
        return "the hash does not match the entry's content and the hash before it";
    }
    last_seq_ = entry.seq;
    last_hash_ = entry.hash;
    return std::nullopt;
}

/// Brings back the definition by which an entry was decided.
std::optional<std::string> AccountReplay::use_definition(Entry const& entry) {
    if (!entry.instrument_entry) return std::nullopt;
    auto const found = reference_.definitions.find(*entry.instrument_entry);
    if (found == reference_.definitions.end()) {
        return "instrument_entry " + std::to_string(*entry.instrument_entry) +
               " is no definition of an instrument";
    }
    reference_.instruments.insert_or_assign(found->second.key, found->second);
    return std::nullopt;
}

void AccountReplay::keep_definitions(AccountChanges const& decided) {
    for (auto const& key : decided.instruments) {
        auto const& instrument = reference_.instruments.at(key);
        reference_.definitions.emplace(instrument.entry_seq, instrument);
    }
}

std::optional<std::string> AccountReplay::take(Entry const& entry) {
    if (auto wrong = check_chain(entry)) return wrong;
    auto content = content_from_payload(entry.kind, entry.payload);
    if (!content) return "the payload is no " + std::string{name_of(entry.kind)};
    Command const command{entry.account_id, entry.idempotency_key, entry.occurred_at,
                          std::move(*content)};
    if (auto wrong = use_definition(entry)) return wrong;
    Stamp const stamp{entry.recorded_at, entry.order_id.value_or(OrderId{})};
    auto const answer = ledger_.decide(book_, command, stamp);
    auto const decided = std::exchange(book_.changes, {});
    keep_definitions(decided);
    if (decided.entries.size() != 1) {
        return "the command would not be booked: " + std::string{name_of(answer.status)} + " " +
               answer.detail;
    }
    if (auto const part = first_wrong_part(entry, decided.entries.front())) {
        return "the " + *part + " differs from what the command gives";
    }
    for (auto const& posting : entry.postings) {
        if (!posting.instrument) continue;
        auto& sums = posting.bucket == Bucket::TRADING ? trading_ : fees_;
        sums[{*posting.instrument, posting.asset}] += posting.amount;
    }
    return std::nullopt;
}

}  // namespace daybook::services
