#include <utility>

#include "services/ledger.hpp"

namespace daybook::services {

using namespace model;

namespace {

Answer opened_differently(AccountId const& id, std::string field) {
    return refused(Refusal::already_defined_differently, std::move(field),
                   "account " + id.value() + " exists with other content");
}

/// The first by its key that is `wanted`, whatever order the map is in; nullptr where none is.
template <class Map, class Wanted>
typename Map::value_type const* first_of(Map const& map, Wanted wanted) {
    typename Map::value_type const* first = nullptr;
    for (auto const& each : map) {
        if (!wanted(each.second)) continue;
        if (first == nullptr || each.first < first->first) first = &each;
    }
    return first;
}

// What keeps an account open, one thing of each kind; empty where there is none.

std::string working_order_in(AccountBook const& book) {
    auto const* first = first_of(book.orders, [](Order const& order) { return order.is_live(); });
    return first == nullptr ? "" : "order " + first->first.to_string() + " is working";
}

std::string money_in(AccountBook const& book) {
    auto const* first = first_of(book.balances, [](Balance const& balance) {
        return !balance.available.is_zero() || !balance.held.is_zero();
    });
    if (first == nullptr) return {};
    auto const& [asset, balance] = *first;
    auto const [amount, bucket] = balance.held.is_zero()
                                      ? std::pair{balance.available, " AVAILABLE"}
                                      : std::pair{balance.held, " HELD"};
    return "it has " + amount.value().to_string() + " " + asset.value() + bucket;
}

std::string position_in(AccountBook const& book) {
    auto const* first = first_of(book.positions, [](PositionBook const& each) {
        return !each.position.state().quantity_base.is_zero();
    });
    if (first == nullptr) return {};
    auto const& [key, position] = *first;
    return "its position in " + key.exchange.value() + " " + key.symbol.value() + " is " +
           position.position.state().quantity_base.value().to_string();
}

std::string discrepancy_in(AccountBook const& book) {
    for (auto const& [number, discrepancy] : book.discrepancies) {
        if (discrepancy.state == DiscrepancyState::RESOLVED) continue;
        return "discrepancy " + std::to_string(number) + " is open";
    }
    return {};
}

}  // namespace

Answer Ledger::handle(Draft& draft, OpenAccount const& open) {
    auto& book = draft.book;
    if (book.account) {
        if (book.account->funding != open.funding) return opened_differently(book.id, "funding");
        if (book.account->cost_basis != open.cost_basis) {
            return opened_differently(book.id, "cost_basis");
        }
        if (book.account->state == AccountState::OPEN) {
            return duplicate("account " + book.id.value() + " exists already");
        }
        book.account->state = AccountState::OPEN;
    } else {
        Account account;
        account.id = book.id;
        account.funding = open.funding;
        account.cost_basis = open.cost_basis;
        book.account = account;
        book.changes.account_is_new = true;
    }
    Answer answer;
    answer.entry_seq = commit(draft);
    return answer;
}

Answer Ledger::handle(Draft& draft, CloseAccount const&) {
    auto& book = draft.book;
    if (!book.account) return unknown_account(book.id);
    if (book.account->state == AccountState::CLOSED) {
        return duplicate("account " + book.id.value() + " is closed already");
    }
    for (auto const find : {working_order_in, money_in, position_in, discrepancy_in}) {
        auto const what = find(book);
        if (what.empty()) continue;
        return refused(Refusal::account_not_empty, "account_id",
                       "account " + book.id.value() + " cannot be closed: " + what);
    }
    book.account->state = AccountState::CLOSED;
    Answer answer;
    answer.entry_seq = commit(draft);
    return answer;
}

}  // namespace daybook::services
