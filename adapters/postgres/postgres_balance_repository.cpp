#include "postgres/postgres_balance_repository.hpp"

#include "postgres/postgres_rows.hpp"

namespace daybook::postgres {
namespace {

using model::Balance;

std::string const of_accounts_sql = select_by_key<sql::balances>(
    "unnest($1::text[]) WITH ORDINALITY AS k(key_account, n) "
    "JOIN balances ON account_id = key_account ORDER BY n, asset");

}  // namespace

PostgresBalanceRepository::PostgresBalanceRepository(PostgresConnection& connection)
    : connection_{connection} {}

std::vector<Balance> PostgresBalanceRepository::find(std::span<ports::BalanceKey const> keys) {
    std::vector<Balance> found;
    if (keys.empty()) return found;
    auto stored = read_by_key<sql::balances>(
        keys.size(),
        connection_.run(find_sql<sql::balances>, column(keys, &ports::BalanceKey::account_id),
                        column(keys, &ports::BalanceKey::asset)));
    found.reserve(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
        Balance none;
        none.account_id = keys[i].account_id;
        none.asset = keys[i].asset;
        found.push_back(std::move(stored[i]).value_or(std::move(none)));
    }
    return found;
}

std::vector<std::vector<Balance>> PostgresBalanceRepository::of_accounts(
    std::span<model::AccountId const> accounts) {
    if (accounts.empty()) return {};
    return read_lists_by_key<sql::balances>(accounts.size(),
                                            connection_.run(of_accounts_sql, column(accounts)));
}

void PostgresBalanceRepository::save(std::span<Balance const> balances) {
    if (balances.empty()) return;
    change_rows<sql::balances>(connection_, save_sql<sql::balances>, balances);
}

}  // namespace daybook::postgres
