#include "app/statement_reader.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "app/csv_reader.hpp"
#include "app/exit_code.hpp"
#include "app/statement_row.hpp"

namespace daybook::app {

namespace {

using services::StatementBalance;
using services::StatementOrder;
using services::StatementTrade;

void read_names(StatementRow const& row, services::OrderNames& names,
                model::InstrumentKey& instrument) {
    row.required("exchange", instrument.exchange);
    row.required("symbol", instrument.symbol);
    row.optional("order_id", names.order_id);
    row.optional("client_order_id", names.client_order_id);
    row.optional("exchange_order_id", names.exchange_order_id);
    if (names.order_id || names.client_order_id || names.exchange_order_id) return;
    row.refuse(
        "the record names no order: one of order_id, client_order_id and exchange_order_id is "
        "required");
}

StatementOrder read_order(StatementRow const& row) {
    StatementOrder order;
    order.line = row.line();
    read_names(row, order.names, order.instrument);
    row.optional("created_at", order.created_at);
    row.optional("occurred_at", order.occurred_at);
    row.optional("side", order.side);
    row.optional("type", order.type);
    row.optional("time_in_force", order.time_in_force);
    row.optional("quantity_base", order.quantity_base);
    row.positive("quantity_base", order.quantity_base);
    row.optional("price_quote", order.price_quote);
    row.positive("price_quote", order.price_quote);
    row.optional("stop_price_quote", order.stop_price_quote);
    row.positive("stop_price_quote", order.stop_price_quote);
    row.optional("budget_quote", order.budget_quote);
    row.positive("budget_quote", order.budget_quote);
    row.optional("expires_at", order.expires_at);
    row.optional("status", order.status);
    row.optional("filled_base", order.filled_base);
    if (order.filled_base && order.filled_base->is_negative()) {
        row.refuse_value("filled_base", "must not be negative");
    }
    return order;
}

StatementTrade read_trade(StatementRow const& row) {
    StatementTrade trade;
    trade.line = row.line();
    row.required("occurred_at", trade.occurred_at);
    read_names(row, trade.names, trade.instrument);
    row.optional("side", trade.side);
    row.required("quantity_base", trade.quantity_base);
    row.positive("quantity_base", std::optional{trade.quantity_base});
    row.required("price_quote", trade.price_quote);
    if (trade.price_quote.is_negative()) row.refuse_value("price_quote", "must not be negative");
    row.optional("exec_id", trade.exec_id);
    row.optional("liquidity", trade.liquidity);
    if (row.value("fee_asset").empty() != row.value("fee_amount").empty()) {
        row.refuse("the record has one of fee_asset and fee_amount: both or none are required");
    }
    if (!row.value("fee_asset").empty()) {
        model::Money fee;
        row.required("fee_asset", fee.asset);
        row.required("fee_amount", fee.amount);
        trade.fee = std::move(fee);
    }
    return trade;
}

/// A balance whose time may be the statement's.
std::pair<StatementBalance, std::optional<model::Timestamp>> read_balance(StatementRow const& row) {
    StatementBalance balance;
    balance.line = row.line();
    std::optional<model::Timestamp> at;
    row.optional("occurred_at", at);
    row.required("asset", balance.asset);
    row.optional("total", balance.total);
    row.optional("available", balance.available);
    row.optional("held", balance.held);
    if (!balance.total && !balance.available && !balance.held) {
        row.refuse("the record tells no amount: one of total, available and held is required");
    }
    return {std::move(balance), at};
}

class Reading {
  public:
    explicit Reading(StatementFile const& file)
        : file_{file}, csv_{file.path, file.line_bytes_max} {}

    services::Statement run() {
        StatementRow row{csv_};
        for (std::size_t records = 1; row.next(); ++records) {
            if (records > statement_records_max) {
                row.refuse("a statement has at most " + std::to_string(statement_records_max) +
                           " records: split it by its period");
            }
            read(row);
        }
        settle_period();
        return std::move(statement_);
    }

  private:
    void read(StatementRow const& row) {
        switch (row.record()) {
            case services::RecordKind::order: {
                auto const& order = statement_.orders.emplace_back(read_order(row));
                see(order.created_at);
                see(order.occurred_at);
                break;
            }
            case services::RecordKind::trade:
                see(statement_.trades.emplace_back(read_trade(row)).occurred_at);
                break;
            case services::RecordKind::balance: {
                auto [balance, at] = read_balance(row);
                see(at);
                statement_.balances.push_back(std::move(balance));
                balance_times_.push_back(at);
                break;
            }
        }
    }

    void see(std::optional<model::Timestamp> const& time) {
        if (!time) return;
        earliest_ = earliest_ ? std::min(*earliest_, *time) : *time;
        latest_ = latest_ ? std::max(*latest_, *time) : *time;
    }

    void settle_period() {
        auto const as_of = file_.as_of ? file_.as_of : latest_;
        if (!as_of) {
            throw Failure{ExitCode::usage,
                          "the statement tells no time at all: --as-of is required"};
        }
        statement_.as_of = *as_of;
        statement_.from = file_.from ? *file_.from : std::min(earliest_.value_or(*as_of), *as_of);
        if (statement_.from > statement_.as_of) {
            throw Failure{ExitCode::usage, "--from is " + statement_.from.to_string() +
                                               ": it must not be after the statement's instant, " +
                                               statement_.as_of.to_string()};
        }
        for (std::size_t i = 0; i < balance_times_.size(); ++i) {
            statement_.balances[i].occurred_at = balance_times_[i].value_or(statement_.as_of);
        }
    }

    StatementFile const& file_;
    CsvReader csv_;
    services::Statement statement_;
    std::vector<std::optional<model::Timestamp>> balance_times_;
    std::optional<model::Timestamp> earliest_;
    std::optional<model::Timestamp> latest_;
};

}  // namespace

services::Statement read_statement(StatementFile const& file) { return Reading{file}.run(); }

}  // namespace daybook::app
