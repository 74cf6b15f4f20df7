#include "sqlite/sqlite_book_reader.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

#include "model/names.hpp"
#include "sql/request_list.hpp"
#include "sqlite/sqlite_rows.hpp"

namespace daybook::sqlite {
namespace {

using model::OrderStatus;

/// `?3` is a list of statuses, each between commas.
constexpr std::string_view order_filter =
    "(?3 IS NULL OR instr(?3, ',' || status || ',') > 0) "
    "AND (?4 IS NULL OR exchange = ?4) AND (?5 IS NULL OR symbol = ?5) ";

/// The account's orders after ?2, or those of them that are open, up to where their order stands.
std::string orders_where(bool open_only, std::string_view after) {
    std::string rest = open_only ? "orders INDEXED BY orders_open " : "orders ";
    rest.append("WHERE account_id = ?1 AND ").append(after).append(" AND ");
    if (open_only) rest.append(sql::order_is_open).append(" AND ");
    return rest.append(order_filter);
}

std::string oldest_orders(bool open_only) {
    return select<sql::orders>(orders_where(open_only, "id > ?2") + "ORDER BY id LIMIT ?6");
}

std::string newest_orders(bool open_only) {
    return select<sql::orders>(orders_where(open_only, "id < ?2") + "ORDER BY id DESC LIMIT ?6");
}

std::string order_count(bool open_only) {
    return "SELECT count(*) FROM (SELECT 1 FROM " + orders_where(open_only, "id > ?2") +
           "LIMIT ?6)";
}

bool asks_for_open_only(ports::OrderFilter const& filter) {
    return !filter.statuses.empty() && std::ranges::all_of(filter.statuses, model::is_open);
}

std::string postings_until(std::string_view clock) {
    std::string sql =
        "SELECT bucket, asset, amount FROM entries CROSS JOIN postings ON "
        "postings.account_id = entries.account_id AND entry_seq = seq "
        "WHERE entries.account_id = ? AND bucket <> 'TRADING' AND ";
    return sql.append(clock).append(" <= ?");
}

/// The requests that an index of some rows lists, after (?1, ?2).
std::string requests_of(std::string_view index, std::string_view condition) {
    std::string rest = "outbox INDEXED BY ";
    rest.append(index).append(" WHERE (").append(condition);
    return select<sql::outbox>(
        rest.append(") AND (account_id, entry_seq) > (?1, ?2) "
                    "AND (?3 IS NULL OR account_id = ?3) AND (?4 IS NULL OR exchange = ?4) "
                    "AND (?5 IS NULL OR state = ?5) ORDER BY account_id, entry_seq LIMIT ?6"));
}

std::string count_of_requests(std::string_view index, std::string_view condition) {
    std::string sql = "SELECT exchange, state, count(*) FROM outbox INDEXED BY ";
    return sql.append(index).append(" WHERE ").append(condition).append(
        " GROUP BY exchange, state");
}

constexpr std::string_view is_unanswered = "state = 'PENDING' OR state = 'SENT'";
constexpr std::string_view is_abandoned = "state = 'ABANDONED'";

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
    : assets_{connection, select<sql::assets>("assets WHERE code > ? ORDER BY code LIMIT ?")},
      instruments_{connection,
                   select<sql::instruments>("instruments WHERE (exchange, symbol) > (?, ?) "
                                            "ORDER BY exchange, symbol LIMIT ?")},
      accounts_{connection,
                select<sql::accounts>("accounts WHERE account_id > ? AND account_id <> ? "
                                      "ORDER BY account_id LIMIT ?")},
      asset_{connection, find_sql<sql::assets>},
      instrument_{connection, find_sql<sql::instruments>},
      account_{connection, find_sql<sql::accounts>},
      order_{connection, find_sql<sql::orders>},
      orders_{connection, oldest_orders(false)},
      open_orders_{connection, oldest_orders(true)},
      newest_orders_{connection, newest_orders(false)},
      newest_open_orders_{connection, newest_orders(true)},
      order_count_{connection, order_count(false)},
      open_order_count_{connection, order_count(true)},
      executions_{connection, select<sql::executions>(
                                  "executions WHERE account_id = ?1 AND entry_seq > ?2 "
                                  "AND (?3 IS NULL OR symbol = ?3) ORDER BY entry_seq LIMIT ?4")},
      executions_of_order_{
          connection,
          select<sql::executions>("executions INDEXED BY executions_exec_id "
                                  "WHERE account_id = ?1 AND order_id = ?2 AND entry_seq > ?3 "
                                  "AND (?4 IS NULL OR symbol = ?4) ORDER BY entry_seq LIMIT ?5")},
      entries_{connection, select<sql::entries>("entries WHERE account_id = ? AND seq > ? "
                                                "ORDER BY seq LIMIT ?")},
      postings_{connection,
                select<sql::postings>("postings WHERE account_id = ? AND entry_seq BETWEEN ? AND ? "
                                      "ORDER BY entry_seq, line")},
      balances_{connection, select<sql::balances>("balances WHERE account_id = ? AND asset > ? "
                                                  "ORDER BY asset LIMIT ?")},
      postings_occurred_until_{connection, postings_until("occurred_at")},
      postings_recorded_until_{connection, postings_until("recorded_at")},
      positions_{connection, select<sql::positions>("positions WHERE account_id = ? "
                                                    "AND (exchange, symbol) > (?, ?) "
                                                    "ORDER BY exchange, symbol LIMIT ?")},
      lots_{connection, select<sql::lots>(
                            "lots WHERE account_id = ? AND (exchange, symbol, number) > (?, ?, ?) "
                            "ORDER BY exchange, symbol, number LIMIT ?")},
      earlier_names_{connection, select<sql::earlier_exchange_order_ids>(
                                     "earlier_exchange_order_ids WHERE account_id = ? "
                                     "AND (exchange_order_id, order_id) > (?, ?) "
                                     "ORDER BY exchange_order_id, order_id LIMIT ?")},
      discrepancies_{connection,
                     select<sql::discrepancies>("discrepancies WHERE account_id = ? AND number > ? "
                                                "ORDER BY number LIMIT ?")},
      unanswered_requests_{connection, requests_of("outbox_unanswered", is_unanswered)},
      abandoned_requests_{connection, requests_of("outbox_abandoned", is_abandoned)},
      count_unanswered_{connection, count_of_requests("outbox_unanswered", is_unanswered)},
      count_abandoned_{connection, count_of_requests("outbox_abandoned", is_abandoned)},
      open_discrepancies_{connection,
                          "SELECT kind, count(*) FROM discrepancies WHERE state = 'OPEN' "
                          "GROUP BY kind ORDER BY kind"} {}

std::vector<model::Asset> SqliteBookReader::assets(std::optional<model::AssetCode> const& after,
                                                   std::size_t limit) {
    return read_all<sql::assets>(
        assets_.query(after.value_or(model::AssetCode{}), rows_max(limit)));
}

std::vector<model::Instrument> SqliteBookReader::instruments(
    std::optional<model::InstrumentKey> const& after, std::size_t limit) {
    auto const key = from(after);
    return read_all<sql::instruments>(
        instruments_.query(key.exchange, key.symbol, rows_max(limit)));
}

std::vector<model::Account> SqliteBookReader::accounts(std::optional<model::AccountId> const& after,
                                                       std::size_t limit) {
    return read_all<sql::accounts>(accounts_.query(after.value_or(model::AccountId{}),
                                                   model::definitions_account, rows_max(limit)));
}

std::optional<model::Asset> SqliteBookReader::asset(model::AssetCode const& code) {
    return read_first<sql::assets>(asset_.query(code));
}

std::optional<model::Instrument> SqliteBookReader::instrument(model::InstrumentKey const& key) {
    return read_first<sql::instruments>(instrument_.query(key.exchange, key.symbol));
}

std::optional<model::Account> SqliteBookReader::account(model::AccountId const& id) {
    return read_first<sql::accounts>(account_.query(id));
}

std::optional<model::Order> SqliteBookReader::order(model::AccountId const& account_id,
                                                    model::OrderId const& id) {
    return read_first<sql::orders>(order_.query(account_id, id));
}

std::vector<model::Order> SqliteBookReader::orders(model::AccountId const& account_id,
                                                   ports::OrderFilter const& filter,
                                                   std::optional<model::OrderId> const& after,
                                                   std::size_t limit) {
    bool const open_only = asks_for_open_only(filter);
    auto const read_from = [&](SqliteStatement& statement, auto const& key) {
        return read_all<sql::orders>(statement.query(account_id, key, status_list(filter.statuses),
                                                     filter.exchange, filter.symbol,
                                                     rows_max(limit)));
    };
    if (filter.order == ports::ListOrder::newest_first) {
        return read_from(open_only ? newest_open_orders_ : newest_orders_,
                         after.value_or(model::OrderId::last()));
    }
    auto& statement = open_only ? open_orders_ : orders_;
    return after ? read_from(statement, *after) : read_from(statement, EmptyBlob{});
}

std::size_t SqliteBookReader::count_orders(model::AccountId const& account_id,
                                           ports::OrderFilter const& filter, std::size_t most) {
    auto& statement = asks_for_open_only(filter) ? open_order_count_ : order_count_;
    auto rows = statement.query(account_id, EmptyBlob{}, status_list(filter.statuses),
                                filter.exchange, filter.symbol, rows_max(most));
    return rows.next() ? rows.get<std::uint64_t>() : 0;
}

std::vector<model::Execution> SqliteBookReader::executions(model::AccountId const& account_id,
                                                           ports::ExecutionFilter const& filter,
                                                           std::uint64_t after, std::size_t limit) {
    if (filter.order_id) {
        return read_all<sql::executions>(executions_of_order_.query(
            account_id, *filter.order_id, after, filter.symbol, rows_max(limit)));
    }
    return read_all<sql::executions>(
        executions_.query(account_id, after, filter.symbol, rows_max(limit)));
}

std::vector<model::Entry> SqliteBookReader::entries(model::AccountId const& account_id,
                                                    std::uint64_t after, std::size_t limit) {
    auto entries = read_all<sql::entries>(entries_.query(account_id, after, rows_max(limit)));
    if (!entries.empty()) add_postings(account_id, entries);
    return entries;
}

void SqliteBookReader::add_postings(model::AccountId const& account_id,
                                    std::vector<model::Entry>& entries) {
    auto entry = entries.begin();
    auto rows = postings_.query(account_id, entries.front().seq, entries.back().seq);
    while (rows.next()) {
        auto row = sql::read_row<sql::postings>(rows);
        while (entry != entries.end() && entry->seq < row.entry_seq) ++entry;
        if (entry == entries.end()) return;
        if (entry->seq == row.entry_seq) entry->postings.push_back(to_model(std::move(row)));
    }
}

std::vector<model::Balance> SqliteBookReader::balances(model::AccountId const& account_id,
                                                       std::optional<model::AssetCode> const& after,
                                                       std::size_t limit) {
    return read_all<sql::balances>(
        balances_.query(account_id, after.value_or(model::AssetCode{}), rows_max(limit)));
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
    return read_all<sql::positions>(
        positions_.query(account_id, key.exchange, key.symbol, rows_max(limit)));
}

std::vector<ports::LotRow> SqliteBookReader::lots(model::AccountId const& account_id,
                                                  std::optional<model::InstrumentKey> const& after,
                                                  std::uint64_t after_number, std::size_t limit) {
    auto const key = from(after);
    return read_all<sql::lots>(
        lots_.query(account_id, key.exchange, key.symbol, after_number, rows_max(limit)));
}

std::vector<model::ExchangeOrderName> SqliteBookReader::earlier_names(
    model::AccountId const& account_id, std::optional<model::ExchangeOrderName> const& after,
    std::size_t limit) {
    auto const key = after.value_or(model::ExchangeOrderName{});
    return read_all<sql::earlier_exchange_order_ids>(
        earlier_names_.query(account_id, key.exchange_order_id, key.order_id, rows_max(limit)));
}

std::vector<model::Discrepancy> SqliteBookReader::discrepancies(model::AccountId const& account_id,
                                                                std::uint64_t after,
                                                                std::size_t limit) {
    return read_all<sql::discrepancies>(discrepancies_.query(account_id, after, rows_max(limit)));
}

std::vector<model::OutboxRequest> SqliteBookReader::requests(
    ports::RequestFilter const& filter, std::optional<ports::RequestKey> const& after,
    std::size_t limit) {
    auto const key = after.value_or(ports::RequestKey{});
    auto const read_from = [&](SqliteStatement& statement) {
        return read_all<sql::outbox>(statement.query(key.account_id, key.entry_seq, filter.account,
                                                     filter.exchange, filter.state,
                                                     rows_max(limit)));
    };
    return sql::in_order(read_from(unanswered_requests_), read_from(abandoned_requests_), limit);
}

std::vector<ports::RequestCount> SqliteBookReader::count_requests() {
    std::vector<ports::RequestCount> counts;
    for (auto* statement : {&count_unanswered_, &count_abandoned_}) {
        auto rows = statement->query();
        while (rows.next()) {
            auto exchange = rows.get<model::ExchangeCode>();
            auto const state = rows.get<model::RequestState>();
            counts.push_back({std::move(exchange), state, rows.get<std::uint64_t>()});
        }
    }
    std::ranges::sort(counts);
    return counts;
}

std::vector<ports::KindCount> SqliteBookReader::open_discrepancies() {
    std::vector<ports::KindCount> counts;
    auto rows = open_discrepancies_.query();
    while (rows.next()) {
        auto const kind = rows.get<model::DiscrepancyKind>();
        counts.push_back({kind, rows.get<std::uint64_t>()});
    }
    std::ranges::sort(counts, {}, &ports::KindCount::kind);
    return counts;
}

}  // namespace daybook::sqlite
