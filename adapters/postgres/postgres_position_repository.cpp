#include "postgres/postgres_position_repository.hpp"

#include "postgres/postgres_rows.hpp"

namespace daybook::postgres {
namespace {

using model::Lot;
using model::PositionState;
using ports::PositionKey;

std::string const find_sql = select_by_key(
    position_columns,
    "unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY "
    "AS k(key_account, key_exchange, key_symbol, n) JOIN positions "
    "ON account_id = key_account AND exchange = key_exchange AND symbol = key_symbol");

std::string const find_lots_sql =
    select_by_key(lot_columns,
                  "unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY "
                  "AS k(key_account, key_exchange, key_symbol, n) JOIN lots ON "
                  "account_id = key_account AND exchange = key_exchange AND symbol = key_symbol "
                  "ORDER BY n, number");

constexpr std::string_view save_sql =
    "INSERT INTO positions (account_id, exchange, symbol, quantity_base, cost_quote, "
    "realized_pnl_quote, fees_quote, fees_other) "
    "SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::numeric[], $5::numeric[], "
    "$6::numeric[], $7::numeric[], $8::text[]) "
    "ON CONFLICT (account_id, exchange, symbol) DO UPDATE SET "
    "quantity_base = excluded.quantity_base, cost_quote = excluded.cost_quote, "
    "realized_pnl_quote = excluded.realized_pnl_quote, fees_quote = excluded.fees_quote, "
    "fees_other = excluded.fees_other";

constexpr std::string_view save_lots_sql =
    "INSERT INTO lots (account_id, exchange, symbol, number, quantity_base, cost_quote, "
    "opened_at) SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], "
    "$5::numeric[], $6::numeric[], $7::timestamptz[]) "
    "ON CONFLICT (account_id, exchange, symbol, number) DO UPDATE SET "
    "quantity_base = excluded.quantity_base, cost_quote = excluded.cost_quote, "
    "opened_at = excluded.opened_at";

constexpr std::string_view remove_lots_sql =
    "DELETE FROM lots USING unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) "
    "AS u(account_id, exchange, symbol, number) WHERE lots.account_id = u.account_id "
    "AND lots.exchange = u.exchange AND lots.symbol = u.symbol AND lots.number = u.number";

/// A lot, or the number of one, with the key of its row.
template <class Content>
struct Row {
    PositionState const* position;
    Content const* content;
};

auto const account_of = [](auto const& row) { return row.position->account_id; };
auto const exchange_of = [](auto const& row) { return row.position->instrument.exchange; };
auto const symbol_of = [](auto const& row) { return row.position->instrument.symbol; };

void remove_lots(PostgresConnection& connection, std::span<ports::PositionChange const> changes) {
    std::vector<Row<std::uint64_t>> rows;
    for (auto const& change : changes) {
        for (auto const& number : change.removed_lots) rows.push_back({&change.state, &number});
    }
    if (rows.empty()) return;
    connection.run(remove_lots_sql, column(rows, account_of), column(rows, exchange_of),
                   column(rows, symbol_of),
                   column(rows, [](auto const& row) { return *row.content; }));
}

void save_lots(PostgresConnection& connection, std::span<ports::PositionChange const> changes) {
    std::vector<Row<Lot>> rows;
    for (auto const& change : changes) {
        for (auto const& lot : change.changed_lots) rows.push_back({&change.state, &lot});
    }
    if (rows.empty()) return;
    connection.run(save_lots_sql, column(rows, account_of), column(rows, exchange_of),
                   column(rows, symbol_of),
                   column(rows, [](auto const& row) { return row.content->number; }),
                   column(rows, [](auto const& row) { return row.content->quantity_base; }),
                   column(rows, [](auto const& row) { return row.content->cost_quote; }),
                   column(rows, [](auto const& row) { return row.content->opened_at; }));
}

}  // namespace

PostgresPositionRepository::PostgresPositionRepository(PostgresConnection& connection)
    : connection_{connection} {}

std::vector<std::optional<ports::StoredPosition>> PostgresPositionRepository::find(
    std::span<PositionKey const> keys) {
    if (keys.empty()) return {};
    auto const run = [&](std::string_view sql) {
        return connection_.run(
            sql, column(keys, &PositionKey::account_id),
            column(keys, [](PositionKey const& key) { return key.instrument.exchange; }),
            column(keys, [](PositionKey const& key) { return key.instrument.symbol; }));
    };
    auto found = read_by_key(keys.size(), run(find_sql), [](PostgresResult& row) {
        return ports::StoredPosition{.state = read_position(row), .lots = {}};
    });
    auto lots = read_lists_by_key(keys.size(), run(find_lots_sql), read_lot);
    for (std::size_t i = 0; i < found.size(); ++i) {
        if (found[i]) found[i]->lots = std::move(lots[i]);
    }
    return found;
}

void PostgresPositionRepository::save(std::span<ports::PositionChange const> changes) {
    if (changes.empty()) return;
    auto const of_state = [&](auto member) {
        return column(changes, [member](ports::PositionChange const& change) {
            return std::invoke(member, change.state);
        });
    };
    connection_.run(save_sql, of_state(&PositionState::account_id),
                    of_state([](PositionState const& state) { return state.instrument.exchange; }),
                    of_state([](PositionState const& state) { return state.instrument.symbol; }),
                    of_state(&PositionState::quantity_base), of_state(&PositionState::cost_quote),
                    of_state(&PositionState::realized_pnl_quote),
                    of_state(&PositionState::fees_quote),
                    of_state([](PositionState const& state) { return to_text(state.fees_other); }));
    remove_lots(connection_, changes);
    save_lots(connection_, changes);
}

}  // namespace daybook::postgres
