#include "sqlite/sqlite_position_repository.hpp"

#include <utility>

#include "sqlite/sqlite_rows.hpp"

namespace daybook::sqlite {

SqlitePositionRepository::SqlitePositionRepository(SqliteConnection& connection)
    : find_{connection, find_sql<sql::positions>},
      of_account_{connection, select<sql::positions>("positions WHERE account_id = ? "
                                                     "ORDER BY exchange, symbol")},
      find_lots_{
          connection,
          sql::join("SELECT ",
                    sql::select_list(sql::lots.shape(), sql::Dialect::sqlite, sql::lot_columns),
                    " FROM lots WHERE account_id = ? AND exchange = ? AND symbol = ? "
                    "ORDER BY number")},
      save_{connection, save_sql<sql::positions>},
      save_lot_{connection, save_sql<sql::lots>},
      remove_lot_{connection,
                  "DELETE FROM lots WHERE account_id = ? AND exchange = ? AND symbol = ? "
                  "AND number = ?"} {}

std::vector<std::optional<model::PositionState>> SqlitePositionRepository::find(
    std::span<ports::PositionKey const> keys) {
    std::vector<std::optional<model::PositionState>> found;
    found.reserve(keys.size());
    for (auto const& key : keys) {
        auto const& [exchange, symbol] = key.instrument;
        found.push_back(read_first<sql::positions>(find_.query(key.account_id, exchange, symbol)));
    }
    return found;
}

std::vector<std::vector<model::Lot>> SqlitePositionRepository::lots_of(
    std::span<ports::PositionKey const> keys) {
    std::vector<std::vector<model::Lot>> found(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
        auto const& [exchange, symbol] = keys[i].instrument;
        auto lots = find_lots_.query(keys[i].account_id, exchange, symbol);
        while (lots.next()) found[i].push_back(sql::read_lot(lots));
    }
    return found;
}

std::vector<std::vector<model::PositionState>> SqlitePositionRepository::of_accounts(
    std::span<model::AccountId const> accounts) {
    std::vector<std::vector<model::PositionState>> found;
    found.reserve(accounts.size());
    for (auto const& account : accounts) {
        found.push_back(read_all<sql::positions>(of_account_.query(account)));
    }
    return found;
}

void SqlitePositionRepository::save(std::span<ports::PositionChange const> changes) {
    for (auto const& change : changes) {
        run_row<sql::positions>(save_, sql::row_of(change.state));
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
        run_row<sql::lots>(save_lot_, sql::row_of(state, lot));
    }
}

}  // namespace daybook::sqlite
