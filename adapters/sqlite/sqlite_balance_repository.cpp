#include "sqlite/sqlite_balance_repository.hpp"

#include <utility>

#include "sqlite/sqlite_rows.hpp"

namespace daybook::sqlite {

SqliteBalanceRepository::SqliteBalanceRepository(SqliteConnection& connection)
    : find_{connection, find_sql<sql::balances>}, save_{connection, save_sql<sql::balances>} {}

std::vector<model::Balance> SqliteBalanceRepository::find(std::span<ports::BalanceKey const> keys) {
    std::vector<model::Balance> found;
    found.reserve(keys.size());
    for (auto const& key : keys) {
        if (auto stored = read_first<sql::balances>(find_.query(key.account_id, key.asset))) {
            found.push_back(std::move(*stored));
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
    for (auto const& balance : balances) run_row<sql::balances>(save_, balance);
}

}  // namespace daybook::sqlite
