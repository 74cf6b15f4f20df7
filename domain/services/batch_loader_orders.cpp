#include <algorithm>
#include <utility>
#include <variant>

#include "model/assert.hpp"
#include "services/batch_loader.hpp"
#include "services/ledger.hpp"
#include "services/overloaded.hpp"
#include "services/report.hpp"

namespace daybook::services {

using namespace model;

void BatchLoader::load_orders() {
    std::vector<ports::EntryKey> keys;
    std::set<ports::OrderKey> ids;
    std::set<ports::ExchangeOrderKey> exchange_ids;
    for (auto& [account_id, needs] : needs_) {
        auto& names = needs.keys;
        for (auto const& id : needs.order_ids) ids.insert({account_id, id});
        for (auto const* reference : needs.references) {
            std::visit(Overloaded{[&](OrderId const& id) { ids.insert({account_id, id}); },
                                  [&](IdempotencyKey const& key) { names.push_back(&key); },
                                  [&](ExchangeOrderId const& id) {
                                      exchange_ids.insert({account_id, id});
                                  }},
                       *reference);
        }
        std::ranges::sort(names, Less{});
        auto const same = [](auto const* a, auto const* b) { return *a == *b; };
        names.erase(std::unique(names.begin(), names.end(), same), names.end());
        for (auto const* key : names) keys.push_back({account_id, *key});
    }
    if (!keys.empty()) {
        for (auto& entry : repositories_.entries.find_by_key(keys)) {
            if (!entry) continue;
            if (entry->order_id) ids.insert({entry->account_id, *entry->order_id});
            auto const key = *entry->idempotency_key;
            loaded_.accounts[entry->account_id].keys.emplace(key, std::move(*entry));
        }
    }
    std::vector<ports::ExchangeOrderKey> const at_exchange{exchange_ids.begin(),
                                                           exchange_ids.end()};
    load_named(at_exchange);
    std::vector<ports::OrderKey> const wanted{ids.begin(), ids.end()};
    if (wanted.empty()) return;
    for (auto& order : repositories_.orders.find(wanted)) {
        if (order) keep(std::move(*order));
    }
}

void BatchLoader::keep(Order order) {
    auto& book = loaded_.accounts[order.state().account_id];
    if (order.state().exchange_order_id) {
        book.orders_at_exchange[*order.state().exchange_order_id].insert(order.state().id);
    }
    needs_[order.state().account_id].instruments.insert(order.state().terms.instrument);
    book.orders.emplace(order.state().id, std::move(order));
}

void BatchLoader::load_named(std::span<ports::ExchangeOrderKey const> keys) {
    if (keys.empty()) return;
    auto found = repositories_.orders.find_by_exchange_order_id(keys);
    DAYBOOK_ASSERT(found.size() == keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
        auto& named = loaded_.accounts[keys[i].account_id].orders_at_exchange;
        for (auto& order : found[i]) {
            // It may be an earlier name than the one that the order has now.
            named[keys[i].exchange_order_id].insert(order.state().id);
            keep(std::move(order));
        }
    }
}

void BatchLoader::find_targets() {
    for (auto& [account_id, needs] : needs_) {
        auto const& book = loaded_.accounts[account_id];
        needs.targets.reserve(needs.reports.size());
        for (auto const* report : needs.reports) {
            needs.targets.push_back(candidates(book, needs, report->order));
        }
    }
}

/// Which orders the ids name that reports tell of orders that have another: they may be earlier
/// ones, or those of other orders.
void BatchLoader::load_told_names() {
    std::set<ports::ExchangeOrderKey> names;
    for (auto const& [account_id, needs] : needs_) {
        auto const& book = loaded_.accounts[account_id];
        for (std::size_t i = 0; i < needs.reports.size(); ++i) {
            auto const& told = needs.reports[i]->exchange_order_id;
            if (!told) continue;
            for (auto const& id : needs.targets[i]) {
                auto const& current = book.orders.at(id).state().exchange_order_id;
                if (current && *current != *told) names.insert({account_id, *told});
            }
        }
    }
    std::vector<ports::ExchangeOrderKey> const keys{names.begin(), names.end()};
    load_named(keys);
}

/// Of an account that is to be closed all that keeps it open.
void BatchLoader::load_what_keeps_open() {
    std::vector<AccountId> accounts;
    for (auto const& [id, needs] : needs_) {
        if (needs.closes && loaded_.accounts[id].account) accounts.push_back(id);
    }
    if (accounts.empty()) return;
    for (auto& orders : repositories_.orders.find_open(accounts)) {
        for (auto& order : orders) keep(std::move(order));
    }
    for (auto& discrepancies : repositories_.discrepancies.find_open(accounts)) {
        for (auto& open : discrepancies) {
            auto& book = loaded_.accounts[open.account_id];
            book.discrepancies.emplace(open.number, std::move(open));
        }
    }
    auto const balances = repositories_.balances.of_accounts(accounts);
    auto const positions = repositories_.positions.of_accounts(accounts);
    for (std::size_t i = 0; i < accounts.size(); ++i) {
        auto& needs = needs_[accounts[i]];
        for (auto const& balance : balances[i]) needs.assets.insert(balance.asset);
        for (auto const& position : positions[i]) {
            if (position.quantity_base.is_zero()) continue;
            needs.instruments.insert(position.instrument);
            needs.moves_positions = true;
        }
    }
}

std::set<OrderId> BatchLoader::candidates(AccountBook const& book, Needs const& needs,
                                          OrderReference const& reference) const {
    std::set<OrderId> found;
    References followed;
    std::vector<OrderReference const*> open{&reference};
    auto const follow = [&open](Links const& links, std::string const& name) {
        auto const known = links.find(name);
        if (known == links.end()) return;
        open.insert(open.end(), known->second.begin(), known->second.end());
    };
    while (!open.empty()) {
        auto const& next = *open.back();
        open.pop_back();
        if (!followed.insert(&next).second) continue;
        auto const resolved = resolve(book, next);
        if (resolved.id && book.orders.contains(*resolved.id)) found.insert(*resolved.id);
        if (auto const* key = std::get_if<IdempotencyKey>(&next)) {
            follow(needs.key_links, key->value());
        } else if (auto const* exchange_id = std::get_if<ExchangeOrderId>(&next)) {
            auto const known = book.orders_at_exchange.find(*exchange_id);
            if (known != book.orders_at_exchange.end()) {
                found.insert(known->second.begin(), known->second.end());
            }
            follow(needs.exchange_order_id_links, exchange_id->value());
        }
    }
    return found;
}

void BatchLoader::load_executions() {
    std::set<ports::OrderKey> whole_orders;
    std::set<ports::ExecutionKey> keys;
    for (auto const& [account_id, needs] : needs_) {
        auto const& book = loaded_.accounts[account_id];
        if (!needs.discrepancies.empty()) {
            // A report that the run itself keeps aside may be booked on any order it names.
            for (auto const& [id, order] : book.orders) whole_orders.insert({account_id, id});
        }
        for (std::size_t i = 0; i < needs.reports.size(); ++i) {
            auto const* report = needs.reports[i];
            for (auto const& id : needs.targets[i]) {
                keys.insert({{account_id, id}, report->exec_id});
                if (refers_to_trade(report->exec_type)) {
                    keys.insert({{account_id, id}, *report->exec_ref_id});
                }
            }
        }
    }
    std::erase_if(keys, [&](auto const& key) { return whole_orders.contains(key.order); });
    load_single_executions(keys);
    load_whole_orders(whole_orders);
}

void BatchLoader::keep(Execution execution) {
    auto& book = loaded_.accounts[execution.account_id];
    // A bust gives back the fees as well.
    for (auto const& fee : execution.fees.value_or(Fees{})) {
        needs_[execution.account_id].assets.insert(fee.asset);
    }
    auto const key = execution.exec_id;
    book.executions[execution.order_id].emplace(key, std::move(execution));
}

void BatchLoader::load_single_executions(std::set<ports::ExecutionKey> const& keys) {
    if (keys.empty()) return;
    std::vector<ports::ExecutionKey> const wanted{keys.begin(), keys.end()};
    for (auto& execution : repositories_.executions.find(wanted)) {
        if (execution) keep(std::move(*execution));
    }
}

void BatchLoader::load_whole_orders(std::set<ports::OrderKey> const& orders) {
    if (orders.empty()) return;
    std::vector<ports::OrderKey> const wanted{orders.begin(), orders.end()};
    for (auto& executions : repositories_.executions.of_orders(wanted)) {
        for (auto& execution : executions) keep(std::move(execution));
    }
}

/// Whether the exchange tells of the fees of a trade only now: then the trade is corrected.
bool BatchLoader::tells_late_fees(AccountBook const& book, OrderId const& order,
                                  BookExecution const& report) {
    if (report.exec_type != ExecType::TRADE || !report.fees || report.fees->empty()) return false;
    auto const of_order = book.executions.find(order);
    if (of_order == book.executions.end()) return false;
    auto const known = of_order->second.find(report.exec_id);
    return known != of_order->second.end() && known->second.fees.value_or(Fees{}).empty();
}

/// The corrections and busts of orders of which a trade may change, with the trades they name.
void BatchLoader::load_corrections() {
    std::set<ports::OrderKey> orders;
    std::set<ports::ExecutionKey> keys;
    for (auto& [account_id, needs] : needs_) {
        auto const& book = loaded_.accounts[account_id];
        for (std::size_t i = 0; i < needs.reports.size(); ++i) {
            auto const* report = needs.reports[i];
            for (auto const& id : needs.targets[i]) {
                bool const corrects = tells_late_fees(book, id, *report);
                if (corrects) needs.rebuilds = true;
                bool const may_match = book.orders.at(id).state().unmatched_reports > 0;
                if (corrects || may_match || refers_to_trade(report->exec_type)) {
                    orders.insert({account_id, id});
                }
                if (corrects) keys.insert({{account_id, id}, late_fees_id(report->exec_id)});
            }
        }
    }
    if (orders.empty()) return;
    std::vector<ports::OrderKey> const wanted{orders.begin(), orders.end()};
    for (auto& corrections : repositories_.executions.corrections_of_orders(wanted)) {
        for (auto& correction : corrections) {
            ports::OrderKey const order{correction.account_id, correction.order_id};
            keys.insert({order, *correction.exec_ref_id});
            keep(std::move(correction));
        }
    }
    load_single_executions(keys);
}

}  // namespace daybook::services
