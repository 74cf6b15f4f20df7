#include "postgres/postgres_execution_repository.hpp"

#include "postgres/postgres_rows.hpp"

namespace daybook::postgres {
namespace {

using model::Execution;
using ports::ExecutionKey;
using ports::OrderKey;
using ports::PositionKey;

std::string const find_by_exec_id_sql = select_by_key<sql::executions>(
    "unnest($1::text[], $2::uuid[], $3::text[]) WITH ORDINALITY "
    "AS k(key_account, key_order, key_exec, n) "
    "JOIN executions ON account_id = key_account AND order_id = key_order AND exec_id = key_exec");

std::string const find_of_orders_sql = select_by_key<sql::executions>(
    "unnest($1::text[], $2::uuid[]) WITH ORDINALITY AS k(key_account, key_order, n) "
    "JOIN executions ON account_id = key_account AND order_id = key_order ORDER BY n, entry_seq");

// Sorted within, the inner query is looked up for each order: joined to it, the planner would read
// the whole index where the table is small when the plan is made.
std::string const find_corrections_sql = select_by_key<sql::executions>(
    "unnest($1::text[], $2::uuid[]) WITH ORDINALITY AS k(key_account, key_order, n), "
    "LATERAL (SELECT * FROM executions WHERE account_id = key_account AND order_id = key_order "
    "AND (exec_type = 'TRADE_CORRECT' OR exec_type = 'TRADE_CANCEL') ORDER BY entry_seq) AS e "
    "ORDER BY n, entry_seq");

std::string const find_trades_sql = select_by_key<sql::executions>(
    "unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY "
    "AS k(key_account, key_exchange, key_symbol, n) "
    "JOIN executions ON account_id = key_account AND exchange = key_exchange "
    "AND symbol = key_symbol AND exec_type IN ('TRADE', 'TRADE_CORRECT', 'TRADE_CANCEL') "
    "ORDER BY n, entry_seq");

}  // namespace

PostgresExecutionRepository::PostgresExecutionRepository(PostgresConnection& connection)
    : connection_{connection} {}

std::vector<std::optional<Execution>> PostgresExecutionRepository::find(
    std::span<ExecutionKey const> keys) {
    if (keys.empty()) return {};
    return read_by_key<sql::executions>(
        keys.size(),
        connection_.run(find_by_exec_id_sql,
                        column(keys, [](ExecutionKey const& key) { return key.order.account_id; }),
                        column(keys, [](ExecutionKey const& key) { return key.order.id; }),
                        column(keys, &ExecutionKey::exec_id)));
}

std::vector<std::vector<Execution>> PostgresExecutionRepository::of_orders(
    std::span<OrderKey const> orders) {
    if (orders.empty()) return {};
    return read_lists_by_key<sql::executions>(
        orders.size(), connection_.run(find_of_orders_sql, column(orders, &OrderKey::account_id),
                                       column(orders, &OrderKey::id)));
}

std::vector<std::vector<Execution>> PostgresExecutionRepository::corrections_of_orders(
    std::span<OrderKey const> orders) {
    if (orders.empty()) return {};
    return read_lists_by_key<sql::executions>(
        orders.size(), connection_.run(find_corrections_sql, column(orders, &OrderKey::account_id),
                                       column(orders, &OrderKey::id)));
}

std::vector<std::vector<Execution>> PostgresExecutionRepository::trades_of_positions(
    std::span<PositionKey const> positions) {
    if (positions.empty()) return {};
    return read_lists_by_key<sql::executions>(
        positions.size(),
        connection_.run(
            find_trades_sql, column(positions, &PositionKey::account_id),
            column(positions, [](PositionKey const& key) { return key.instrument.exchange; }),
            column(positions, [](PositionKey const& key) { return key.instrument.symbol; })));
}

void PostgresExecutionRepository::add(std::span<Execution const> executions) {
    if (executions.empty()) return;
    change_rows<sql::executions>(connection_, insert_sql<sql::executions>, rows_of(executions));
}

}  // namespace daybook::postgres
