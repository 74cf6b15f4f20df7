#include "services/trade_matching.hpp"

#include <algorithm>
#include <set>
#include <string>

#include "model/assert.hpp"

namespace daybook::services {

using namespace model;

namespace {

/// Corrections and busts up to a moment.
ExecutionsOfOrder changes_of_trades(ExecutionsOfOrder const& executions, Timestamp until) {
    ExecutionsOfOrder changes;
    for (auto const& [exec_id, execution] : executions) {
        if (!moves_money(execution.exec_type) || execution.exec_type == ExecType::TRADE) continue;
        if (execution.occurred_at <= until) changes.emplace(exec_id, execution);
    }
    return changes;
}

/// Whether a statement that tells one fee can mean these.
bool is_among(Money const& told, Fees const& fees) {
    if (fees.empty()) return told.amount.is_zero();
    return std::ranges::find(fees, told) != fees.end();
}

}  // namespace

TradeMatching::TradeMatching(RecordedAccount const& account, Statement const& statement,
                             StatementOrders const& orders, ReconciliationIds const& ids) {
    for (auto const& [order_id, executions] : account.executions) {
        record(account.orders.at(order_id), executions, statement.as_of);
    }
    name(statement, orders, ids);
    match_by_id(account);
    for (std::size_t i = 0; i < recorded_.size(); ++i) {
        auto const& [order, trade, terms, is_busted_now, is_matched] = recorded_[i];
        if (is_matched || !terms) continue;
        by_terms_[{order->state().id, terms->quantity_base, terms->price_quote}].push_back(i);
    }
    for (auto const agreement : {Agreement::all, Agreement::all_but_time, Agreement::terms}) {
        match_by_terms(agreement);
    }
}

void TradeMatching::record(Order const& order, ExecutionsOfOrder const& executions,
                           Timestamp as_of) {
    auto const changes_by_then = changes_of_trades(executions, as_of);
    TradeTree const by_then{changes_by_then};
    TradeTree const now{executions};
    for (auto const& [exec_id, execution] : executions) {
        if (execution.exec_type != ExecType::TRADE) continue;
        by_id_.emplace(std::pair{order.state().id, exec_id}, recorded_.size());
        recorded_.push_back({.order = &order,
                             .trade = &execution,
                             .terms = by_then.effective_terms(execution),
                             .is_busted_now = !now.effective_terms(execution)});
    }
    for (auto const& [exec_id, change] : executions) {
        if (change.exec_type != ExecType::TRADE_CORRECT) continue;
        auto const root = now.root_of(change);
        if (root.kind != RootKind::trade) continue;
        auto const place = by_id_.at({order.state().id, root.trade->exec_id});
        by_id_.emplace(std::pair{order.state().id, exec_id}, place);
    }
}

void TradeMatching::name(Statement const& statement, StatementOrders const& orders,
                         ReconciliationIds const& ids) {
    std::map<std::tuple<InstrumentKey, std::string, Timestamp, Quantity, Price>, std::size_t> seen;
    for (auto const& told : statement.trades) {
        TradeMatch match;
        match.told = &told;
        match.named = orders.of(told);
        match.exec_id = told.exec_id;
        std::string order;
        if (match.named.order != nullptr) {
            order = ReconciliationIds::order_name(*match.named.order);
        } else if (match.named.told != nullptr) {
            order = ids.order_key(match.named.told->names, told.instrument).value();
        }
        if (!told.exec_id && !order.empty()) {
            auto& repetition = seen[{told.instrument, order, told.occurred_at, told.quantity_base,
                                     told.price_quote}];
            match.exec_id = ids.trade_id(told, order, repetition++);
        }
        matches_.push_back(std::move(match));
    }
}

void TradeMatching::match_by_id(RecordedAccount const& account) {
    std::set<std::pair<OrderId, ExecId>> named;
    for (auto& match : matches_) {
        if (match.named.order == nullptr || !match.exec_id) continue;
        auto const& order_id = match.named.order->state().id;
        match.is_named_twice = !named.emplace(order_id, *match.exec_id).second;
        if (match.is_named_twice) continue;
        auto const found = by_id_.find({order_id, *match.exec_id});
        if (found != by_id_.end()) {
            auto& recorded = recorded_[found->second];
            // Two records may name a trade and its correction: the second is told apart below.
            match.is_named_twice = recorded.is_matched;
            if (recorded.is_matched) continue;
            recorded.is_matched = true;
            match.recorded = &recorded;
            continue;
        }
        auto const executions = account.executions.find(order_id);
        if (executions == account.executions.end()) continue;
        auto const report = executions->second.find(*match.exec_id);
        if (report != executions->second.end()) match.other_report = &report->second;
    }
}

void TradeMatching::match_by_terms(Agreement agreement) {
    for (auto& match : matches_) {
        if (match.recorded != nullptr || match.named.order == nullptr) continue;
        auto const& told = *match.told;
        auto const found =
            by_terms_.find({match.named.order->state().id, told.quantity_base, told.price_quote});
        if (found == by_terms_.end()) continue;
        auto& places = found->second;
        auto const agrees = [&](std::size_t place) {
            auto const& [order, trade, terms, is_busted_now, is_matched] = recorded_[place];
            if (agreement == Agreement::terms) return true;
            if (told.fee && !is_among(*told.fee, terms->fees)) return false;
            if (told.liquidity && told.liquidity != trade->liquidity) return false;
            return agreement == Agreement::all_but_time || told.occurred_at == trade->occurred_at;
        };
        auto const place = std::ranges::find_if(places, agrees);
        if (place == places.end()) continue;
        auto& recorded = recorded_[*place];
        recorded.is_matched = true;
        match.recorded = &recorded;
        match.other_report = nullptr;
        places.erase(place);
    }
}

}  // namespace daybook::services
