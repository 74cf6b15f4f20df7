#include "postgres/postgres_balance_repository.hpp"

#include "postgres/postgres_rows.hpp"

namespace daybook::postgres {

using model::Balance;

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

void PostgresBalanceRepository::save(std::span<Balance const> balances) {
    if (balances.empty()) return;
    change_rows<sql::balances>(connection_, save_sql<sql::balances>, balances);
}

}  // namespace daybook::postgres
