#include "postgres/postgres_book_reader.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "postgres/postgres_rows.hpp"
#include "sql/request_list.hpp"

namespace daybook::postgres {
namespace {

using model::AccountId;

std::string const assets_sql =
    select<sql::assets>("assets WHERE code > $1::text ORDER BY code LIMIT $2::bigint");
std::string const instruments_sql = select<sql::instruments>(
    "instruments WHERE (exchange, symbol) > ($1::text, $2::text) "
    "ORDER BY exchange, symbol LIMIT $3::bigint");
std::string const accounts_sql = select<sql::accounts>(
    "accounts WHERE account_id > $1::text AND account_id <> $2::text "
    "ORDER BY account_id LIMIT $3::bigint");
std::string const asset_sql = select<sql::assets>("assets WHERE code = $1::text");
std::string const instrument_sql =
    select<sql::instruments>("instruments WHERE exchange = $1::text AND symbol = $2::text");
std::string const account_sql = select<sql::accounts>("accounts WHERE account_id = $1::text");
std::string const order_sql =
    select<sql::orders>("orders WHERE account_id = $1::text AND id = $2::uuid");

/// Those of an account's orders, or of its open ones, beyond $2. An empty array does not restrict.
std::string orders_where(bool open_only, std::string_view beyond) {
    std::string rest = "orders WHERE account_id = $1::text AND ";
    rest.append(beyond).append(" AND ");
    if (open_only) rest.append(sql::order_is_open).append(" AND ");
    return rest.append(
        "(cardinality($3::text[]) = 0 OR status = ANY($3::text[])) "
        "AND (cardinality($4::text[]) = 0 OR exchange = ANY($4::text[])) "
        "AND (cardinality($5::text[]) = 0 OR symbol = ANY($5::text[])) ");
}

std::string oldest_orders(bool open_only) {
    return select<sql::orders>(orders_where(open_only, "id > $2::uuid") +
                               "ORDER BY id LIMIT $6::bigint");
}

std::string newest_orders(bool open_only) {
    return select<sql::orders>(orders_where(open_only, "id < $2::uuid") +
                               "ORDER BY id DESC LIMIT $6::bigint");
}

std::string order_count(bool open_only) {
    return "SELECT count(*) FROM (SELECT 1 FROM " + orders_where(open_only, "id > $2::uuid") +
           "LIMIT $6::bigint) AS o";
}

/// Shape: of all orders, of open ones.
std::array<std::string, 2> const oldest_orders_sql{oldest_orders(false), oldest_orders(true)};
std::array<std::string, 2> const newest_orders_sql{newest_orders(false), newest_orders(true)};
std::array<std::string, 2> const order_count_sql{order_count(false), order_count(true)};

std::size_t asks_for_open_only(ports::OrderFilter const& filter) {
    bool const open_only =
        !filter.statuses.empty() && std::ranges::all_of(filter.statuses, model::is_open);
    return open_only ? 1 : 0;
}

std::string const executions_sql = select<sql::executions>(
    "executions WHERE account_id = $1::text AND entry_seq > $2::bigint "
    "AND (cardinality($3::text[]) = 0 OR symbol = ANY($3::text[])) "
    "ORDER BY entry_seq LIMIT $4::bigint");
/// OFFSET 0 keeps the planner from walking all of the account's executions for their order.
std::string const executions_of_order_sql = select<sql::executions>(
    "(SELECT * FROM executions WHERE account_id = $1::text AND order_id = $2::uuid "
    "AND (cardinality($4::text[]) = 0 OR symbol = ANY($4::text[])) OFFSET 0) AS e "
    "WHERE entry_seq > $3::bigint ORDER BY entry_seq LIMIT $5::bigint");

std::string const entries_sql = select<sql::entries>(
    "entries WHERE account_id = $1::text AND seq > $2::bigint ORDER BY seq LIMIT $3::bigint");
std::string const postings_sql = select<sql::postings>(
    "postings WHERE account_id = $1::text AND entry_seq BETWEEN $2::bigint AND $3::bigint "
    "ORDER BY entry_seq, line");

std::string const balances_sql = select<sql::balances>(
    "balances WHERE account_id = $1::text AND asset > $2::text "
    "ORDER BY asset LIMIT $3::bigint");
/// Sums of numeric are exact.
std::string balances_until(std::string_view clock) {
    std::string sql =
        "SELECT p.account_id, asset, coalesce(sum(amount) FILTER (WHERE bucket = 'AVAILABLE'), 0), "
        "coalesce(sum(amount) FILTER (WHERE bucket = 'HELD'), 0), "
        "coalesce(sum(amount) FILTER (WHERE bucket = 'FEES'), 0), "
        "coalesce(sum(amount) FILTER (WHERE bucket = 'EXTERNAL'), 0), NULL::bigint "
        "FROM entries AS e JOIN postings AS p ON p.account_id = e.account_id AND entry_seq = seq "
        "WHERE e.account_id = $1::text AND bucket <> 'TRADING' AND ";
    return sql.append(clock).append(
        " <= $2::timestamptz GROUP BY p.account_id, asset ORDER BY asset");
}
std::string const balances_occurred_until_sql = balances_until("occurred_at");
std::string const balances_recorded_until_sql = balances_until("recorded_at");

std::string const positions_sql = select<sql::positions>(
    "positions WHERE account_id = $1::text AND (exchange, symbol) > ($2::text, $3::text) "
    "ORDER BY exchange, symbol LIMIT $4::bigint");
std::string const lots_sql = select<sql::lots>(
    "lots WHERE account_id = $1::text AND "
    "(exchange, symbol, number) > ($2::text, $3::text, $4::bigint) "
    "ORDER BY exchange, symbol, number LIMIT $5::bigint");
std::string const earlier_names_sql = select<sql::earlier_exchange_order_ids>(
    "earlier_exchange_order_ids WHERE account_id = $1::text AND "
    "(exchange_order_id, order_id) > ($2::text, $3::uuid) "
    "ORDER BY exchange_order_id, order_id LIMIT $4::bigint");
std::string const discrepancies_sql = select<sql::discrepancies>(
    "discrepancies WHERE account_id = $1::text AND number > $2::bigint "
    "ORDER BY number LIMIT $3::bigint");

/// The requests that an index of some rows lists, after ($1, $2). An empty array does not restrict.
std::string requests_where(std::string_view condition) {
    std::string rest = "outbox WHERE (";
    rest.append(condition);
    return select<sql::outbox>(
        rest.append(") AND (account_id, entry_seq) > ($1::text, $2::bigint) "
                    "AND (cardinality($3::text[]) = 0 OR account_id = ANY($3::text[])) "
                    "AND (cardinality($4::text[]) = 0 OR exchange = ANY($4::text[])) "
                    "AND (cardinality($5::text[]) = 0 OR state = ANY($5::text[])) "
                    "ORDER BY account_id, entry_seq LIMIT $6::bigint"));
}
std::string const unanswered_requests_sql = requests_where("state = 'PENDING' OR state = 'SENT'");
std::string const abandoned_requests_sql = requests_where("state = 'ABANDONED'");
/// One statement for each index of some rows.
constexpr std::string_view count_requests_sql =
    "SELECT exchange, state, count(*) FROM outbox WHERE state = 'PENDING' OR state = 'SENT' "
    "GROUP BY exchange, state UNION ALL SELECT exchange, state, count(*) FROM outbox "
    "WHERE state = 'ABANDONED' GROUP BY exchange, state";
constexpr std::string_view open_discrepancies_sql =
    "SELECT kind, count(*) FROM discrepancies WHERE state = 'OPEN' GROUP BY kind";

std::int64_t rows_max(std::size_t limit) {
    return static_cast<std::int64_t>(
        std::min<std::size_t>(limit, std::numeric_limits<std::int64_t>::max()));
}

/// Keys are never empty, so that the empty key is before them all.
model::InstrumentKey from(std::optional<model::InstrumentKey> const& after) {
    return after.value_or(model::InstrumentKey{});
}

}  // namespace

PostgresBookReader::PostgresBookReader(PostgresConnection& connection) : connection_{connection} {}

std::vector<model::Asset> PostgresBookReader::assets(std::optional<model::AssetCode> const& after,
                                                     std::size_t limit) {
    auto const code = after.value_or(model::AssetCode{});
    return read_all<sql::assets>(connection_.run(assets_sql, code, rows_max(limit)));
}

std::vector<model::Instrument> PostgresBookReader::instruments(
    std::optional<model::InstrumentKey> const& after, std::size_t limit) {
    auto const key = from(after);
    return read_all<sql::instruments>(
        connection_.run(instruments_sql, key.exchange, key.symbol, rows_max(limit)));
}

std::vector<model::Account> PostgresBookReader::accounts(std::optional<AccountId> const& after,
                                                         std::size_t limit) {
    return read_all<sql::accounts>(connection_.run(accounts_sql, after.value_or(AccountId{}),
                                                   model::definitions_account, rows_max(limit)));
}

std::optional<model::Asset> PostgresBookReader::asset(model::AssetCode const& code) {
    return read_first<sql::assets>(connection_.run(asset_sql, code));
}

std::optional<model::Instrument> PostgresBookReader::instrument(model::InstrumentKey const& key) {
    return read_first<sql::instruments>(connection_.run(instrument_sql, key.exchange, key.symbol));
}

std::optional<model::Account> PostgresBookReader::account(AccountId const& id) {
    return read_first<sql::accounts>(connection_.run(account_sql, id));
}

std::optional<model::Order> PostgresBookReader::order(AccountId const& account_id,
                                                      model::OrderId const& id) {
    return read_first<sql::orders>(connection_.run(order_sql, account_id, id));
}

std::vector<model::Order> PostgresBookReader::orders(AccountId const& account_id,
                                                     ports::OrderFilter const& filter,
                                                     std::optional<model::OrderId> const& after,
                                                     std::size_t limit) {
    bool const is_newest_first = filter.order == ports::ListOrder::newest_first;
    auto const& sql = is_newest_first ? newest_orders_sql : oldest_orders_sql;
    // No order has the id of all zeros.
    auto const end = is_newest_first ? model::OrderId::last() : model::OrderId{};
    return read_all<sql::orders>(connection_.run(sql.at(asks_for_open_only(filter)), account_id,
                                                 after.value_or(end), column(filter.statuses),
                                                 at_most_one(filter.exchange),
                                                 at_most_one(filter.symbol), rows_max(limit)));
}

std::size_t PostgresBookReader::count_orders(AccountId const& account_id,
                                             ports::OrderFilter const& filter, std::size_t most) {
    auto rows =
        connection_.run(order_count_sql.at(asks_for_open_only(filter)), account_id,
                        model::OrderId{}, column(filter.statuses), at_most_one(filter.exchange),
                        at_most_one(filter.symbol), rows_max(most));
    return rows.next() ? rows.get<std::uint64_t>() : 0;
}

std::vector<model::Execution> PostgresBookReader::executions(AccountId const& account_id,
                                                             ports::ExecutionFilter const& filter,
                                                             std::uint64_t after,
                                                             std::size_t limit) {
    if (filter.order_id) {
        return read_all<sql::executions>(
            connection_.run(executions_of_order_sql, account_id, *filter.order_id, after,
                            at_most_one(filter.symbol), rows_max(limit)));
    }
    return read_all<sql::executions>(connection_.run(executions_sql, account_id, after,
                                                     at_most_one(filter.symbol), rows_max(limit)));
}

std::vector<model::Entry> PostgresBookReader::entries(AccountId const& account_id,
                                                      std::uint64_t after, std::size_t limit) {
    auto entries =
        read_all<sql::entries>(connection_.run(entries_sql, account_id, after, rows_max(limit)));
    if (!entries.empty()) add_postings(account_id, entries);
    return entries;
}

void PostgresBookReader::add_postings(AccountId const& account_id,
                                      std::vector<model::Entry>& entries) {
    auto entry = entries.begin();
    auto rows = connection_.run(postings_sql, account_id, entries.front().seq, entries.back().seq);
    while (rows.next()) {
        auto row = sql::read_row<sql::postings>(rows);
        while (entry != entries.end() && entry->seq < row.entry_seq) ++entry;
        if (entry == entries.end()) return;
        if (entry->seq == row.entry_seq) entry->postings.push_back(to_model(std::move(row)));
    }
}

std::vector<model::Balance> PostgresBookReader::balances(
    AccountId const& account_id, std::optional<model::AssetCode> const& after, std::size_t limit) {
    return read_all<sql::balances>(connection_.run(
        balances_sql, account_id, after.value_or(model::AssetCode{}), rows_max(limit)));
}

std::vector<model::Balance> PostgresBookReader::balances_as_of(AccountId const& account_id,
                                                               model::Timestamp moment,
                                                               ports::EntryClock clock) {
    auto const& sql = clock == ports::EntryClock::occurred ? balances_occurred_until_sql
                                                           : balances_recorded_until_sql;
    return read_all<sql::balances>(connection_.run(sql, account_id, moment));
}

std::vector<model::PositionState> PostgresBookReader::positions(
    AccountId const& account_id, std::optional<model::InstrumentKey> const& after,
    std::size_t limit) {
    auto const key = from(after);
    return read_all<sql::positions>(
        connection_.run(positions_sql, account_id, key.exchange, key.symbol, rows_max(limit)));
}

std::vector<ports::LotRow> PostgresBookReader::lots(
    AccountId const& account_id, std::optional<model::InstrumentKey> const& after,
    std::uint64_t after_number, std::size_t limit) {
    auto const key = from(after);
    return read_all<sql::lots>(connection_.run(lots_sql, account_id, key.exchange, key.symbol,
                                               after_number, rows_max(limit)));
}

std::vector<model::ExchangeOrderName> PostgresBookReader::earlier_names(
    AccountId const& account_id, std::optional<model::ExchangeOrderName> const& after,
    std::size_t limit) {
    auto const key = after.value_or(model::ExchangeOrderName{});
    return read_all<sql::earlier_exchange_order_ids>(connection_.run(
        earlier_names_sql, account_id, key.exchange_order_id, key.order_id, rows_max(limit)));
}

std::vector<model::Discrepancy> PostgresBookReader::discrepancies(AccountId const& account_id,
                                                                  std::uint64_t after,
                                                                  std::size_t limit) {
    return read_all<sql::discrepancies>(
        connection_.run(discrepancies_sql, account_id, after, rows_max(limit)));
}

std::vector<model::OutboxRequest> PostgresBookReader::requests(
    ports::RequestFilter const& filter, std::optional<ports::RequestKey> const& after,
    std::size_t limit) {
    auto const key = after.value_or(ports::RequestKey{});
    auto const read_from = [&](std::string const& sql) {
        return read_all<sql::outbox>(connection_.run(
            sql, key.account_id, key.entry_seq, at_most_one(filter.account),
            at_most_one(filter.exchange), at_most_one(filter.state), rows_max(limit)));
    };
    return sql::in_order(read_from(unanswered_requests_sql), read_from(abandoned_requests_sql),
                         limit);
}

std::vector<ports::RequestCount> PostgresBookReader::count_requests() {
    std::vector<ports::RequestCount> counts;
    auto rows = connection_.run(count_requests_sql);
    while (rows.next()) {
        auto exchange = rows.get<model::ExchangeCode>();
        auto const state = rows.get<model::RequestState>();
        counts.push_back({std::move(exchange), state, rows.get<std::uint64_t>()});
    }
    std::ranges::sort(counts);
    return counts;
}

std::vector<ports::KindCount> PostgresBookReader::open_discrepancies() {
    std::vector<ports::KindCount> counts;
    auto rows = connection_.run(open_discrepancies_sql);
    while (rows.next()) {
        auto const kind = rows.get<model::DiscrepancyKind>();
        counts.push_back({kind, rows.get<std::uint64_t>()});
    }
    std::ranges::sort(counts, {}, &ports::KindCount::kind);
    return counts;
}

}  // namespace daybook::postgres
