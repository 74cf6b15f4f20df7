#include "sqlite/sqlite_balance_repository.hpp"

#include "sqlite/sqlite_rows.hpp"

namespace daybook::sqlite {

SqliteBalanceRepository::SqliteBalanceRepository(SqliteConnection& connection)
    : find_{connection, select(balance_columns, "balances WHERE account_id = ? AND asset = ?")},
      save_{connection,
            "INSERT INTO balances (account_id, asset, available, held, fees, external) "
            "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (account_id, asset) DO UPDATE SET "
            "available = excluded.available, held = excluded.held, fees = excluded.fees, "
            "external = excluded.external"} {}

std::vector<model::Balance> SqliteBalanceRepository::find(std::span<ports::BalanceKey const> keys) {
    std::vector<model::Balance> found;
    found.reserve(keys.size());
    for (auto const& key : keys) {
        auto rows = find_.query(key.account_id, key.asset);
        if (rows.next()) {
            found.push_back(read_balance(rows));
        } else {
            found.push_back({.account_id = key.account_id,
                             .asset = key.asset,
                             .available = {},
                             .held = {},
                             .fees = {},
                             .external = {}});
        }
    }
    return found;
}

void SqliteBalanceRepository::save(std::span<model::Balance const> balances) {
    for (auto const& balance : balances) {
        save_.run(balance.account_id, balance.asset, balance.available, balance.held, balance.fees,
                  balance.external);
    }
}

}  // namespace daybook::sqlite
