#include "services/ledger.hpp"

#include <utility>
#include <variant>

#include "model/assert.hpp"
#include "model/command_fields.hpp"
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

Answer duplicate(std::string detail) {
    Answer answer;
    answer.status = AnswerStatus::DUPLICATE;
    answer.detail = std::move(detail);
    return answer;
}

Answer done(std::uint64_t seq) {
    Answer answer;
    answer.entry_seq = seq;
    return answer;
}

Answer defined_differently(std::string const& what, std::string field) {
    return refused(Refusal::already_defined_differently, std::move(field),
                   what + " exists with other content");
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

Answer Ledger::decide(AccountBook& book, Command const& command, Stamp const& stamp) {
    DAYBOOK_ASSERT(std::holds_alternative<Malformed>(command.content) ||
                   command.account_id == book.id);
    if (command.idempotency_key) {
        if (auto answer = replay(book, command)) return std::move(*answer);
    }
    Draft draft{book, command, stamp, std::nullopt, std::nullopt, {}};
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

Answer Ledger::handle(Draft& draft, DefineAsset const& define) {
    auto const& asset = define.asset;
    if (asset.display_decimals < 0 || asset.display_decimals > Asset::display_decimals_max) {
        return refused(
            Refusal::invalid_value, "display_decimals",
            "display_decimals must be 0 to 18, not " + std::to_string(asset.display_decimals));
    }
    auto const known = reference_.assets.find(asset.code);
    if (known != reference_.assets.end()) {
        return known->second == asset
                   ? duplicate("asset " + asset.code.value() + " is defined already")
                   : defined_differently("asset " + asset.code.value(), "display_decimals");
    }
    reference_.assets.emplace(asset.code, asset);
    draft.book.changes.new_assets.push_back(asset.code);
    return done(commit(draft));
}

Answer Ledger::handle(Draft& draft, DefineInstrument const& define) {
    auto instrument = define.instrument;
    instrument.state = define.state.value_or(InstrumentState::OPEN);
    auto const one = Decimal::from_integer(1);
    for (auto const& [field, value] :
         {std::pair{"maker_fee_rate", instrument.maker_fee_rate.value()},
          std::pair{"taker_fee_rate", instrument.taker_fee_rate.value()}}) {
        if (value.abs() > one) {
            return refused(Refusal::invalid_value, field,
                           std::string{field} + " must be -1 to 1, not " + value.to_string());
        }
    }
    auto const name =
        "instrument " + instrument.key.exchange.value() + " " + instrument.key.symbol.value();
    for (auto const& [field, code] : {std::pair{"base_asset", instrument.base_asset},
                                      std::pair{"quote_asset", instrument.quote_asset}}) {
        if (!reference_.assets.contains(code)) {
            return refused(
                Refusal::unknown_asset, field,
                std::string{field} + " names an asset that is not defined: " + code.value());
        }
    }
    auto const known = reference_.instruments.find(instrument.key);
    if (known != reference_.instruments.end()) {
        auto& old = known->second;
        auto const wanted = define.state.value_or(old.state);
        instrument.state = old.state;
        auto const difference = first_difference(payload_of(DefineInstrument{instrument, {}}),
                                                 payload_of(DefineInstrument{old, {}}));
        if (difference) return defined_differently(name, *difference);
        if (wanted == old.state) return duplicate(name + " is defined already");
        return halt_or_reopen(draft, old, wanted);
    }
    if (instrument.base_asset == instrument.quote_asset) {
        return refused(Refusal::assets_must_differ, "quote_asset",
                       "quote_asset must differ from base_asset " + instrument.base_asset.value());
    }
    for (auto const& [field, value] :
         {std::pair{"price_increment_quote", instrument.price_increment_quote.value()},
          std::pair{"quantity_increment_base", instrument.quantity_increment_base.value()}}) {
        if (!value.is_positive()) {
            return refused(Refusal::increment_must_be_positive, field,
                           std::string{field} + " must be positive, not " + value.to_string());
        }
    }
    draft.book.changes.instruments.insert(instrument.key);
    reference_.instruments.emplace(instrument.key, instrument);
    return done(commit(draft));
}

Answer Ledger::halt_or_reopen(Draft& draft, Instrument& known, InstrumentState state) {
    known.state = state;
    draft.book.changes.instruments.insert(known.key);
    return done(commit(draft));
}

Answer Ledger::handle(Draft& draft, OpenAccount const& open) {
    auto& book = draft.book;
    if (book.account) {
        auto const name = "account " + book.id.value();
        if (book.account->funding != open.funding) return defined_differently(name, "funding");
        if (book.account->cost_basis != open.cost_basis) {
            return defined_differently(name, "cost_basis");
        }
        return duplicate(name + " exists already");
    }
    Account account;
    account.id = book.id;
    account.funding = open.funding;
    account.cost_basis = open.cost_basis;
    book.account = account;
    book.changes.account_is_new = true;
    return done(commit(draft));
}

Answer Ledger::handle(Draft& draft, CloseAccount const&) {
    auto& account = draft.book.account;
    if (!account) return unknown_account(draft.book.id);
    if (account->state == AccountState::CLOSED) {
        return duplicate("account " + account->id.value() + " is closed already");
    }
    account->state = AccountState::CLOSED;
    return done(commit(draft));
}

Answer unknown_account(AccountId const& id) {
    return refused(Refusal::unknown_account, "account_id",
                   "account_id names no account: " + id.value());
}

Instrument const* Ledger::find_instrument(InstrumentKey const& key) const {
    auto const found = reference_.instruments.find(key);
    return found == reference_.instruments.end() ? nullptr : &found->second;
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
    entry.seq = book.account->last_seq + 1;
    entry.kind = kind_of(draft.command.content);
    entry.occurred_at = draft.occurred_at();
    entry.recorded_at = draft.stamp.recorded_at;
    entry.idempotency_key = draft.command.idempotency_key;
    entry.order_id = draft.order_id;
    entry.refusal = draft.refusal;
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
    book.account->last_seq = entry.seq;
    book.account->last_hash = entry.hash;
    book.changes.entries.push_back(std::move(entry));
    return book.account->last_seq;
}

}  // namespace daybook::services
