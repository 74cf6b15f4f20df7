#include "postgres/postgres_order_repository.hpp"

#include "model/assert.hpp"
#include "ports/outbound/storage_error.hpp"
#include "postgres/postgres_rows.hpp"

namespace daybook::postgres {
namespace {

using model::Order;
using ports::ExchangeOrderKey;
using ports::OrderKey;

/// By the ids that orders have, and by those that they had.
std::string const find_by_exchange_order_id_sql = sql::join(
    "WITH k AS MATERIALIZED (SELECT * FROM unnest($1::text[], $2::text[]) WITH ORDINALITY "
    "AS k(key_account, key_text, n)), named AS (SELECT n, account_id AS key_account, id AS key_id "
    "FROM k JOIN orders ON account_id = key_account AND exchange_order_id = key_text "
    "UNION ALL SELECT n, account_id, order_id FROM k JOIN earlier_exchange_order_ids AS e "
    "ON e.account_id = key_account AND e.exchange_order_id = key_text) ",
    select_by_key<sql::orders>("named JOIN orders ON account_id = key_account AND id = key_id "
                               "ORDER BY n, id"));

std::string const find_open_sql = select<sql::orders>(
    sql::join("orders WHERE account_id = $1::text AND ", sql::order_is_open, " ORDER BY id"));

/// The parameter that follows those of the columns.
std::string const versions =
    "$" + std::to_string(sql::orders.shape().columns.size() + 1) + "::bigint[]";

/// Updates all rows or none: all versions are compared before the first row changes, and nobody
/// else writes in between, who would need the accounts' locks.
std::string const update_orders_sql = sql::join(
    "WITH u AS MATERIALIZED (SELECT ", sql::unnest_list(sql::orders.shape()), ", unnest(", versions,
    ") AS stored_version), matching AS MATERIALIZED (SELECT "
    "count(*) AS n FROM u JOIN orders AS o "
    "ON o.account_id = u.account_id AND o.id = u.id AND o.version = u.stored_version) "
    "UPDATE orders SET ",
    sql::assignments(sql::orders.shape(), "u"), " FROM u, matching WHERE matching.n = cardinality(",
    versions,
    ") AND orders.account_id = u.account_id AND orders.id = u.id "
    "AND orders.version = u.stored_version");

}  // namespace

PostgresOrderRepository::PostgresOrderRepository(PostgresConnection& connection)
    : connection_{connection} {}

std::vector<std::optional<Order>> PostgresOrderRepository::find(std::span<OrderKey const> keys) {
    if (keys.empty()) return {};
    return read_by_key<sql::orders>(
        keys.size(), connection_.run(find_sql<sql::orders>, column(keys, &OrderKey::account_id),
                                     column(keys, &OrderKey::id)));
}

std::vector<std::vector<Order>> PostgresOrderRepository::find_by_exchange_order_id(
    std::span<ExchangeOrderKey const> keys) {
    if (keys.empty()) return {};
    return read_lists_by_key<sql::orders>(
        keys.size(),
        connection_.run(find_by_exchange_order_id_sql, column(keys, &ExchangeOrderKey::account_id),
                        column(keys, &ExchangeOrderKey::exchange_order_id)));
}

std::vector<std::vector<Order>> PostgresOrderRepository::find_open(
    std::span<model::AccountId const> accounts) {
    std::vector<std::vector<Order>> found;
    for (auto const& account : accounts) {
        found.push_back(read_all<sql::orders>(connection_.run(find_open_sql, account)));
    }
    return found;
}

void PostgresOrderRepository::add(std::span<Order const> orders) {
    if (orders.empty()) return;
    change_rows<sql::orders>(connection_, insert_sql<sql::orders>, rows_of(orders));
}

ports::SaveStatus PostgresOrderRepository::update(std::span<Order const> orders,
                                                  std::span<std::uint64_t const> stored_versions) {
    DAYBOOK_ASSERT(orders.size() == stored_versions.size());
    if (orders.empty()) return ports::SaveStatus::saved;
    auto const changed = run_rows<sql::orders>(connection_, update_orders_sql, rows_of(orders),
                                               column(stored_versions))
                             .changed_rows();
    if (changed == orders.size()) return ports::SaveStatus::saved;
    if (changed == 0) return ports::SaveStatus::version_conflict;
    throw ports::StorageError{ports::StorageError::Kind::conflict,
                              "postgres: orders changed while they were written, without the lock "
                              "of their account"};
}

void PostgresOrderRepository::add_earlier_names(std::span<model::ExchangeOrderName const> names) {
    if (names.empty()) return;
    change_rows<sql::earlier_exchange_order_ids>(
        connection_, insert_sql<sql::earlier_exchange_order_ids>, names);
}

}  // namespace daybook::postgres
