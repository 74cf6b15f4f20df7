#include "postgres/postgres_order_repository.hpp"

#include "model/assert.hpp"
#include "ports/outbound/storage_error.hpp"
#include "postgres/postgres_order_row.hpp"
#include "postgres/postgres_rows.hpp"

namespace daybook::postgres {
namespace {

using model::Order;
using model::OrderState;
using model::OrderTerms;
using ports::ExchangeOrderKey;
using ports::OrderKey;

std::string const find_sql =
    select_by_key(order_columns,
                  "unnest($1::text[], $2::uuid[]) WITH ORDINALITY AS k(key_account, key_id, n) "
                  "JOIN orders ON account_id = key_account AND id = key_id");

std::string const find_by_exchange_order_id_sql =
    select_by_key(order_columns,
                  "unnest($1::text[], $2::text[]) WITH ORDINALITY AS k(key_account, key_text, n) "
                  "JOIN orders ON account_id = key_account AND exchange_order_id = key_text "
                  "ORDER BY n, id");

/// All columns, in the order of the arguments of write().
constexpr std::string_view columns =
    "account_id, id, exchange, symbol, side, type, time_in_force, quantity_base, price_quote, "
    "stop_price_quote, budget_quote, expires_at, status, exchange_order_id, idempotency_key, "
    "facts, cancel_requests, pending_cancels, replace_requests, pending_replaces, filled_base, "
    "filled_quote, fees_quote, unmatched_reports, reject_reason, version, created_at, updated_at";
constexpr std::string_view arrays =
    "$1::text[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], "
    "$8::numeric[], $9::numeric[], $10::numeric[], $11::numeric[], $12::timestamptz[], "
    "$13::text[], $14::text[], $15::text[], $16::bigint[], $17::bigint[], $18::bigint[], "
    "$19::text[], $20::bigint[], $21::numeric[], $22::numeric[], $23::numeric[], $24::bigint[], "
    "$25::text[], $26::bigint[], $27::timestamptz[], $28::timestamptz[]";

std::string text(std::initializer_list<std::string_view> parts) {
    std::string whole;
    for (auto const part : parts) whole += part;
    return whole;
}

std::string const insert_sql =
    text({"INSERT INTO orders (", columns, ") SELECT * FROM unnest(", arrays, ")"});

/// Updates all rows or none: all versions are compared before the first row changes, and nobody
/// else writes in between, who would need the accounts' locks.
std::string const update_sql = text(
    {"WITH u AS MATERIALIZED (SELECT * FROM unnest(", arrays, ", $29::bigint[]) AS u(", columns,
     ", stored_version)), matching AS MATERIALIZED (SELECT count(*) AS n FROM u JOIN orders AS o "
     "ON o.account_id = u.account_id AND o.id = u.id AND o.version = u.stored_version) "
     "UPDATE orders SET exchange = u.exchange, symbol = u.symbol, side = u.side, type = u.type, "
     "time_in_force = u.time_in_force, quantity_base = u.quantity_base, "
     "price_quote = u.price_quote, stop_price_quote = u.stop_price_quote, "
     "budget_quote = u.budget_quote, expires_at = u.expires_at, status = u.status, "
     "exchange_order_id = u.exchange_order_id, idempotency_key = u.idempotency_key, "
     "facts = u.facts, cancel_requests = u.cancel_requests, "
     "pending_cancels = u.pending_cancels, replace_requests = u.replace_requests, "
     "pending_replaces = u.pending_replaces, filled_base = u.filled_base, "
     "filled_quote = u.filled_quote, fees_quote = u.fees_quote, "
     "unmatched_reports = u.unmatched_reports, reject_reason = u.reject_reason, "
     "version = u.version, created_at = u.created_at, updated_at = u.updated_at "
     "FROM u, matching WHERE matching.n = cardinality($29::bigint[]) "
     "AND orders.account_id = u.account_id AND orders.id = u.id "
     "AND orders.version = u.stored_version"});

/// The column of a member of the state, or of the terms within it.
template <class Member>
PostgresArray of_state(std::span<Order const> orders, Member member) {
    return column(orders, [member](Order const& order) -> decltype(auto) {
        return std::invoke(member, order.state());
    });
}
template <class Member>
PostgresArray of_terms(std::span<Order const> orders, Member member) {
    return column(orders, [member](Order const& order) -> decltype(auto) {
        return std::invoke(member, order.state().terms);
    });
}

template <class... More>
PostgresResult write(PostgresConnection& connection, std::string_view sql,
                     std::span<Order const> rows, More&&... more) {
    return connection.run(
        sql, of_state(rows, &OrderState::account_id), of_state(rows, &OrderState::id),
        of_terms(rows, [](OrderTerms const& terms) { return terms.instrument.exchange; }),
        of_terms(rows, [](OrderTerms const& terms) { return terms.instrument.symbol; }),
        of_terms(rows, &OrderTerms::side), of_terms(rows, &OrderTerms::type),
        of_terms(rows, &OrderTerms::time_in_force), of_terms(rows, &OrderTerms::quantity_base),
        of_terms(rows, &OrderTerms::price_quote), of_terms(rows, &OrderTerms::stop_price_quote),
        of_terms(rows, &OrderTerms::budget_quote), of_terms(rows, &OrderTerms::expires_at),
        column(rows, &Order::status), of_state(rows, &OrderState::exchange_order_id),
        of_state(rows, &OrderState::idempotency_key), of_state(rows, facts_of),
        of_state(rows, &OrderState::cancel_requests), of_state(rows, &OrderState::pending_cancels),
        of_state(rows, [](OrderState const& state) { return to_text(state.replace_requests); }),
        of_state(rows, &OrderState::pending_replaces), of_state(rows, &OrderState::filled_base),
        of_state(rows, &OrderState::filled_quote), of_state(rows, &OrderState::fees_quote),
        of_state(rows, &OrderState::unmatched_reports), of_state(rows, &OrderState::reject_reason),
        of_state(rows, &OrderState::version), of_state(rows, &OrderState::created_at),
        of_state(rows, &OrderState::updated_at), std::forward<More>(more)...);
}

}  // namespace

PostgresOrderRepository::PostgresOrderRepository(PostgresConnection& connection)
    : connection_{connection} {}

std::vector<std::optional<Order>> PostgresOrderRepository::find(std::span<OrderKey const> keys) {
    if (keys.empty()) return {};
    return read_by_key(
        keys.size(),
        connection_.run(find_sql, column(keys, &OrderKey::account_id), column(keys, &OrderKey::id)),
        read_order);
}

std::vector<std::vector<Order>> PostgresOrderRepository::find_by_exchange_order_id(
    std::span<ExchangeOrderKey const> keys) {
    if (keys.empty()) return {};
    return read_lists_by_key(
        keys.size(),
        connection_.run(find_by_exchange_order_id_sql, column(keys, &ExchangeOrderKey::account_id),
                        column(keys, &ExchangeOrderKey::exchange_order_id)),
        read_order);
}

void PostgresOrderRepository::add(std::span<Order const> orders) {
    if (!orders.empty()) write(connection_, insert_sql, orders);
}

ports::SaveStatus PostgresOrderRepository::update(std::span<Order const> orders,
                                                  std::span<std::uint64_t const> stored_versions) {
    DAYBOOK_ASSERT(orders.size() == stored_versions.size());
    if (orders.empty()) return ports::SaveStatus::saved;
    auto const changed =
        write(connection_, update_sql, orders, column(stored_versions)).changed_rows();
    if (changed == orders.size()) return ports::SaveStatus::saved;
    if (changed == 0) return ports::SaveStatus::version_conflict;
    throw ports::StorageError{ports::StorageError::Kind::conflict,
                              "postgres: orders changed while they were written, without the lock "
                              "of their account"};
}

}  // namespace daybook::postgres
