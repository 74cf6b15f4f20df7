#include "services/reconciliation.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "model/field_text.hpp"
#include "services/order_comparison.hpp"
#include "services/statement_booking.hpp"
#include "services/trade_matching.hpp"

namespace daybook::services {

using namespace model;

namespace {

/// The names of the statement, and those of the book's order where there is one.
OrderNames names_of_order(OrderNames names, Order const* order) {
    if (order == nullptr) return names;
    names.order_id = order->state().id;
    if (!names.exchange_order_id) names.exchange_order_id = order->state().exchange_order_id;
    return names;
}

/// What a record of either kind tells of its order.
template <class Told>
StatementDifference about_told(Told const& told, Order const* order) {
    StatementDifference difference;
    difference.line = told.line;
    difference.names = names_of_order(told.names, order);
    difference.instrument = told.instrument;
    difference.occurred_at = told.occurred_at;
    difference.side = told.side;
    difference.quantity_base = told.quantity_base;
    difference.price_quote = told.price_quote;
    return difference;
}

StatementDifference about(StatementTrade const& told, Order const* order) {
    auto difference = about_told(told, order);
    difference.record = RecordKind::trade;
    difference.exec_id = told.exec_id;
    if (!told.side && order != nullptr) difference.side = order->state().terms.side;
    return difference;
}

StatementDifference about(StatementOrder const& told, Order const* order) {
    auto difference = about_told(told, order);
    difference.record = RecordKind::order;
    return difference;
}

StatementDifference about(Order const& order) {
    auto const& terms = order.state().terms;
    StatementDifference difference;
    difference.kind = DifferenceKind::missing_there;
    difference.names = names_of_order({}, &order);
    difference.instrument = terms.instrument;
    difference.side = terms.side;
    difference.quantity_base = terms.quantity_base;
    difference.price_quote = terms.price_quote;
    return difference;
}

class Reconciling {
  public:
    Reconciling(RecordedAccount const& account, Statement const& statement,
                ReconciliationIds const& ids)
        : account_{account},
          statement_{statement},
          ids_{ids},
          orders_{account, statement, ids},
          trades_{account, statement, orders_, ids} {
        for (auto const& order : statement.orders) exchanges_.insert(order.instrument.exchange);
        for (auto const& trade : statement.trades) exchanges_.insert(trade.instrument.exchange);
    }

    std::vector<StatementDifference> run() {
        if (!statement_.orders.empty()) compare_orders();
        if (!statement_.trades.empty()) compare_trades();
        if (!statement_.balances.empty()) compare_balances();
        std::ranges::stable_sort(found_, {}, [](StatementDifference const& each) {
            return std::tuple{each.kind, each.record,         each.occurred_at, each.instrument,
                              each.line, each.names.order_id, each.exec_id,     each.asset};
        });
        return std::move(found_);
    }

  private:
    void compare_orders() {
        std::set<OrderId> named;
        std::set<IdempotencyKey> missing;
        for (auto const& told : statement_.orders) {
            auto const order = orders_.of(told);
            auto difference = about(told, order.order);
            if (order.order != nullptr) {
                named.insert(order.order->state().id);
                difference.fields = compare_order(told, *order.order, account_, statement_.as_of);
                if (!difference.fields.empty()) found_.push_back(std::move(difference));
                continue;
            }
            difference.kind = DifferenceKind::missing_here;
            difference.obstacle =
                order.obstacle.empty() ? obstacle_to_placing(told) : order.obstacle;
            bool const is_first =
                missing.insert(ids_.order_key(told.names, told.instrument)).second;
            if (!is_first) difference.obstacle = "a line before it tells of the same order";
            found_.push_back(std::move(difference));
        }
        for (auto const& [order_id, order] : account_.orders) {
            if (!named.contains(order_id) && is_expected_there(order)) {
                found_.push_back(about(order));
            }
        }
    }

    [[nodiscard]] bool is_expected_there(Order const& order) const {
        return order.is_live() && exchanges_.contains(order.state().terms.instrument.exchange) &&
               existed_at(order, account_, statement_.as_of);
    }

    void compare_trades() {
        for (auto const& match : trades_.matches()) {
            auto difference = about(*match.told, match.named.order);
            difference.exec_id = match.exec_id;
            if (match.recorded != nullptr) {
                difference.fields = compare(*match.told, *match.recorded);
                if (!difference.fields.empty()) found_.push_back(std::move(difference));
            } else if (match.other_report != nullptr) {
                difference.fields.push_back(
                    {"exec_type", to_text(match.other_report->exec_type), "TRADE"});
                found_.push_back(std::move(difference));
            } else {
                difference.kind = DifferenceKind::missing_here;
                difference.obstacle = obstacle_to_booking(match);
                found_.push_back(std::move(difference));
            }
        }
        for (auto const& recorded : trades_.recorded()) {
            if (is_missing_there(recorded)) report_missing_there(recorded);
        }
    }

