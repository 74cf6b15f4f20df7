#include "services/recorded_account.hpp"

#include <optional>
#include <set>
#include <unordered_set>
#include <utility>

namespace daybook::services {

using namespace model;

namespace {

constexpr std::size_t page_rows = 1'000;

/// The names that a statement gives to orders, each as the book might have it.
class NamedOrders {
  public:
    NamedOrders(Statement const& statement, ReconciliationIds const& ids) {
        for (auto const& order : statement.orders) add(order.names, order.instrument, ids);
        for (auto const& trade : statement.trades) add(trade.names, trade.instrument, ids);
    }

    [[nodiscard]] bool contain(OrderState const& order) const {
        return ids_.contains(order.id) ||
               (order.idempotency_key && keys_.contains(*order.idempotency_key)) ||
               (order.exchange_order_id && at_exchange_.contains(*order.exchange_order_id));
    }

  private:
    void add(OrderNames const& names, InstrumentKey const& instrument,
             ReconciliationIds const& ids) {
        if (names.order_id) ids_.insert(*names.order_id);
        if (names.client_order_id) {
            if (auto const ours = read_client_order_id(*names.client_order_id)) {
                ids_.insert(ours->order_id);
            }
            keys_.emplace(names.client_order_id->value());
        }
        if (names.exchange_order_id) at_exchange_.insert(*names.exchange_order_id);
        keys_.insert(ids.order_key(names, instrument));
    }

    std::unordered_set<OrderId> ids_;
    std::unordered_set<IdempotencyKey> keys_;
    std::unordered_set<ExchangeOrderId> at_exchange_;
};

class Reading {
  public:
    Reading(ports::BookReader& book, AccountId const& id, Statement const& statement)
        : book_{book}, statement_{statement} {
        account_.id = id;
    }

    RecordedAccount run(NamedOrders const& named) {
        read_orders(named);
        read_executions();
        for (auto const& order_id : traded_) add_traded(order_id);
        read_balances();
        return std::move(account_);
    }

  private:
    void read_orders(NamedOrders const& named) {
        std::optional<OrderId> after;
        while (true) {
            auto page = book_.orders(account_.id, {}, after, page_rows);
            bool const is_last = page.size() < page_rows;
            if (!is_last) after = page.back().state().id;
            for (auto& order : page) {
                if (!order.is_live() && !named.contain(order.state())) continue;
                auto const order_id = order.state().id;
                account_.orders.emplace(order_id, std::move(order));
            }
            if (is_last) return;
        }
    }

    void read_executions() {
        each_execution({}, [&](Execution& execution) {
            if (account_.orders.contains(execution.order_id)) {
                keep(execution);
            } else if (moves_money(execution.exec_type) &&
                       execution.occurred_at >= statement_.from &&
                       execution.occurred_at <= statement_.as_of) {
                traded_.insert(execution.order_id);
            }
        });
    }

    void add_traded(OrderId const& order_id) {
        auto order = book_.order(account_.id, order_id);
        if (!order) return;
        account_.orders.emplace(order_id, *std::move(order));
        ports::ExecutionFilter filter;
        filter.order_id = order_id;
        each_execution(filter, [&](Execution& execution) { keep(execution); });
    }

    template <class Use>
    void each_execution(ports::ExecutionFilter const& filter, Use const& use) {
        std::uint64_t after = 0;
        while (true) {
            auto page = book_.executions(account_.id, filter, after, page_rows);
            bool const is_last = page.size() < page_rows;
            if (!is_last) after = page.back().entry_seq;
            for (auto& execution : page) use(execution);
            if (is_last) return;
        }
    }

    void keep(Execution& execution) {
        auto& executions = account_.executions[execution.order_id];
        auto const exec_id = execution.exec_id;
        executions.emplace(exec_id, std::move(execution));
    }

    void read_balances() {
        if (statement_.balances.empty()) return;
        for (auto const& told : statement_.balances) read_balances_of(told.occurred_at);
        // Assets that no record names are looked for at the instant of the whole.
        read_balances_of(statement_.as_of);
    }

    void read_balances_of(Timestamp moment) {
        auto const [at, is_new] = account_.balances.try_emplace(moment);
        if (!is_new) return;
        for (auto& balance :
             book_.balances_as_of(account_.id, moment, ports::EntryClock::occurred)) {
            auto const asset = balance.asset;
            at->second.emplace(asset, std::move(balance));
        }
    }

    ports::BookReader& book_;
    Statement const& statement_;
    RecordedAccount account_;
    std::set<OrderId> traded_;
};

}  // namespace

RecordedAccount read_account(ports::BookReader& book, AccountId const& id,
                             Statement const& statement, ReconciliationIds const& ids) {
    return Reading{book, id, statement}.run(NamedOrders{statement, ids});
}

}  // namespace daybook::services
