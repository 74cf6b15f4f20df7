#include "sqlite/sqlite_position_repository.hpp"

#include "sqlite/sqlite_rows.hpp"

namespace daybook::sqlite {

SqlitePositionRepository::SqlitePositionRepository(SqliteConnection& connection)
    : find_{connection, select(position_columns,
                               "positions WHERE account_id = ? AND exchange = ? AND symbol = ?")},
      find_lots_{connection, select(lot_columns,
                                    "lots WHERE account_id = ? AND exchange = ? AND symbol = ? "
                                    "ORDER BY number")},
      save_{connection,
            "INSERT INTO positions (account_id, exchange, symbol, quantity_base, cost_quote, "
            "realized_pnl_quote, fees_quote, fees_other) VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (account_id, exchange, symbol) DO UPDATE SET "
            "quantity_base = excluded.quantity_base, cost_quote = excluded.cost_quote, "
            "realized_pnl_quote = excluded.realized_pnl_quote, fees_quote = excluded.fees_quote, "
            "fees_other = excluded.fees_other"},
      save_lot_{connection,
                "INSERT INTO lots (account_id, exchange, symbol, number, quantity_base, "
                "cost_quote, opened_at) VALUES (?, ?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (account_id, exchange, symbol, number) DO UPDATE SET "
                "quantity_base = excluded.quantity_base, cost_quote = excluded.cost_quote, "
                "opened_at = excluded.opened_at"},
      remove_lot_{connection,
                  "DELETE FROM lots WHERE account_id = ? AND exchange = ? AND symbol = ? "
                  "AND number = ?"} {}

std::vector<std::optional<ports::StoredPosition>> SqlitePositionRepository::find(
    std::span<ports::PositionKey const> keys) {
    std::vector<std::optional<ports::StoredPosition>> found;
    found.reserve(keys.size());
    for (auto const& key : keys) {
        auto& answer = found.emplace_back();
        auto rows = find_.query(key.account_id, key.instrument.exchange, key.instrument.symbol);
        if (!rows.next()) continue;
        answer.emplace(ports::StoredPosition{.state = read_position(rows), .lots = {}});
        auto lots =
            find_lots_.query(key.account_id, key.instrument.exchange, key.instrument.symbol);
        while (lots.next()) answer->lots.push_back(read_lot(lots));
    }
    return found;
}

void SqlitePositionRepository::save(std::span<ports::PositionChange const> changes) {
    for (auto const& change : changes) {
        auto const& state = change.state;
        save_.run(state.account_id, state.instrument.exchange, state.instrument.symbol,
                  state.quantity_base, state.cost_quote, state.realized_pnl_quote, state.fees_quote,
                  to_text(state.fees_other));
        save_lots(change);
    }
}

void SqlitePositionRepository::save_lots(ports::PositionChange const& change) {
    auto const& state = change.state;
    for (auto const number : change.removed_lots) {
        remove_lot_.run(state.account_id, state.instrument.exchange, state.instrument.symbol,
                        number);
    }
    for (auto const& lot : change.changed_lots) {
        save_lot_.run(state.account_id, state.instrument.exchange, state.instrument.symbol,
                      lot.number, lot.quantity_base, lot.cost_quote, lot.opened_at);
    }
}

}  // namespace daybook::sqlite
