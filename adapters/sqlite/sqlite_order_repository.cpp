#include "sqlite/sqlite_order_repository.hpp"

#include "model/assert.hpp"
#include "sqlite/sqlite_order_row.hpp"
#include "sqlite/sqlite_rows.hpp"

namespace daybook::sqlite {

SqliteOrderRepository::SqliteOrderRepository(SqliteConnection& connection)
    : find_{connection, select(order_columns, "orders WHERE account_id = ? AND id = ?")},
      find_by_exchange_order_id_{
          connection, select(order_columns,
                             "orders INDEXED BY orders_exchange_order_id WHERE account_id = ? "
                             "AND exchange_order_id = ? ORDER BY id")},
      compare_{connection,
               "SELECT version = ?, exchange_order_id IS NOT ? FROM orders WHERE account_id = ? "
               "AND id = ?"},
      insert_{connection,
              "INSERT INTO orders (account_id, id, exchange, symbol, side, type, time_in_force, "
              "quantity_base, price_quote, stop_price_quote, budget_quote, expires_at, status, "
              "exchange_order_id, idempotency_key, facts, cancel_requests, pending_cancels, "
              "replace_requests, pending_replaces, filled_base, filled_quote, fees_quote, "
              "unmatched_reports, reject_reason, version, created_at, updated_at) "
              "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
              "?, ?, ?)"},
      update_{connection,
              "UPDATE orders SET exchange = ?, symbol = ?, side = ?, type = ?, time_in_force = ?, "
              "quantity_base = ?, price_quote = ?, stop_price_quote = ?, budget_quote = ?, "
              "expires_at = ?, status = ?, idempotency_key = ?, facts = ?, "
              "cancel_requests = ?, pending_cancels = ?, replace_requests = ?, "
              "pending_replaces = ?, filled_base = ?, filled_quote = ?, fees_quote = ?, "
              "unmatched_reports = ?, reject_reason = ?, version = ?, created_at = ?, "
              "updated_at = ? WHERE account_id = ? AND id = ?"},
      update_exchange_order_id_{
          connection, "UPDATE orders SET exchange_order_id = ? WHERE account_id = ? AND id = ?"} {}

std::vector<std::optional<model::Order>> SqliteOrderRepository::find(
    std::span<ports::OrderKey const> keys) {
    std::vector<std::optional<model::Order>> found;
    found.reserve(keys.size());
    for (auto const& key : keys) {
        auto& answer = found.emplace_back();
        auto rows = find_.query(key.account_id, key.id);
        if (rows.next()) answer = read_order(rows);
    }
    return found;
}

std::vector<std::vector<model::Order>> SqliteOrderRepository::find_by_exchange_order_id(
    std::span<ports::ExchangeOrderKey const> keys) {
    std::vector<std::vector<model::Order>> found;
    found.reserve(keys.size());
    for (auto const& key : keys) {
        auto& answer = found.emplace_back();
        auto rows = find_by_exchange_order_id_.query(key.account_id, key.exchange_order_id);
        while (rows.next()) answer.push_back(read_order(rows));
    }
    return found;
}

void SqliteOrderRepository::add(std::span<model::Order const> orders) {
    for (auto const& order : orders) {
        auto const& state = order.state();
        auto const& terms = state.terms;
        insert_.run(state.account_id, state.id, terms.instrument.exchange, terms.instrument.symbol,
                    terms.side, terms.type, terms.time_in_force, terms.quantity_base,
                    terms.price_quote, terms.stop_price_quote, terms.budget_quote, terms.expires_at,
                    order.status(), state.exchange_order_id, state.idempotency_key, facts_of(state),
                    state.cancel_requests, state.pending_cancels, to_text(state.replace_requests),
                    state.pending_replaces, state.filled_base, state.filled_quote, state.fees_quote,
                    state.unmatched_reports, state.reject_reason, state.version, state.created_at,
                    state.updated_at);
    }
}

ports::SaveStatus SqliteOrderRepository::update(std::span<model::Order const> orders,
                                                std::span<std::uint64_t const> stored_versions) {
    DAYBOOK_ASSERT(orders.size() == stored_versions.size());
    // All versions are checked before the first row changes: nobody else can write in between.
    std::vector<bool> has_new_exchange_order_id(orders.size());
    for (std::size_t i = 0; i < orders.size(); ++i) {
        auto const& state = orders[i].state();
        auto rows =
            compare_.query(stored_versions[i], state.exchange_order_id, state.account_id, state.id);
        if (!rows.next() || !rows.get<bool>()) return ports::SaveStatus::version_conflict;
        has_new_exchange_order_id[i] = rows.get<bool>();
    }
    for (std::size_t i = 0; i < orders.size(); ++i) update(orders[i], has_new_exchange_order_id[i]);
    return ports::SaveStatus::saved;
}

void SqliteOrderRepository::update(model::Order const& order, bool has_new_exchange_order_id) {
    auto const& state = order.state();
    auto const& terms = state.terms;
    update_.run(terms.instrument.exchange, terms.instrument.symbol, terms.side, terms.type,
                terms.time_in_force, terms.quantity_base, terms.price_quote, terms.stop_price_quote,
                terms.budget_quote, terms.expires_at, order.status(), state.idempotency_key,
                facts_of(state), state.cancel_requests, state.pending_cancels,
                to_text(state.replace_requests), state.pending_replaces, state.filled_base,
                state.filled_quote, state.fees_quote, state.unmatched_reports, state.reject_reason,
                state.version, state.created_at, state.updated_at, state.account_id, state.id);
    // Apart, because SQLite writes an index anew for every column that is set, changed or not.
    if (has_new_exchange_order_id) {
        update_exchange_order_id_.run(state.exchange_order_id, state.account_id, state.id);
    }
}

}  // namespace daybook::sqlite
