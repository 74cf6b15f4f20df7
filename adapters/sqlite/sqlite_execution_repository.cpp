#include "sqlite/sqlite_execution_repository.hpp"

#include "sqlite/sqlite_rows.hpp"

namespace daybook::sqlite {
namespace {

std::vector<model::Execution> read_all(SqliteRows& rows) {
    std::vector<model::Execution> executions;
    while (rows.next()) executions.push_back(read_execution(rows));
    return executions;
}

}  // namespace

SqliteExecutionRepository::SqliteExecutionRepository(SqliteConnection& connection)
    : find_{connection, select(execution_columns,
                               "executions INDEXED BY executions_exec_id WHERE account_id = ? "
                               "AND order_id = ? AND exec_id = ?")},
      find_of_order_{connection,
                     select(execution_columns,
                            "executions INDEXED BY executions_exec_id WHERE account_id = ? "
                            "AND order_id = ? ORDER BY entry_seq")},
      find_trades_{connection,
                   select(execution_columns,
                          "executions WHERE account_id = ? AND exchange = ? AND symbol = ? "
                          "AND exec_type IN ('TRADE', 'TRADE_CORRECT', 'TRADE_CANCEL') "
                          "ORDER BY entry_seq")},
      insert_{connection,
              "INSERT INTO executions (account_id, entry_seq, order_id, exec_id, exchange, symbol, "
              "exec_type, last_quantity_base, last_price_quote, fee_asset, fee_amount, liquidity, "
              "exec_ref_id, quantity_base, price_quote, reason, occurred_at) "
              "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"} {}

std::vector<std::optional<model::Execution>> SqliteExecutionRepository::find(
    std::span<ports::ExecutionKey const> keys) {
    std::vector<std::optional<model::Execution>> found;
    found.reserve(keys.size());
    for (auto const& key : keys) {
        auto& answer = found.emplace_back();
        auto rows = find_.query(key.order.account_id, key.order.id, key.exec_id);
        if (rows.next()) answer = read_execution(rows);
    }
    return found;
}

std::vector<std::vector<model::Execution>> SqliteExecutionRepository::of_orders(
    std::span<ports::OrderKey const> orders) {
    std::vector<std::vector<model::Execution>> found;
    found.reserve(orders.size());
    for (auto const& order : orders) {
        auto rows = find_of_order_.query(order.account_id, order.id);
        found.push_back(read_all(rows));
    }
    return found;
}

std::vector<std::vector<model::Execution>> SqliteExecutionRepository::trades_of_positions(
    std::span<ports::PositionKey const> positions) {
    std::vector<std::vector<model::Execution>> found;
    found.reserve(positions.size());
    for (auto const& position : positions) {
        auto rows = find_trades_.query(position.account_id, position.instrument.exchange,
                                       position.instrument.symbol);
        found.push_back(read_all(rows));
    }
    return found;
}

void SqliteExecutionRepository::add(std::span<model::Execution const> executions) {
    for (auto const& execution : executions) {
        auto const* const fee = execution.fee ? &*execution.fee : nullptr;
        insert_.run(execution.account_id, execution.entry_seq, execution.order_id,
                    execution.exec_id, execution.instrument.exchange, execution.instrument.symbol,
                    execution.exec_type, execution.last_quantity_base, execution.last_price_quote,
                    fee ? std::optional{std::string_view{fee->asset.value()}} : std::nullopt,
                    fee ? std::optional{fee->amount} : std::nullopt, execution.liquidity,
                    execution.exec_ref_id, execution.quantity_base, execution.price_quote,
                    execution.reason, execution.occurred_at);
    }
}

}  // namespace daybook::sqlite
