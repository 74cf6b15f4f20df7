#include "support/reconciliation_bench.hpp"

#include <array>
#include <tuple>
#include <utility>

#include "model/names.hpp"
#include "support/sample_values.hpp"

namespace daybook::support {

using namespace model;
using namespace services;

namespace {

constexpr std::int64_t second_micros = 1'000'000;

std::pair<Quantity, Price> terms_of(std::string_view terms) {
    auto const at = terms.find('@');
    return {quantity(terms.substr(0, at)), price(terms.substr(at + 1))};
}

}  // namespace

StatementTrade told_trade(std::string_view exchange_order_id, std::string_view exec_id,
                          std::string_view terms, int seconds) {
    StatementTrade trade;
    trade.names.exchange_order_id = ExchangeOrderId{exchange_order_id};
    trade.instrument = btc_usd();
    trade.occurred_at = at_micros(seconds * second_micros);
    if (!exec_id.empty()) trade.exec_id = ExecId{exec_id};
    std::tie(trade.quantity_base, trade.price_quote) = terms_of(terms);
    return trade;
}

StatementOrder told_order(std::string_view exchange_order_id) {
    StatementOrder order;
    order.names.exchange_order_id = ExchangeOrderId{exchange_order_id};
    order.instrument = btc_usd();
    return order;
}

StatementOrder told_limit_order(std::string_view exchange_order_id, Side side,
                                std::string_view terms) {
    auto order = told_order(exchange_order_id);
    order.side = side;
    order.type = OrderType::LIMIT;
    order.time_in_force = TimeInForce::GTC;
    std::tie(order.quantity_base, order.price_quote) = terms_of(terms);
    return order;
}

StatementBalance told_balance(std::string_view asset, std::string_view total) {
    StatementBalance balance;
    balance.asset = AssetCode{asset};
    balance.total = amount(total);
    return balance;
}

Statement statement_of(std::vector<StatementOrder> orders, std::vector<StatementTrade> trades,
                       std::vector<StatementBalance> balances) {
    Statement statement;
    statement.from = at_micros(0);
    statement.as_of = at_micros(3'600 * second_micros);
    std::uint64_t line = 1;
    for (auto& order : orders) order.line = ++line;
    for (auto& trade : trades) trade.line = ++line;
    for (auto& balance : balances) {
        balance.line = ++line;
        balance.occurred_at = statement.as_of;
    }
    statement.orders = std::move(orders);
    statement.trades = std::move(trades);
    statement.balances = std::move(balances);
    return statement;
}

std::string said(StatementDifference const& difference) {
    constexpr std::array kinds{"missing_here", "missing_there", "different"};
    constexpr std::array records{"order", "trade", "balance"};
    std::string text = kinds[static_cast<std::size_t>(difference.kind)];
    text += std::string{" "} + records[static_cast<std::size_t>(difference.record)] + ' ';
    switch (difference.record) {
        case RecordKind::order:
            text += difference.names.exchange_order_id ? difference.names.exchange_order_id->value()
                                                       : difference.names.order_id->to_string();
            break;
        case RecordKind::trade:
            text += difference.exec_id ? difference.exec_id->value() : "?";
            break;
        case RecordKind::balance:
            text += difference.asset->value();
            break;
    }
    for (auto const& [field, here, there] : difference.fields) {
        text += ' ' + field + ": " + here + ", " + there;
    }
    if (!difference.obstacle.empty()) text += " (" + difference.obstacle + ")";
    return text;
}

std::vector<std::string> said(std::vector<StatementDifference> const& differences) {
    std::vector<std::string> all;
    for (auto const& difference : differences) all.push_back(said(difference));
    return all;
}

ReconciliationBench::ReconciliationBench(AccountId account)
    : account_{std::move(account)}, ids_{uuids_, account_} {}

RecordedAccount ReconciliationBench::recorded(Statement const& statement) {
    RecordedAccount account;
    storage().open_snapshots()->read(
        [&](ports::BookReader& book) { account = read_account(book, account_, statement, ids_); });
    return account;
}

std::vector<StatementDifference> ReconciliationBench::differences(Statement const& statement) {
    return reconcile(recorded(statement), statement, ids_);
}

std::vector<std::string> ReconciliationBench::compare(Statement const& statement) {
    return said(differences(statement));
}

std::vector<std::string> ReconciliationBench::book(Statement const& statement) {
    auto const account = recorded(statement);
    auto const found = reconcile(account, statement, ids_);
    std::vector<std::string> answers;
    for (auto const& step : plan_booking(account, statement, found, ids_)) {
        CommandBatch batch;
        batch.commands = {step.command};
        auto answer = std::to_string(step.line) + ' ';
        if (auto const* report = std::get_if<BookExecution>(&step.command.content)) {
            answer += std::string{name_of(report->exec_type)} + ' ';
        } else {
            answer += "place ";
        }
        answers.push_back(answer + support::said(run({batch}).front().front()));
    }
    return answers;
}

}  // namespace daybook::support
