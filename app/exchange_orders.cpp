#include "app/exchange_orders.hpp"

#include <algorithm>
#include <set>
#include <type_traits>
#include <utility>

#include "app/account_pages.hpp"
#include "model/command_fields.hpp"
#include "services/exchange_answers.hpp"
#include "services/exchange_bookings.hpp"

namespace daybook::app {

using namespace model;
using ports::OrderKey;

namespace {

/// Splits `ids` so that each, asked of every account, is within a batch of the store.
template <class Id, class LookUp>
void in_batches(std::span<Id const> ids, std::size_t accounts, LookUp const& look_up) {
    if (accounts == 0) return;
    auto const size = std::max<std::size_t>(ports::UnitOfWork::batch_rows_max / accounts, 1);
    for (std::size_t at = 0; at < ids.size(); at += size) {
        look_up(ids.subspan(at, std::min(size, ids.size() - at)));
    }
}

/// What `find` finds, in a unit of work of its own.
template <class Find>
auto read(ports::UnitOfWork& unit_of_work, Find const& find) {
    std::invoke_result_t<Find const&, ports::Repositories&> found;
    unit_of_work.run([&](ports::Repositories& repositories) {
        found = find(repositories);
        return ports::Commit::no;
    });
    return found;
}

}  // namespace

void ExchangeOrders::read_accounts(ports::BookSnapshots& snapshots) {
    std::vector<AccountId> accounts;
    snapshots.read([&](ports::BookReader& book) {
        accounts.clear();
        for_each_account(book, std::nullopt, [&](Account const& account) {
            accounts.push_back(account.id);
            return true;
        });
    });
    accounts_ = std::move(accounts);
}

void ExchangeOrders::add_account(AccountId const& account) {
    auto const at = std::ranges::lower_bound(accounts_, account);
    if (at == accounts_.end() || *at != account) accounts_.insert(at, account);
}

void ExchangeOrders::know(OrderKey const& key) {
    if (!accounts_of_orders_.try_emplace(key.id, key.account_id).second) return;
    ages_.emplace_back(key.id, std::nullopt);
    while (ages_.size() > orders_max) {
        auto const& [id, exchange_id] = ages_.front();
        if (exchange_id) {
            at_exchange_.erase(*exchange_id);
        } else {
            accounts_of_orders_.erase(id);
        }
        ages_.pop_front();
    }
}

void ExchangeOrders::know(Order const& order) {
    auto const& state = order.state();
    know(OrderKey{state.account_id, state.id});
    if (state.exchange_order_id) know(state.id, *state.exchange_order_id);
}

void ExchangeOrders::know(OrderId const& id, ExchangeOrderId const& at_exchange) {
    if (at_exchange_.try_emplace(at_exchange, id).second) ages_.emplace_back(id, at_exchange);
}

std::optional<OrderKey> ExchangeOrders::find(ports::ExchangeReport const& report) const {
    auto id = services::order_named_by(report);
    auto const& exchange_id = report.report.exchange_order_id;
    if (!id && exchange_id) {
        auto const found = at_exchange_.find(*exchange_id);
        if (found != at_exchange_.end()) id = found->second;
    }
    if (!id) return std::nullopt;
    auto const account = accounts_of_orders_.find(*id);
    if (account == accounts_of_orders_.end()) return std::nullopt;
    return OrderKey{account->second, *id};
}

std::set<ExchangeOrderId> ExchangeOrders::look_up(
    std::span<ports::ExchangeReport const* const> reports) {
    std::set<OrderId> ids;
    std::set<ExchangeOrderId> exchange_ids;
    for (auto const* report : reports) {
        if (find(*report)) continue;
        if (auto const id = services::order_named_by(*report)) {
            ids.insert(*id);
        } else if (report->report.exchange_order_id) {
            exchange_ids.insert(*report->report.exchange_order_id);
        }
    }
    std::vector const sorted_ids(ids.begin(), ids.end());
    std::vector const sorted_exchange_ids(exchange_ids.begin(), exchange_ids.end());
    in_batches(std::span{sorted_ids}, accounts_.size(),
               [this](auto const batch) { look_up_ids(batch); });
    std::set<ExchangeOrderId> shared;
    in_batches(std::span{sorted_exchange_ids}, accounts_.size(), [&](auto const batch) {
        for (auto& id : look_up_exchange_ids(batch)) shared.insert(std::move(id));
    });
    return shared;
}

void ExchangeOrders::look_up_ids(std::span<OrderId const> ids) {
    std::vector<OrderKey> keys;
    for (auto const& account : accounts_) {
        for (auto const& id : ids) keys.push_back({account, id});
    }
    for (auto const& order : load(keys)) {
        if (order) know(*order);
    }
}

/// Returns those that several orders carry.
std::vector<ExchangeOrderId> ExchangeOrders::look_up_exchange_ids(
    std::span<ExchangeOrderId const> ids) {
    std::vector<ports::ExchangeOrderKey> keys;
    for (auto const& account : accounts_) {
        for (auto const& id : ids) keys.push_back({account, id});
    }
    auto const found = read(unit_of_work_, [&](auto& repositories) {
        return repositories.orders.find_by_exchange_order_id(keys);
    });
    std::unordered_map<ExchangeOrderId, std::vector<OrderKey>> by_id;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        for (auto const& order : found[i]) {
            auto const& state = order.state();
            if (state.terms.instrument.exchange != exchange_) continue;
            by_id[keys[i].exchange_order_id].push_back({state.account_id, state.id});
        }
    }
    std::vector<ExchangeOrderId> shared;
    for (auto const& [id, orders] : by_id) {
        if (orders.size() > 1) {
            shared.push_back(id);
            continue;
        }
        know(orders.front());
        know(orders.front().id, id);
    }
    return shared;
}

std::vector<std::optional<Order>> ExchangeOrders::load(std::span<OrderKey const> keys) {
    if (keys.empty()) return {};
    return read(unit_of_work_, [&](auto& repositories) { return repositories.orders.find(keys); });
}

std::vector<std::vector<OutboxRequest>> ExchangeOrders::load_requests(
    std::span<OrderKey const> keys) {
    if (keys.empty()) return {};
    return read(unit_of_work_,
                [&](auto& repositories) { return repositories.outbox.of_orders(keys); });
}

std::vector<std::optional<Execution>> ExchangeOrders::load(
    std::span<ports::ExecutionKey const> keys) {
    if (keys.empty()) return {};
    return read(unit_of_work_,
                [&](auto& repositories) { return repositories.executions.find(keys); });
}

std::vector<std::optional<Discrepancy>> ExchangeOrders::load_kept(
    std::span<ports::ExchangeReport const* const> reports) {
    auto const account = services::account_of_exchange(exchange_);
    if (reports.empty() || !std::ranges::binary_search(accounts_, account)) return {};
    std::vector<ports::ReportKey> keys;
    for (auto const* report : reports) {
        auto const kept = services::keeping_of(*report, exchange_);
        keys.push_back({account, payload_of(kept.content)});
    }
    return read(unit_of_work_, [&](auto& repositories) {
        return repositories.discrepancies.find_by_payload(keys);
    });
}

}  // namespace daybook::app
