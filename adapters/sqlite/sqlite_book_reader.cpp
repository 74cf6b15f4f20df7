#include "sqlite/sqlite_book_reader.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

#include "model/names.hpp"
#include "sqlite/sqlite_order_row.hpp"
#include "sqlite/sqlite_rows.hpp"

namespace daybook::sqlite {
namespace {

using model::OrderStatus;

/// The statuses of the index orders_open.
constexpr bool is_open(OrderStatus status) {
    return status != OrderStatus::FILLED && status != OrderStatus::CANCELED &&
           status != OrderStatus::EXPIRED && status != OrderStatus::REJECTED &&
           status != OrderStatus::CALCULATED && status != OrderStatus::DONE_FOR_DAY;
}

/// `?3` is a list of statuses, each between commas.
constexpr std::string_view order_filter =
    "(?3 IS NULL OR instr(?3, ',' || status || ',') > 0) "
    "AND (?4 IS NULL OR exchange = ?4) AND (?5 IS NULL OR symbol = ?5) ORDER BY id LIMIT ?6";
constexpr std::string_view order_is_open =
    "status <> 'FILLED' AND status <> 'CANCELED' AND status <> 'EXPIRED' "
    "AND status <> 'REJECTED' AND status <> 'CALCULATED' AND status <> 'DONE_FOR_DAY' AND ";

std::string orders_where(std::string_view index, std::string_view condition) {
    std::string rest = "orders ";
    rest.append(index).append("WHERE account_id = ?1 AND id > ?2 AND ");
    return select(order_columns, rest.append(condition).append(order_filter));
}

std::string postings_until(std::string_view clock) {
    std::string sql =
        "SELECT bucket, asset, amount FROM entries CROSS JOIN postings ON "
        "postings.account_id = entries.account_id AND entry_seq = seq "
        "WHERE entries.account_id = ? AND bucket <> 'TRADING' AND ";
    return sql.append(clock).append(" <= ?");
}

std::optional<std::string> status_list(std::vector<OrderStatus> const& statuses) {
    if (statuses.empty()) return std::nullopt;
    std::string list = ",";
    for (auto const status : statuses) list.append(model::name_of(status)).append(",");
    return list;
}

std::int64_t rows_max(std::size_t limit) {
    return static_cast<std::int64_t>(
        std::min<std::size_t>(limit, std::numeric_limits<std::int64_t>::max()));
}

/// Keys are never empty, so that the empty key is before them all.
model::InstrumentKey from(std::optional<model::InstrumentKey> const& after) {
    return after.value_or(model::InstrumentKey{});
}

template <class Read>
auto read_all(SqliteRows rows, Read read) {
    std::vector<decltype(read(rows))> all;
    while (rows.next()) all.push_back(read(rows));
    return all;
}

template <class Read>
auto read_first(SqliteRows rows, Read read) {
    std::optional<decltype(read(rows))> first;
    if (rows.next()) first = read(rows);
    return first;
}

void add(model::Balance& balance, model::Bucket bucket, model::Amount amount) {
    switch (bucket) {
        case model::Bucket::AVAILABLE:
            balance.available += amount;
            break;
        case model::Bucket::HELD:
            balance.held += amount;
            break;
        case model::Bucket::FEES:
            balance.fees += amount;
            break;
        case model::Bucket::EXTERNAL:
            balance.external += amount;
            break;
        case model::Bucket::TRADING:
            break;
    }
}

}  // namespace

SqliteBookReader::SqliteBookReader(SqliteConnection& connection)
    : assets_{connection, select(asset_columns, "assets WHERE code > ? ORDER BY code LIMIT ?")},
      instruments_{connection, select(instrument_columns,
                                      "instruments WHERE (exchange, symbol) > (?, ?) "
                                      "ORDER BY exchange, symbol LIMIT ?")},
      accounts_{connection,
                select(account_columns,
                       "accounts WHERE account_id > ? AND account_id <> ? ORDER BY account_id "
                       "LIMIT ?")},
      asset_{connection, select(asset_columns, "assets WHERE code = ?")},
      instrument_{connection,
                  select(instrument_columns, "instruments WHERE exchange = ? AND symbol = ?")},
      account_{connection, select(account_columns, "accounts WHERE account_id = ?")},
      order_{connection, select(order_columns, "orders WHERE account_id = ? AND id = ?")},
      orders_{connection, orders_where("", "")},
      open_orders_{connection, orders_where("INDEXED BY orders_open ", order_is_open)},
      executions_{connection,
                  select(execution_columns,
                         "executions WHERE account_id = ?1 AND entry_seq > ?2 "
                         "AND (?3 IS NULL OR symbol = ?3) ORDER BY entry_seq LIMIT ?4")},
      executions_of_order_{connection,
                           select(execution_columns,
                                  "executions INDEXED BY executions_exec_id "
                                  "WHERE account_id = ?1 AND order_id = ?2 AND entry_seq > ?3 "
                                  "AND (?4 IS NULL OR symbol = ?4) ORDER BY entry_seq LIMIT ?5")},
      entries_{connection, select(entry_columns,
                                  "entries WHERE account_id = ? AND seq > ? ORDER BY seq LIMIT ?")},
      postings_{connection,
                "SELECT entry_seq, bucket, asset, exchange, symbol, amount FROM postings "
                "WHERE account_id = ? AND entry_seq BETWEEN ? AND ? ORDER BY entry_seq, line"},
      balances_{connection, select(balance_columns,
                                   "balances WHERE account_id = ? AND asset > ? "
                                   "ORDER BY asset LIMIT ?")},
      postings_occurred_until_{connection, postings_until("occurred_at")},
      postings_recorded_until_{connection, postings_until("recorded_at")},
      positions_{connection,
                 select(position_columns,
                        "positions WHERE account_id = ? AND (exchange, symbol) > (?, ?) "
                        "ORDER BY exchange, symbol LIMIT ?")},
      lots_{connection,
            "SELECT exchange, symbol, number, quantity_base, cost_quote, opened_at FROM lots "
            "WHERE account_id = ? AND (exchange, symbol, number) > (?, ?, ?) "
            "ORDER BY exchange, symbol, number LIMIT ?"},
      discrepancies_{connection, select(discrepancy_columns,
                                        "discrepancies WHERE account_id = ? AND number > ? "
                                        "ORDER BY number LIMIT ?")} {}

std::vector<model::Asset> SqliteBookReader::assets(std::optional<model::AssetCode> const& after,
                                                   std::size_t limit) {
    return read_all(assets_.query(after.value_or(model::AssetCode{}), rows_max(limit)), read_asset);
}

std::vector<model::Instrument> SqliteBookReader::instruments(
    std::optional<model::InstrumentKey> const& after, std::size_t limit) {
    auto const key = from(after);
    return read_all(instruments_.query(key.exchange, key.symbol, rows_max(limit)), read_instrument);
}

std::vector<model::Account> SqliteBookReader::accounts(std::optional<model::AccountId> const& after,
                                                       std::size_t limit) {
    return read_all(accounts_.query(after.value_or(model::AccountId{}), model::definitions_account,
                                    rows_max(limit)),
                    read_account);
}

std::optional<model::Asset> SqliteBookReader::asset(model::AssetCode const& code) {
    return read_first(asset_.query(code), read_asset);
}

std::optional<model::Instrument> SqliteBookReader::instrument(model::InstrumentKey const& key) {
    return read_first(instrument_.query(key.exchange, key.symbol), read_instrument);
}

std::optional<model::Account> SqliteBookReader::account(model::AccountId const& id) {
    return read_first(account_.query(id), read_account);
}

std::optional<model::Order> SqliteBookReader::order(model::AccountId const& account_id,
                                                    model::OrderId const& id) {
    return read_first(order_.query(account_id, id), read_order);
}

std::vector<model::Order> SqliteBookReader::orders(model::AccountId const& account_id,
                                                   ports::OrderFilter const& filter,
                                                   std::optional<model::OrderId> const& after,
                                                   std::size_t limit) {
    bool const open_only =
        !filter.statuses.empty() && std::ranges::all_of(filter.statuses, is_open);
    auto& statement = open_only ? open_orders_ : orders_;
    auto const statuses = status_list(filter.statuses);
    if (after) {
        return read_all(statement.query(account_id, *after, statuses, filter.exchange,
                                        filter.symbol, rows_max(limit)),
                        read_order);
    }
    return read_all(statement.query(account_id, EmptyBlob{}, statuses, filter.exchange,
                                    filter.symbol, rows_max(limit)),
                    read_order);
}

std::vector<model::Execution> SqliteBookReader::executions(model::AccountId const& account_id,
                                                           ports::ExecutionFilter const& filter,
                                                           std::uint64_t after, std::size_t limit) {
    if (filter.order_id) {
        return read_all(executions_of_order_.query(account_id, *filter.order_id, after,
                                                   filter.symbol, rows_max(limit)),
                        read_execution);
    }
    return read_all(executions_.query(account_id, after, filter.symbol, rows_max(limit)),
                    read_execution);
}

std::vector<model::Entry> SqliteBookReader::entries(model::AccountId const& account_id,
                                                    std::uint64_t after, std::size_t limit) {
    auto entries = read_all(entries_.query(account_id, after, rows_max(limit)), read_entry);
    if (!entries.empty()) add_postings(account_id, entries);
    return entries;
}

void SqliteBookReader::add_postings(model::AccountId const& account_id,
                                    std::vector<model::Entry>& entries) {
    auto entry = entries.begin();
    auto rows = postings_.query(account_id, entries.front().seq, entries.back().seq);
    while (rows.next()) {
        auto const seq = rows.get<std::uint64_t>();
        while (entry != entries.end() && entry->seq < seq) ++entry;
        if (entry == entries.end()) return;
        if (entry->seq == seq) entry->postings.push_back(read_posting(rows));
    }
}

std::vector<model::Balance> SqliteBookReader::balances(model::AccountId const& account_id,
                                                       std::optional<model::AssetCode> const& after,
                                                       std::size_t limit) {
    return read_all(
        balances_.query(account_id, after.value_or(model::AssetCode{}), rows_max(limit)),
        read_balance);
}

std::vector<model::Balance> SqliteBookReader::balances_as_of(model::AccountId const& account_id,
                                                             model::Timestamp moment,
                                                             ports::EntryClock clock) {
    std::map<model::AssetCode, model::Balance> sums;
    auto& postings =
        clock == ports::EntryClock::occurred ? postings_occurred_until_ : postings_recorded_until_;
    auto rows = postings.query(account_id, moment);
    while (rows.next()) {
        auto const bucket = rows.get<model::Bucket>();
        auto const asset = rows.get<model::AssetCode>();
        auto& balance = sums[asset];
        balance.account_id = account_id;
        balance.asset = asset;
        add(balance, bucket, rows.get<model::Amount>());
    }
    std::vector<model::Balance> balances;
    balances.reserve(sums.size());
    for (auto& [asset, balance] : sums) balances.push_back(std::move(balance));
    return balances;
}

std::vector<model::PositionState> SqliteBookReader::positions(
    model::AccountId const& account_id, std::optional<model::InstrumentKey> const& after,
    std::size_t limit) {
    auto const key = from(after);
    return read_all(positions_.query(account_id, key.exchange, key.symbol, rows_max(limit)),
                    read_position);
}

std::vector<ports::LotRow> SqliteBookReader::lots(model::AccountId const& account_id,
                                                  std::optional<model::InstrumentKey> const& after,
                                                  std::uint64_t after_number, std::size_t limit) {
    auto const key = from(after);
    return read_all(
        lots_.query(account_id, key.exchange, key.symbol, after_number, rows_max(limit)),
        [](SqliteRows& rows) {
            ports::LotRow row;
            rows.read(row.instrument.exchange, row.instrument.symbol);
            row.lot = read_lot(rows);
            return row;
        });
}

std::vector<model::Discrepancy> SqliteBookReader::discrepancies(model::AccountId const& account_id,
                                                                std::uint64_t after,
                                                                std::size_t limit) {
    return read_all(discrepancies_.query(account_id, after, rows_max(limit)), read_discrepancy);
}

}  // namespace daybook::sqlite
