#include "postgres/postgres_position_repository.hpp"

#include "postgres/postgres_rows.hpp"

namespace daybook::postgres {
namespace {

using ports::PositionKey;

std::string const find_lots_sql = sql::join(
    "SELECT n, ", sql::select_list(sql::lots.shape(), sql::Dialect::postgres, sql::lot_columns),
    " FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY "
    "AS k(key_account, key_exchange, key_symbol, n) JOIN lots ON "
    "account_id = key_account AND exchange = key_exchange AND symbol = key_symbol "
    "ORDER BY n, number");

std::string const of_accounts_sql = select_by_key<sql::positions>(
    "unnest($1::text[]) WITH ORDINALITY AS k(key_account, n) "
    "JOIN positions ON account_id = key_account ORDER BY n, exchange, symbol");

constexpr std::string_view remove_lots_sql =
    "DELETE FROM lots USING unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) "
    "AS u(account_id, exchange, symbol, number) WHERE lots.account_id = u.account_id "
    "AND lots.exchange = u.exchange AND lots.symbol = u.symbol AND lots.number = u.number";

PostgresResult run_with_keys(PostgresConnection& connection, std::string_view sql,
                             std::span<PositionKey const> keys) {
    return connection.run(
        sql, column(keys, &PositionKey::account_id),
        column(keys, [](PositionKey const& key) { return key.instrument.exchange; }),
        column(keys, [](PositionKey const& key) { return key.instrument.symbol; }));
}

/// What names a lot: its row without the rest.
std::vector<sql::LotRow> removed_lots(std::span<ports::PositionChange const> changes) {
    std::vector<sql::LotRow> rows;
    for (auto const& change : changes) {
        for (auto const number : change.removed_lots) {
            rows.push_back(sql::row_of(
                change.state,
                model::Lot{
                    .number = number, .quantity_base = {}, .cost_quote = {}, .opened_at = {}}));
        }
    }
    return rows;
}

std::vector<sql::LotRow> changed_lots(std::span<ports::PositionChange const> changes) {
    std::vector<sql::LotRow> rows;
    for (auto const& change : changes) {
        for (auto const& lot : change.changed_lots) rows.push_back(sql::row_of(change.state, lot));
    }
    return rows;
}

std::vector<sql::PositionRow> position_rows(std::span<ports::PositionChange const> changes) {
    std::vector<sql::PositionRow> rows;
    rows.reserve(changes.size());
    for (auto const& change : changes) rows.push_back(sql::row_of(change.state));
    return rows;
}

}  // namespace

PostgresPositionRepository::PostgresPositionRepository(PostgresConnection& connection)
    : connection_{connection} {}

std::vector<std::optional<model::PositionState>> PostgresPositionRepository::find(
    std::span<PositionKey const> keys) {
    if (keys.empty()) return {};
    return read_by_key<sql::positions>(keys.size(),
                                       run_with_keys(connection_, find_sql<sql::positions>, keys));
}

std::vector<std::vector<model::Lot>> PostgresPositionRepository::lots_of(
    std::span<PositionKey const> keys) {
    if (keys.empty()) return {};
    return read_lists_by_key(keys.size(), run_with_keys(connection_, find_lots_sql, keys),
                             sql::read_lot<PostgresResult>);
}

std::vector<std::vector<model::PositionState>> PostgresPositionRepository::of_accounts(
    std::span<model::AccountId const> accounts) {
    if (accounts.empty()) return {};
    return read_lists_by_key<sql::positions>(accounts.size(),
                                             connection_.run(of_accounts_sql, column(accounts)));
}

void PostgresPositionRepository::save(std::span<ports::PositionChange const> changes) {
    if (changes.empty()) return;
    change_rows<sql::positions>(connection_, save_sql<sql::positions>, position_rows(changes));
    if (auto const rows = removed_lots(changes); !rows.empty()) {
        connection_.change("lots that go", remove_lots_sql, column(rows, &sql::LotRow::account_id),
                           column(rows, &sql::LotRow::exchange), column(rows, &sql::LotRow::symbol),
                           column(rows, &sql::LotRow::number));
    }
    if (auto const rows = changed_lots(changes); !rows.empty()) {
        change_rows<sql::lots>(connection_, save_sql<sql::lots>, rows);
    }
}

}  // namespace daybook::postgres
