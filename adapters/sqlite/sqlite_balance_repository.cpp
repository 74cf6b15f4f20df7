#include "sqlite/sqlite_balance_repository.hpp"

#include <utility>

#include "sqlite/sqlite_rows.hpp"

namespace daybook::sqlite {

SqliteBalanceRepository::SqliteBalanceRepository(SqliteConnection& connection)
    : find_{connection, find_sql<sql::balances>},
      of_account_{connection,
                  select<sql::balances>("balances WHERE account_id = ? ORDER BY asset")},
      save_{connection, save_sql<sql::balances>} {}

std::vector<model::Balance> SqliteBalanceRepository::find(std::span<ports::BalanceKey const> keys) {
    std::vector<model::Balance> found;
    found.reserve(keys.size());
    for (auto const& key : keys) {
        if (auto stored = read_first<sql::balances>(find_.query(key.account_id, key.asset))) {
            found.push_back(std::move(*stored));
        } else {
            auto& none = found.emplace_back();
            none.account_id = key.account_id;
            none.asset = key.asset;
        }
    }
    return found;
}

std::vector<std::vector<model::Balance>> SqliteBalanceRepository::of_accounts(
    std::span<model::AccountId const> accounts) {
    std::vector<std::vector<model::Balance>> found;
    found.reserve(accounts.size());
    for (auto const& account : accounts) {
        found.push_back(read_all<sql::balances>(of_account_.query(account)));
    }
    return found;
}

void SqliteBalanceRepository::save(std::span<model::Balance const> balances) {
    for (auto const& balance : balances) run_row<sql::balances>(save_, balance);
}

}  // namespace daybook::sqlite
