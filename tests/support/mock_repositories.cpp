#include "support/mock_repositories.hpp"

#include <utility>

#include "ports/outbound/storage_error.hpp"

namespace daybook::support {
namespace {

using Kind = ports::StorageError::Kind;

}  // namespace

MockRepositories::MockRepositories() {
    ON_CALL(accounts, lock).WillByDefault([this](auto x) { return real->accounts.lock(x); });
    ON_CALL(accounts, add).WillByDefault([this](auto x) { real->accounts.add(x); });
    ON_CALL(accounts, update).WillByDefault([this](auto x) { real->accounts.update(x); });
    ON_CALL(reference, find_assets).WillByDefault([this](auto x) {
        return real->reference.find_assets(x);
    });
    ON_CALL(reference, find_instruments).WillByDefault([this](auto x) {
        return real->reference.find_instruments(x);
    });
    ON_CALL(reference, add_assets).WillByDefault([this](auto x) { real->reference.add_assets(x); });
    ON_CALL(reference, save_instruments).WillByDefault([this](auto x) {
        real->reference.save_instruments(x);
    });
    ON_CALL(orders, find).WillByDefault([this](auto x) { return real->orders.find(x); });
    ON_CALL(orders, find_by_exchange_order_id).WillByDefault([this](auto x) {
        return real->orders.find_by_exchange_order_id(x);
    });
    ON_CALL(orders, find_open).WillByDefault([this](auto x) { return real->orders.find_open(x); });
    ON_CALL(orders, add_earlier_names).WillByDefault([this](auto x) {
        real->orders.add_earlier_names(x);
    });
    ON_CALL(orders, add).WillByDefault([this](auto x) { real->orders.add(x); });
    ON_CALL(orders, update).WillByDefault([this](auto x, auto versions) {
        return real->orders.update(x, versions);
    });
    ON_CALL(executions, find).WillByDefault([this](auto x) { return real->executions.find(x); });
    ON_CALL(executions, of_orders).WillByDefault([this](auto x) {
        return real->executions.of_orders(x);
    });
    ON_CALL(executions, corrections_of_orders).WillByDefault([this](auto x) {
        return real->executions.corrections_of_orders(x);
    });
    ON_CALL(executions, trades_of_positions).WillByDefault([this](auto x) {
        return real->executions.trades_of_positions(x);
    });
    ON_CALL(executions, add).WillByDefault([this](auto x) { real->executions.add(x); });
    ON_CALL(entries, find_by_key).WillByDefault([this](auto x) {
        return real->entries.find_by_key(x);
    });
    ON_CALL(entries, openings_of_positions).WillByDefault([this](auto x) {
        return real->entries.openings_of_positions(x);
    });
    ON_CALL(entries, hash_of).WillByDefault([this](auto const& account, auto seq) {
        return real->entries.hash_of(account, seq);
    });
    ON_CALL(entries, append).WillByDefault([this](auto x) { real->entries.append(x); });
    ON_CALL(balances, find).WillByDefault([this](auto x) { return real->balances.find(x); });
    ON_CALL(balances, of_accounts).WillByDefault([this](auto x) {
        return real->balances.of_accounts(x);
    });
    ON_CALL(balances, save).WillByDefault([this](auto x) { real->balances.save(x); });
    ON_CALL(positions, find).WillByDefault([this](auto x) { return real->positions.find(x); });
    ON_CALL(positions, lots_of).WillByDefault([this](auto x) {
        return real->positions.lots_of(x);
    });
    ON_CALL(positions, of_accounts).WillByDefault([this](auto x) {
        return real->positions.of_accounts(x);
    });
    ON_CALL(positions, save).WillByDefault([this](auto x) { real->positions.save(x); });
    ON_CALL(discrepancies, find).WillByDefault([this](auto x) {
        return real->discrepancies.find(x);
    });
    ON_CALL(discrepancies, find_by_payload).WillByDefault([this](auto x) {
        return real->discrepancies.find_by_payload(x);
    });
    ON_CALL(discrepancies, find_open).WillByDefault([this](auto x) {
        return real->discrepancies.find_open(x);
    });
    ON_CALL(discrepancies, save).WillByDefault([this](auto x) { real->discrepancies.save(x); });
    ON_CALL(outbox, add).WillByDefault([this](auto x) { real->outbox.add(x); });
    ON_CALL(outbox, pending).WillByDefault([this](auto const& exchange, auto x, auto limit) {
        return real->outbox.pending(exchange, x, limit);
    });
    ON_CALL(outbox, sent).WillByDefault([this](auto const& exchange, auto x, auto limit) {
        return real->outbox.sent(exchange, x, limit);
    });
    ON_CALL(outbox, sent_by_hand).WillByDefault([this](auto const& exchange, auto x, auto limit) {
        return real->outbox.sent_by_hand(exchange, x, limit);
    });
    ON_CALL(outbox, of_orders).WillByDefault([this](auto x) { return real->outbox.of_orders(x); });
    ON_CALL(outbox, update).WillByDefault([this](auto x) { real->outbox.update(x); });
    ON_CALL(outbox, answer).WillByDefault([this](auto x) { real->outbox.answer(x); });
    ON_CALL(exchange_leases, list).WillByDefault([this] { return real->exchange_leases.list(); });
    ON_CALL(exchange_leases, lock).WillByDefault([this](auto const& exchange) {
        return real->exchange_leases.lock(exchange);
    });
    ON_CALL(exchange_leases, add).WillByDefault([this](auto const& x) {
        real->exchange_leases.add(x);
    });
    ON_CALL(exchange_leases, update).WillByDefault([this](auto const& x) {
        real->exchange_leases.update(x);
    });
}

ports::Repositories MockRepositories::all() {
    return {.accounts = accounts,
            .reference = reference,
            .orders = orders,
            .executions = executions,
            .entries = entries,
            .balances = balances,
            .positions = positions,
            .discrepancies = discrepancies,
            .outbox = outbox,
            .exchange_leases = exchange_leases,
            .write_group = real->write_group};
}

MockedUnitOfWork::Outcome MockedUnitOfWork::next_outcome() {
    if (outcomes.empty()) return Outcome::commits;
    auto const next = outcomes.front();
    outcomes.erase(outcomes.begin());
    return next;
}

void MockedUnitOfWork::run(std::function<ports::Commit(ports::Repositories&)> const& work) {
    ++runs;
    auto outcome = Outcome::commits;
    real_.run([&](ports::Repositories& real) {
        mocks.real = &real;
        auto repositories = mocks.all();
        auto commit = work(repositories);
        if (commit == ports::Commit::yes) outcome = next_outcome();
        bool const is_lost =
            outcome == Outcome::fails || outcome == Outcome::is_lost_and_says_unknown;
        return is_lost ? ports::Commit::no : commit;
    });
    if (outcome == Outcome::fails) throw ports::StorageError{Kind::unavailable, "lost"};
    if (outcome != Outcome::commits) throw ports::StorageError{Kind::unknown_outcome, "lost"};
}

}  // namespace daybook::support
