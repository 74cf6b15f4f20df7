#include "services/ledger.hpp"

namespace daybook::services {

using namespace model;

namespace {

std::optional<Answer> check_amount(Amount amount) {
    if (amount.is_positive()) return std::nullopt;
    return refused(Refusal::amount_must_be_positive, "amount",
                   "amount must be positive, not " + amount.value().to_string());
}

Answer unknown_asset(AssetCode const& asset) {
    return refused(Refusal::unknown_asset, "asset",
                   "asset names an asset that is not defined: " + asset.value());
}

/// Into a closed account nothing is paid but what it owes.
std::optional<Answer> check_open(AccountBook const& book, Deposit const& deposit) {
    if (book.account->state == AccountState::OPEN) return std::nullopt;
    auto const sentence = "account " + book.id.value() + " is closed";
    auto const available = book.balance_or_zero(deposit.asset).available;
    if (!available.is_negative()) return refused(Refusal::account_closed, "account_id", sentence);
    auto const owed = -available;
    if (!deposit.exchange && deposit.amount <= owed) return std::nullopt;
    return refused(Refusal::account_closed, "amount",
                   sentence + " and owes " + owed.value().to_string() + " " +
                       deposit.asset.value() + ", not " + deposit.amount.value().to_string());
}

Answer out_of_range(Amount amount) {
    return refused(Refusal::amount_out_of_range, "amount",
                   "amount " + amount.value().to_string() + " takes a balance out of range");
}

Answer done(std::uint64_t seq) {
    Answer answer;
    answer.entry_seq = seq;
    return answer;
}

}  // namespace

Answer Ledger::handle(Draft& draft, Deposit const& deposit) {
    auto const& book = draft.book;
    if (auto answer = check_cost(deposit)) return std::move(*answer);
    if (!book.account) return unknown_account(book.id);
    if (!reference_.assets.contains(deposit.asset)) return unknown_asset(deposit.asset);
    if (deposit.exchange) return open_position(draft, deposit);
    if (auto answer = check_amount(deposit.amount)) return std::move(*answer);
    if (auto answer = check_open(book, deposit)) return std::move(*answer);
    draft.postings.move(Bucket::EXTERNAL, Bucket::AVAILABLE, deposit.asset, deposit.amount);
    if (!fits(draft)) return out_of_range(deposit.amount);
    return done(commit(draft));
}

/// A cost below zero is that of what was bought at a price below zero.
std::optional<Answer> Ledger::check_cost(Deposit const& deposit) const {
    if (!deposit.cost_quote || !deposit.cost_quote->is_negative()) return std::nullopt;
    auto const* instrument = find_instrument({*deposit.exchange, *deposit.symbol});
    if (instrument != nullptr && instrument->negative_prices) return std::nullopt;
    return refused(
        Refusal::invalid_value, "cost_quote",
        "cost_quote must not be negative, not " + deposit.cost_quote->value().to_string());
}

Answer Ledger::open_position(Draft& draft, Deposit const& deposit) {
    auto& book = draft.book;
    InstrumentKey const key{*deposit.exchange, *deposit.symbol};
    auto const* instrument = find_instrument(key);
    if (instrument == nullptr) {
        return refused(
            Refusal::unknown_instrument, "symbol",
            "symbol names no instrument of " + key.exchange.value() + ": " + key.symbol.value());
    }
    if (deposit.asset != instrument->base_asset) {
        return refused(Refusal::invalid_value, "asset",
                       "asset must be the instrument's base asset " +
                           instrument->base_asset.value() + ", not " + deposit.asset.value());
    }
    if (auto answer = check_amount(deposit.amount)) return std::move(*answer);
    auto const cost = *deposit.cost_quote;
    if (auto answer = check_open(book, deposit)) return std::move(*answer);
    draft.decide_by(*instrument);
    auto& postings = draft.postings;
    postings.add(Bucket::AVAILABLE, instrument->base_asset, deposit.amount);
    postings.add(Bucket::TRADING, instrument->base_asset, key, -deposit.amount);
    postings.add(Bucket::TRADING, instrument->quote_asset, key, cost);
    postings.add(Bucket::EXTERNAL, instrument->quote_asset, -cost);
    auto const seq = draft.next_seq();
    Opening const opening{Quantity{deposit.amount.value()}, cost, draft.occurred_at(), seq};
    auto const known = book.positions.find(key);
    Position const flat{book.id, key, instrument->base_asset, book.account->cost_basis};
    auto const& position = known == book.positions.end() ? flat : known->second.position;
    if (!fits(draft) || !position.fits(opening)) return out_of_range(deposit.amount);
    auto& target = book.position(*instrument);
    target.position.apply(opening);
    if (target.history) target.history->emplace(seq, opening);
    book.changes.positions.insert(key);
    return done(commit(draft));
}

Answer Ledger::handle(Draft& draft, Withdraw const& withdraw) {
    auto const& book = draft.book;
    if (!book.account) return unknown_account(book.id);
    if (!reference_.assets.contains(withdraw.asset)) return unknown_asset(withdraw.asset);
    if (auto answer = check_amount(withdraw.amount)) return std::move(*answer);
    auto const available = book.balance_or_zero(withdraw.asset).available;
    if (book.account->funding == Funding::PREFUNDED && withdraw.amount > available) {
        return refused(Refusal::insufficient_funds, "amount",
                       "amount " + withdraw.amount.value().to_string() + " exceeds the available " +
                           available.value().to_string() + " " + withdraw.asset.value());
    }
    draft.postings.move(Bucket::AVAILABLE, Bucket::EXTERNAL, withdraw.asset, withdraw.amount);
    if (!fits(draft)) return out_of_range(withdraw.amount);
    return done(commit(draft));
}

}  // namespace daybook::services
