#include "sqlite/sqlite_execution_repository.hpp"

#include "sqlite/sqlite_rows.hpp"

namespace daybook::sqlite {

SqliteExecutionRepository::SqliteExecutionRepository(SqliteConnection& connection)
    : find_{connection,
            select<sql::executions>("executions INDEXED BY executions_exec_id WHERE account_id = ? "
                                    "AND order_id = ? AND exec_id = ?")},
      find_of_order_{connection, select<sql::executions>(
                                     "executions INDEXED BY executions_exec_id "
                                     "WHERE account_id = ? AND order_id = ? ORDER BY entry_seq")},
      find_corrections_{connection,
                        select<sql::executions>(
                            "executions INDEXED BY executions_corrections WHERE account_id = ? "
                            "AND order_id = ? AND (exec_type = 'TRADE_CORRECT' "
                            "OR exec_type = 'TRADE_CANCEL') ORDER BY entry_seq")},
      find_trades_{
          connection,
          select<sql::executions>("executions WHERE account_id = ? AND exchange = ? AND symbol = ? "
                                  "AND exec_type IN ('TRADE', 'TRADE_CORRECT', 'TRADE_CANCEL') "
                                  "ORDER BY entry_seq")},
      insert_{connection, insert_sql<sql::executions>} {}

std::vector<std::optional<model::Execution>> SqliteExecutionRepository::find(
    std::span<ports::ExecutionKey const> keys) {
    std::vector<std::optional<model::Execution>> found;
    found.reserve(keys.size());
    for (auto const& key : keys) {
        found.push_back(read_first<sql::executions>(
            find_.query(key.order.account_id, key.order.id, key.exec_id)));
    }
    return found;
}

std::vector<std::vector<model::Execution>> SqliteExecutionRepository::of_orders(
    std::span<ports::OrderKey const> orders) {
    std::vector<std::vector<model::Execution>> found;
    found.reserve(orders.size());
    for (auto const& order : orders) {
        found.push_back(
            read_all<sql::executions>(find_of_order_.query(order.account_id, order.id)));
    }
    return found;
}

std::vector<std::vector<model::Execution>> SqliteExecutionRepository::corrections_of_orders(
    std::span<ports::OrderKey const> orders) {
    std::vector<std::vector<model::Execution>> found;
    found.reserve(orders.size());
    for (auto const& order : orders) {
        found.push_back(
            read_all<sql::executions>(find_corrections_.query(order.account_id, order.id)));
    }
    return found;
}

std::vector<std::vector<model::Execution>> SqliteExecutionRepository::trades_of_positions(
    std::span<ports::PositionKey const> positions) {
    std::vector<std::vector<model::Execution>> found;
    found.reserve(positions.size());
    for (auto const& position : positions) {
        found.push_back(read_all<sql::executions>(find_trades_.query(
            position.account_id, position.instrument.exchange, position.instrument.symbol)));
    }
    return found;
}

void SqliteExecutionRepository::add(std::span<model::Execution const> executions) {
    for (auto const& execution : executions) {
        run_row<sql::executions>(insert_, sql::row_of(execution));
    }
}

}  // namespace daybook::sqlite
