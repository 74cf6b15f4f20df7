#include "services/ledger.hpp"

#include <utility>
#include <variant>

#include "model/assert.hpp"
#include "model/command_fields.hpp"
#include "model/hold.hpp"
#include "model/names.hpp"

namespace daybook::services {

using namespace model;

namespace {

std::string_view view(Hash const& hash) {
    return {reinterpret_cast<char const*>(hash.data()), hash.size()};
}

/// An amount of a balance, to change where the balance is.
auto& bucket_of(auto& balance, Bucket bucket) {
    switch (bucket) {
        case Bucket::AVAILABLE:
            return balance.available;
        case Bucket::HELD:
            return balance.held;
        case Bucket::FEES:
            return balance.fees;
        default:
            return balance.external;
    }
}

/// Shape: `postings` are sorted by asset.
bool sums_to_zero(std::vector<Posting> const& postings) {
    Amount sum;
    AssetCode const* asset = nullptr;
    for (auto const& posting : postings) {
        if (asset && *asset != posting.asset && !sum.is_zero()) return false;
        asset = &posting.asset;
        sum += posting.amount;
    }
    return sum.is_zero();
}

}  // namespace

Ledger::Ledger(ReferenceData& reference, ports::Sha256& sha256)
    : reference_{reference}, sha256_{sha256} {}

Answer refused(Refusal refusal, std::string field, std::string detail) {
    Answer answer;
    answer.status = AnswerStatus::REFUSED;
    answer.refusal = refusal;
    answer.field = std::move(field);
    answer.detail = std::move(detail);
    return answer;
}

Answer duplicate(std::string detail) {
    Answer answer;
    answer.status = AnswerStatus::DUPLICATE;
    answer.detail = std::move(detail);
    return answer;
}

Answer unknown_account(AccountId const& id) {
    return refused(Refusal::unknown_account, "account_id",
                   "account_id names no account: " + id.value());
}

Answer Ledger::decide(AccountBook& book, Command const& command, Stamp const& stamp,
                      AccountBook* order_book) {
    DAYBOOK_ASSERT(std::holds_alternative<Malformed>(command.content) ||
                   command.account_id == book.id);
    if (command.idempotency_key) {
        if (auto answer = replay(book, command)) return std::move(*answer);
    }
    Draft draft{book, command, stamp, order_book, {}, {}, {}, {}, {}};
    return std::visit([&](auto const& content) { return handle(draft, content); }, command.content);
}

std::optional<Answer> Ledger::replay(AccountBook const& book, Command const& command) const {
    auto const used = book.keys.find(*command.idempotency_key);
    if (used == book.keys.end()) return std::nullopt;
    auto const& entry = used->second;
    auto const kind = kind_of(command.content);
    std::optional<std::string> difference;
    if (kind != entry.kind) {
        difference = "command";
    } else if (command.occurred_at.value_or(entry.recorded_at) != entry.occurred_at) {
        difference = "occurred_at";
    } else {
        difference = first_difference(payload_of(command.content), entry.payload);
    }
    if (difference) {
        return refused(Refusal::idempotency_key_reused, *difference,
                       "idempotency_key \"" + command.idempotency_key->value() +
                           "\" was used by entry " + std::to_string(entry.seq) +
                           " for another command: " + *difference + " differs");
    }
    Answer answer;
    answer.status = AnswerStatus::REPLAYED;
    answer.refusal = entry.refusal;
    answer.entry_seq = entry.seq;
    if (entry.order_id) {
        auto const order = book.orders.find(*entry.order_id);
        DAYBOOK_ASSERT(order != book.orders.end());
        answer.order = order->second;
    }
    return answer;
}

Answer Ledger::handle(Draft&, Malformed const& malformed) {
    return refused(malformed.refusal, malformed.field, malformed.detail);
}

Instrument const* Ledger::find_instrument(InstrumentKey const& key) const {
    auto const found = reference_.instruments.find(key);
    return found == reference_.instruments.end() ? nullptr : &found->second;
}

Instrument const& Ledger::instrument_of(Draft& draft, Order const& order) const {
    auto const* instrument = find_instrument(order.state().terms.instrument);
    DAYBOOK_ASSERT(instrument != nullptr);
    draft.decide_by(*instrument);
    return *instrument;
}

tl::expected<Hold, DecimalError> Ledger::change_hold(Draft& draft, Order const& before,
                                                     Order& after,
                                                     Instrument const& instrument) const {
    auto const funding = draft.book.account->funding;
    auto const held = held_by(before, instrument, funding);
    auto const needed = hold_of(after, instrument, funding);
    if (!held || !needed) return tl::unexpected{DecimalError::overflow};
    Hold const given{held->base - needed->base, held->quote - needed->quote};
    auto& postings = draft.postings;
    postings.move(Bucket::HELD, Bucket::AVAILABLE, instrument.base_asset, given.base);
    postings.move(Bucket::HELD, Bucket::AVAILABLE, instrument.quote_asset, given.quote);
    after.set_held(*needed);
    return given;
}

bool Ledger::fits(Draft& draft) const {
    if (draft.postings.overflowed()) return false;
    auto const& balances = draft.book.balances;
    for (auto const& posting : draft.postings.all()) {
        if (posting.bucket == Bucket::TRADING) continue;
        auto const known = balances.find(posting.asset);
        auto const before =
            known == balances.end() ? Amount{} : bucket_of(known->second, posting.bucket);
        if (!add(before.value(), posting.amount.value())) return false;
    }
    return true;
}

std::uint64_t Ledger::commit(Draft& draft) {
    auto& book = draft.book;
    if (!book.account) {
        DAYBOOK_ASSERT(book.id.value() == definitions_account);
        book.account = Account{};
        book.account->id = book.id;
        book.changes.account_is_new = true;
    }
    Entry entry;
    entry.account_id = book.id;
    entry.seq = draft.next_seq();
    entry.kind = kind_of(draft.command.content);
    entry.occurred_at = draft.occurred_at();
    entry.recorded_at = draft.stamp.recorded_at;
    entry.idempotency_key = draft.command.idempotency_key;
    entry.order_id = draft.order_id;
    entry.refusal = draft.refusal;
    entry.instrument_entry = draft.instrument_entry;
    entry.payload = payload_of(draft.command.content);
    if (entry.idempotency_key) book.keys.emplace(*entry.idempotency_key, entry);
    entry.postings = draft.postings.take();
    DAYBOOK_ASSERT(sums_to_zero(entry.postings));
    entry.hash = sha256_.of(view(book.account->last_hash), canonical_bytes(entry));
    for (auto const& posting : entry.postings) {
        if (posting.bucket == Bucket::TRADING) continue;
        bucket_of(book.balance(posting.asset), posting.bucket) += posting.amount;
        book.changes.balances.insert(posting.asset);
    }
    for (auto const& posting : entry.postings) {
        if (posting.bucket == Bucket::AVAILABLE) note_overdrawn(draft, posting.asset);
    }
    book.account->last_seq = entry.seq;
    book.account->last_hash = entry.hash;
    book.changes.entries.push_back(std::move(entry));
    return book.account->last_seq;
}

}  // namespace daybook::services
