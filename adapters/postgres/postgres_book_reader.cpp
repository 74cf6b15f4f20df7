#include "postgres/postgres_book_reader.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "postgres/postgres_order_row.hpp"
#include "postgres/postgres_rows.hpp"

namespace daybook::postgres {
namespace {

using model::AccountId;
using model::OrderStatus;

/// The statuses of the index orders_open.
constexpr bool is_open(OrderStatus status) {
    return status != OrderStatus::FILLED && status != OrderStatus::CANCELED &&
           status != OrderStatus::EXPIRED && status != OrderStatus::REJECTED &&
           status != OrderStatus::CALCULATED && status != OrderStatus::DONE_FOR_DAY;
}

std::string const assets_sql =
    select(asset_columns, "assets WHERE code > $1::text ORDER BY code LIMIT $2::bigint");
std::string const instruments_sql =
    select(instrument_columns,
           "instruments WHERE (exchange, symbol) > ($1::text, $2::text) "
           "ORDER BY exchange, symbol LIMIT $3::bigint");
std::string const accounts_sql =
    select(account_columns,
           "accounts WHERE account_id > $1::text AND account_id <> $2::text "
           "ORDER BY account_id LIMIT $3::bigint");
std::string const asset_sql = select(asset_columns, "assets WHERE code = $1::text");
std::string const instrument_sql =
    select(instrument_columns, "instruments WHERE exchange = $1::text AND symbol = $2::text");
std::string const account_sql = select(account_columns, "accounts WHERE account_id = $1::text");
std::string const order_sql =
    select(order_columns, "orders WHERE account_id = $1::text AND id = $2::uuid");

/// An empty array does not restrict.
std::string orders_where(std::string_view condition) {
    std::string rest = "orders WHERE account_id = $1::text AND id > $2::uuid AND ";
    return select(order_columns,
                  rest.append(condition).append(
                      "(cardinality($3::text[]) = 0 OR status = ANY($3::text[])) "
                      "AND (cardinality($4::text[]) = 0 OR exchange = ANY($4::text[])) "
                      "AND (cardinality($5::text[]) = 0 OR symbol = ANY($5::text[])) "
                      "ORDER BY id LIMIT $6::bigint"));
}
std::string const orders_sql = orders_where("");
std::string const open_orders_sql = orders_where(
    "status <> 'FILLED' AND status <> 'CANCELED' AND status <> 'EXPIRED' "
    "AND status <> 'REJECTED' AND status <> 'CALCULATED' AND status <> 'DONE_FOR_DAY' AND ");

std::string const executions_sql =
    select(execution_columns,
           "executions WHERE account_id = $1::text AND entry_seq > $2::bigint "
           "AND (cardinality($3::text[]) = 0 OR symbol = ANY($3::text[])) "
           "ORDER BY entry_seq LIMIT $4::bigint");
/// OFFSET 0 keeps the planner from walking all of the account's executions for their order.
std::string const executions_of_order_sql =
    select(execution_columns,
           "(SELECT * FROM executions WHERE account_id = $1::text AND order_id = $2::uuid "
           "AND (cardinality($4::text[]) = 0 OR symbol = ANY($4::text[])) OFFSET 0) AS e "
           "WHERE entry_seq > $3::bigint ORDER BY entry_seq LIMIT $5::bigint");

std::string const entries_sql = select(
    entry_columns,
    "entries WHERE account_id = $1::text AND seq > $2::bigint ORDER BY seq LIMIT $3::bigint");
std::string const postings_sql =
    select("entry_seq, " + std::string{posting_columns},
           "postings WHERE account_id = $1::text AND entry_seq BETWEEN $2::bigint AND $3::bigint "
           "ORDER BY entry_seq, line");

std::string const balances_sql = select(balance_columns,
                                        "balances WHERE account_id = $1::text AND asset > $2::text "
                                        "ORDER BY asset LIMIT $3::bigint");
/// Sums of numeric are exact.
std::string balances_until(std::string_view clock) {
    std::string sql =
        "SELECT p.account_id, asset, coalesce(sum(amount) FILTER (WHERE bucket = 'AVAILABLE'), 0), "
        "coalesce(sum(amount) FILTER (WHERE bucket = 'HELD'), 0), "
        "coalesce(sum(amount) FILTER (WHERE bucket = 'FEES'), 0), "
        "coalesce(sum(amount) FILTER (WHERE bucket = 'EXTERNAL'), 0) "
        "FROM entries AS e JOIN postings AS p ON p.account_id = e.account_id AND entry_seq = seq "
        "WHERE e.account_id = $1::text AND bucket <> 'TRADING' AND ";
    return sql.append(clock).append(
        " <= $2::timestamptz GROUP BY p.account_id, asset ORDER BY asset");
}
std::string const balances_occurred_until_sql = balances_until("occurred_at");
std::string const balances_recorded_until_sql = balances_until("recorded_at");

std::string const positions_sql =
    select(position_columns,
           "positions WHERE account_id = $1::text AND (exchange, symbol) > ($2::text, $3::text) "
           "ORDER BY exchange, symbol LIMIT $4::bigint");
std::string const lots_sql = select("exchange, symbol, " + std::string{lot_columns},
                                    "lots WHERE account_id = $1::text AND "
                                    "(exchange, symbol, number) > ($2::text, $3::text, $4::bigint) "
                                    "ORDER BY exchange, symbol, number LIMIT $5::bigint");
std::string const discrepancies_sql =
    select(discrepancy_columns,
           "discrepancies WHERE account_id = $1::text AND number > $2::bigint "
           "ORDER BY number LIMIT $3::bigint");

std::int64_t rows_max(std::size_t limit) {
    return static_cast<std::int64_t>(
        std::min<std::size_t>(limit, std::numeric_limits<std::int64_t>::max()));
}

/// Keys are never empty, so that the empty key is before them all.
model::InstrumentKey from(std::optional<model::InstrumentKey> const& after) {
    return after.value_or(model::InstrumentKey{});
}

ports::LotRow read_lot_row(PostgresResult& row) {
    ports::LotRow lot;
    row.read(lot.instrument.exchange, lot.instrument.symbol);
    lot.lot = read_lot(row);
    return lot;
}

}  // namespace

PostgresBookReader::PostgresBookReader(PostgresConnection& connection) : connection_{connection} {}

std::vector<model::Asset> PostgresBookReader::assets(std::optional<model::AssetCode> const& after,
                                                     std::size_t limit) {
    auto const code = after.value_or(model::AssetCode{});
    return read_all(connection_.run(assets_sql, code, rows_max(limit)), read_asset);
}

std::vector<model::Instrument> PostgresBookReader::instruments(
    std::optional<model::InstrumentKey> const& after, std::size_t limit) {
    auto const key = from(after);
    return read_all(connection_.run(instruments_sql, key.exchange, key.symbol, rows_max(limit)),
                    read_instrument);
}

std::vector<model::Account> PostgresBookReader::accounts(std::optional<AccountId> const& after,
                                                         std::size_t limit) {
    return read_all(connection_.run(accounts_sql, after.value_or(AccountId{}),
                                    model::definitions_account, rows_max(limit)),
                    read_account);
}

std::optional<model::Asset> PostgresBookReader::asset(model::AssetCode const& code) {
    return read_first(connection_.run(asset_sql, code), read_asset);
}

std::optional<model::Instrument> PostgresBookReader::instrument(model::InstrumentKey const& key) {
    return read_first(connection_.run(instrument_sql, key.exchange, key.symbol), read_instrument);
}

std::optional<model::Account> PostgresBookReader::account(AccountId const& id) {
    return read_first(connection_.run(account_sql, id), read_account);
}

std::optional<model::Order> PostgresBookReader::order(AccountId const& account_id,
                                                      model::OrderId const& id) {
    return read_first(connection_.run(order_sql, account_id, id), read_order);
}

std::vector<model::Order> PostgresBookReader::orders(AccountId const& account_id,
                                                     ports::OrderFilter const& filter,
                                                     std::optional<model::OrderId> const& after,
                                                     std::size_t limit) {
    bool const open_only =
        !filter.statuses.empty() && std::ranges::all_of(filter.statuses, is_open);
    // No order has the id of all zeros.
    return read_all(
        connection_.run(open_only ? open_orders_sql : orders_sql, account_id,
                        after.value_or(model::OrderId{}), column(filter.statuses),
                        at_most_one(filter.exchange), at_most_one(filter.symbol), rows_max(limit)),
        read_order);
}

std::vector<model::Execution> PostgresBookReader::executions(AccountId const& account_id,
                                                             ports::ExecutionFilter const& filter,
                                                             std::uint64_t after,
                                                             std::size_t limit) {
    if (filter.order_id) {
        return read_all(connection_.run(executions_of_order_sql, account_id, *filter.order_id,
                                        after, at_most_one(filter.symbol), rows_max(limit)),
                        read_execution);
    }
    return read_all(connection_.run(executions_sql, account_id, after, at_most_one(filter.symbol),
                                    rows_max(limit)),
                    read_execution);
}

std::vector<model::Entry> PostgresBookReader::entries(AccountId const& account_id,
                                                      std::uint64_t after, std::size_t limit) {
    auto entries =
        read_all(connection_.run(entries_sql, account_id, after, rows_max(limit)), read_entry);
    if (!entries.empty()) add_postings(account_id, entries);
    return entries;
}

void PostgresBookReader::add_postings(AccountId const& account_id,
                                      std::vector<model::Entry>& entries) {
    auto entry = entries.begin();
    auto rows = connection_.run(postings_sql, account_id, entries.front().seq, entries.back().seq);
    while (rows.next()) {
        auto const seq = rows.get<std::uint64_t>();
        while (entry != entries.end() && entry->seq < seq) ++entry;
        if (entry == entries.end()) return;
        if (entry->seq == seq) entry->postings.push_back(read_posting(rows));
    }
}

std::vector<model::Balance> PostgresBookReader::balances(
    AccountId const& account_id, std::optional<model::AssetCode> const& after, std::size_t limit) {
    return read_all(connection_.run(balances_sql, account_id, after.value_or(model::AssetCode{}),
                                    rows_max(limit)),
                    read_balance);
}

std::vector<model::Balance> PostgresBookReader::balances_as_of(AccountId const& account_id,
                                                               model::Timestamp moment,
                                                               ports::EntryClock clock) {
    auto const& sql = clock == ports::EntryClock::occurred ? balances_occurred_until_sql
                                                           : balances_recorded_until_sql;
    return read_all(connection_.run(sql, account_id, moment), read_balance);
}

std::vector<model::PositionState> PostgresBookReader::positions(
    AccountId const& account_id, std::optional<model::InstrumentKey> const& after,
    std::size_t limit) {
    auto const key = from(after);
    return read_all(
        connection_.run(positions_sql, account_id, key.exchange, key.symbol, rows_max(limit)),
        read_position);
}

std::vector<ports::LotRow> PostgresBookReader::lots(
    AccountId const& account_id, std::optional<model::InstrumentKey> const& after,
    std::uint64_t after_number, std::size_t limit) {
    auto const key = from(after);
    return read_all(connection_.run(lots_sql, account_id, key.exchange, key.symbol, after_number,
                                    rows_max(limit)),
                    read_lot_row);
}

std::vector<model::Discrepancy> PostgresBookReader::discrepancies(AccountId const& account_id,
                                                                  std::uint64_t after,
                                                                  std::size_t limit) {
    return read_all(connection_.run(discrepancies_sql, account_id, after, rows_max(limit)),
                    read_discrepancy);
}

}  // namespace daybook::postgres