    /// A statement tells one fee of a trade: of several that are booked the one in its asset. No
    /// fee and a fee of nothing are the same.
    static void compare_fee(std::vector<FieldDifference>& fields, Fees const& booked,
                            Money const& told) {
        if (booked.empty() && told.amount.is_zero()) return;
        auto fee = std::ranges::find(booked, told.asset, &Money::asset);
        if (fee == booked.end()) fee = booked.begin();
        std::optional<AssetCode> asset;
        std::optional<Amount> amount;
        if (fee != booked.end()) {
            asset = fee->asset;
            amount = fee->amount;
        }
        auto const write = [](auto const& value) { return to_text(value); };
        compare_field(fields, "fee_asset", asset, std::optional{told.asset}, write);
        compare_field(fields, "fee_amount", amount, std::optional{told.amount}, write);
    }

    [[nodiscard]] static std::vector<FieldDifference> compare(StatementTrade const& told,
                                                              RecordedTrade const& recorded) {
        std::vector<FieldDifference> fields;
        auto const write = [](auto const& value) { return to_text(value); };
        auto const& side = recorded.order->state().terms.side;
        if (told.side) compare_field(fields, "side", std::optional{side}, told.side, write);
        if (!recorded.terms) {
            fields.push_back({"busted", "true", "false"});
            return fields;
        }
        auto const& terms = *recorded.terms;
        compare_field(fields, "quantity_base", std::optional{terms.quantity_base},
                      std::optional{told.quantity_base}, write);
        compare_field(fields, "price_quote", std::optional{terms.price_quote},
                      std::optional{told.price_quote}, write);
        if (told.fee) compare_fee(fields, terms.fees, *told.fee);
        if (told.liquidity) {
            compare_field(fields, "liquidity", recorded.trade->liquidity, told.liquidity, write);
        }
        return fields;
    }

    [[nodiscard]] bool is_missing_there(RecordedTrade const& recorded) const {
        auto const& trade = *recorded.trade;
        return !recorded.is_matched && recorded.terms && !recorded.is_busted_now &&
               trade.occurred_at >= statement_.from && trade.occurred_at <= statement_.as_of &&
               exchanges_.contains(trade.instrument.exchange);
    }

    void report_missing_there(RecordedTrade const& recorded) {
        auto difference = about(*recorded.order);
        difference.record = RecordKind::trade;
        difference.exec_id = recorded.trade->exec_id;
        difference.occurred_at = recorded.trade->occurred_at;
        difference.quantity_base = recorded.terms->quantity_base;
        difference.price_quote = recorded.terms->price_quote;
        found_.push_back(std::move(difference));
    }

    void compare_balances() {
        std::set<AssetCode> named;
        for (auto const& told : statement_.balances) {
            named.insert(told.asset);
            auto const& balances = account_.balances.at(told.occurred_at);
            auto const here = balances.find(told.asset);
            compare_balance(told, here == balances.end() ? Balance{} : here->second);
        }
        for (auto const& [asset, balance] : account_.balances.at(statement_.as_of)) {
            auto const sum = total(balance);
            bool const has_any = !balance.available.is_zero() || !balance.held.is_zero();
            if (named.contains(asset) || !has_any) continue;
            StatementDifference difference;
            difference.kind = DifferenceKind::missing_there;
            difference.record = RecordKind::balance;
            difference.asset = asset;
            difference.occurred_at = statement_.as_of;
            difference.fields.push_back({"total", sum, ""});
            found_.push_back(std::move(difference));
        }
    }

    void compare_balance(StatementBalance const& told, Balance const& here) {
        StatementDifference difference;
        difference.record = RecordKind::balance;
        difference.line = told.line;
        difference.asset = told.asset;
        difference.occurred_at = told.occurred_at;
        auto const compare = [&](char const* field, std::string const& ours,
                                 std::optional<Amount> const& theirs) {
            if (!theirs || to_text(*theirs) == ours) return;
            difference.fields.push_back({field, ours, to_text(*theirs)});
        };
        compare("total", total(here), told.total);
        compare("available", to_text(here.available), told.available);
        compare("held", to_text(here.held), told.held);
        if (!difference.fields.empty()) found_.push_back(std::move(difference));
    }

    [[nodiscard]] static std::string total(Balance const& balance) {
        auto const sum = add(balance.available.value(), balance.held.value());
        return sum ? sum->to_string() : "out of range";
    }

    RecordedAccount const& account_;
    Statement const& statement_;
    ReconciliationIds const& ids_;
    StatementOrders orders_;
    TradeMatching trades_;
    std::set<ExchangeCode> exchanges_;
    std::vector<StatementDifference> found_;
};

}  // namespace

std::vector<StatementDifference> reconcile(RecordedAccount const& account,
                                           Statement const& statement,
                                           ReconciliationIds const& ids) {
    return Reconciling{account, statement, ids}.run();
}

}  // namespace daybook::services
