#include "postgres/postgres_execution_repository.hpp"

#include "postgres/postgres_rows.hpp"

namespace daybook::postgres {
namespace {

using model::Execution;
using ports::ExecutionKey;
using ports::OrderKey;
using ports::PositionKey;

std::string const find_sql = select_by_key(
    execution_columns,
    "unnest($1::text[], $2::uuid[], $3::text[]) WITH ORDINALITY "
    "AS k(key_account, key_order, key_exec, n) "
    "JOIN executions ON account_id = key_account AND order_id = key_order AND exec_id = key_exec");

std::string const find_of_orders_sql = select_by_key(
    execution_columns,
    "unnest($1::text[], $2::uuid[]) WITH ORDINALITY AS k(key_account, key_order, n) "
    "JOIN executions ON account_id = key_account AND order_id = key_order ORDER BY n, entry_seq");

std::string const find_trades_sql = select_by_key(
    execution_columns,
    "unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY "
    "AS k(key_account, key_exchange, key_symbol, n) "
    "JOIN executions ON account_id = key_account AND exchange = key_exchange "
    "AND symbol = key_symbol AND exec_type IN ('TRADE', 'TRADE_CORRECT', 'TRADE_CANCEL') "
    "ORDER BY n, entry_seq");

constexpr std::string_view insert_sql =
    "INSERT INTO executions (account_id, entry_seq, order_id, exec_id, exchange, symbol, "
    "exec_type, last_quantity_base, last_price_quote, fee_asset, fee_amount, liquidity, "
    "exec_ref_id, quantity_base, price_quote, reason, occurred_at) "
    "SELECT * FROM unnest($1::text[], $2::bigint[], $3::uuid[], $4::text[], $5::text[], "
    "$6::text[], $7::text[], $8::numeric[], $9::numeric[], $10::text[], $11::numeric[], "
    "$12::text[], $13::text[], $14::numeric[], $15::numeric[], $16::text[], $17::timestamptz[])";

std::optional<std::string_view> fee_asset(Execution const& execution) {
    if (!execution.fee) return std::nullopt;
    return std::string_view{execution.fee->asset.value()};
}

std::optional<model::Amount> fee_amount(Execution const& execution) {
    if (!execution.fee) return std::nullopt;
    return execution.fee->amount;
}

}  // namespace

PostgresExecutionRepository::PostgresExecutionRepository(PostgresConnection& connection)
    : connection_{connection} {}

std::vector<std::optional<Execution>> PostgresExecutionRepository::find(
    std::span<ExecutionKey const> keys) {
    if (keys.empty()) return {};
    return read_by_key(
        keys.size(),
        connection_.run(find_sql,
                        column(keys, [](ExecutionKey const& key) { return key.order.account_id; }),
                        column(keys, [](ExecutionKey const& key) { return key.order.id; }),
                        column(keys, &ExecutionKey::exec_id)),
        read_execution);
}

std::vector<std::vector<Execution>> PostgresExecutionRepository::of_orders(
    std::span<OrderKey const> orders) {
    if (orders.empty()) return {};
    return read_lists_by_key(
        orders.size(),
        connection_.run(find_of_orders_sql, column(orders, &OrderKey::account_id),
                        column(orders, &OrderKey::id)),
        read_execution);
}

std::vector<std::vector<Execution>> PostgresExecutionRepository::trades_of_positions(
    std::span<PositionKey const> positions) {
    if (positions.empty()) return {};
    return read_lists_by_key(
        positions.size(),
        connection_.run(
            find_trades_sql, column(positions, &PositionKey::account_id),
            column(positions, [](PositionKey const& key) { return key.instrument.exchange; }),
            column(positions, [](PositionKey const& key) { return key.instrument.symbol; })),
        read_execution);
}

void PostgresExecutionRepository::add(std::span<Execution const> executions) {
    if (executions.empty()) return;
    auto const& rows = executions;
    connection_.run(
        insert_sql, column(rows, &Execution::account_id), column(rows, &Execution::entry_seq),
        column(rows, &Execution::order_id), column(rows, &Execution::exec_id),
        column(rows, [](Execution const& row) { return row.instrument.exchange; }),
        column(rows, [](Execution const& row) { return row.instrument.symbol; }),
        column(rows, &Execution::exec_type), column(rows, &Execution::last_quantity_base),
        column(rows, &Execution::last_price_quote), column(rows, fee_asset),
        column(rows, fee_amount), column(rows, &Execution::liquidity),
        column(rows, &Execution::exec_ref_id), column(rows, &Execution::quantity_base),
        column(rows, &Execution::price_quote), column(rows, &Execution::reason),
        column(rows, &Execution::occurred_at));
}

}  // namespace daybook::postgres
