#include "postgres/postgres_balance_repository.hpp"

#include "postgres/postgres_rows.hpp"

namespace daybook::postgres {
namespace {

using model::Balance;

std::string const find_sql =
    select_by_key(balance_columns,
                  "unnest($1::text[], $2::text[]) WITH ORDINALITY AS k(key_account, key_asset, n) "
                  "JOIN balances ON account_id = key_account AND asset = key_asset");

constexpr std::string_view save_sql =
    "INSERT INTO balances (account_id, asset, available, held, fees, external) "
    "SELECT * FROM unnest($1::text[], $2::text[], $3::numeric[], $4::numeric[], $5::numeric[], "
    "$6::numeric[]) ON CONFLICT (account_id, asset) DO UPDATE SET "
    "available = excluded.available, held = excluded.held, fees = excluded.fees, "
    "external = excluded.external";

}  // namespace

PostgresBalanceRepository::PostgresBalanceRepository(PostgresConnection& connection)
    : connection_{connection} {}

std::vector<Balance> PostgresBalanceRepository::find(std::span<ports::BalanceKey const> keys) {
    std::vector<Balance> found;
    if (keys.empty()) return found;
    auto stored =
        read_by_key(keys.size(),
                    connection_.run(find_sql, column(keys, &ports::BalanceKey::account_id),
                                    column(keys, &ports::BalanceKey::asset)),
                    read_balance);
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
    connection_.run(save_sql, column(balances, &Balance::account_id),
                    column(balances, &Balance::asset), column(balances, &Balance::available),
                    column(balances, &Balance::held), column(balances, &Balance::fees),
                    column(balances, &Balance::external));
}

}  // namespace daybook::postgres
