#include "sqlite/sqlite_order_repository.hpp"

#include "model/assert.hpp"
#include "sqlite/sqlite_rows.hpp"

namespace daybook::sqlite {
namespace {

constexpr std::string_view update_order_sql = sql::fixed_text<[] {
    return sql::update_text(sql::orders.shape(), sql::Dialect::sqlite, "exchange_order_id");
}>;

}  // namespace

SqliteOrderRepository::SqliteOrderRepository(SqliteConnection& connection)
    : find_{connection, find_sql<sql::orders>},
      find_by_exchange_order_id_{
          connection,
          select<sql::orders>("orders WHERE account_id = ?1 AND id IN (SELECT id FROM orders "
                              "INDEXED BY orders_exchange_order_id WHERE account_id = ?1 "
                              "AND exchange_order_id = ?2 UNION ALL SELECT order_id "
                              "FROM earlier_exchange_order_ids WHERE account_id = ?1 "
                              "AND exchange_order_id = ?2) ORDER BY id")},
      find_open_{connection, select<sql::orders>(sql::join(
                                 "orders INDEXED BY orders_open WHERE account_id = ? AND ",
                                 sql::order_is_open, " ORDER BY id"))},
      compare_{connection,
               "SELECT version = ?, exchange_order_id IS NOT ? FROM orders WHERE account_id = ? "
               "AND id = ?"},
      insert_{connection, insert_sql<sql::orders>},
      update_{connection, update_order_sql},
      update_exchange_order_id_{
          connection, "UPDATE orders SET exchange_order_id = ? WHERE account_id = ? AND id = ?"},
      insert_earlier_name_{connection, insert_sql<sql::earlier_exchange_order_ids>} {}

std::vector<std::optional<model::Order>> SqliteOrderRepository::find(
    std::span<ports::OrderKey const> keys) {
    std::vector<std::optional<model::Order>> found;
    found.reserve(keys.size());
    for (auto const& key : keys) {
        found.push_back(read_first<sql::orders>(find_.query(key.account_id, key.id)));
    }
    return found;
}

std::vector<std::vector<model::Order>> SqliteOrderRepository::find_by_exchange_order_id(
    std::span<ports::ExchangeOrderKey const> keys) {
    std::vector<std::vector<model::Order>> found;
    found.reserve(keys.size());
    for (auto const& key : keys) {
        found.push_back(read_all<sql::orders>(
            find_by_exchange_order_id_.query(key.account_id, key.exchange_order_id)));
    }
    return found;
}

std::vector<std::vector<model::Order>> SqliteOrderRepository::find_open(
    std::span<model::AccountId const> accounts) {
    std::vector<std::vector<model::Order>> found;
    found.reserve(accounts.size());
    for (auto const& account : accounts) {
        found.push_back(read_all<sql::orders>(find_open_.query(account)));
    }
    return found;
}

void SqliteOrderRepository::add(std::span<model::Order const> orders) {
    for (auto const& order : orders) run_row<sql::orders>(insert_, sql::row_of(order));
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
    run_row<sql::orders>(update_, sql::row_of(order));
    // Apart, because SQLite writes an index anew for every column that is set, changed or not.
    if (has_new_exchange_order_id) {
        auto const& state = order.state();
        update_exchange_order_id_.run(state.exchange_order_id, state.account_id, state.id);
    }
}

void SqliteOrderRepository::add_earlier_names(std::span<model::ExchangeOrderName const> names) {
    for (auto const& name : names) {
        run_row<sql::earlier_exchange_order_ids>(insert_earlier_name_, name);
    }
}

}  // namespace daybook::sqlite
