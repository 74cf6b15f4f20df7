#include "postgres/postgres_account_repository.hpp"

#include <algorithm>

#include "model/assert.hpp"
#include "postgres/postgres_rows.hpp"

namespace daybook::postgres {
namespace {

using model::Account;

std::string const lock_sql =
    select(account_columns,
           "accounts WHERE account_id = ANY($1::text[]) ORDER BY account_id "
           "FOR UPDATE");

constexpr std::string_view insert_sql =
    "INSERT INTO accounts (account_id, funding, cost_basis, state, last_seq, last_hash, "
    "discrepancies) SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], "
    "$5::bigint[], $6::bytea[], $7::bigint[])";

constexpr std::string_view update_sql =
    "UPDATE accounts SET funding = u.funding, cost_basis = u.cost_basis, state = u.state, "
    "last_seq = u.last_seq, last_hash = u.last_hash, discrepancies = u.discrepancies "
    "FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bytea[], "
    "$7::bigint[]) AS u(account_id, funding, cost_basis, state, last_seq, last_hash, "
    "discrepancies) WHERE accounts.account_id = u.account_id";

PostgresResult write(PostgresConnection& connection, std::string_view sql,
                     std::span<Account const> accounts) {
    return connection.run(sql, column(accounts, &Account::id), column(accounts, &Account::funding),
                          column(accounts, &Account::cost_basis), column(accounts, &Account::state),
                          column(accounts, &Account::last_seq),
                          column(accounts, &Account::last_hash),
                          column(accounts, &Account::discrepancies));
}

}  // namespace

PostgresAccountRepository::PostgresAccountRepository(PostgresConnection& connection)
    : connection_{connection} {}

std::vector<std::optional<Account>> PostgresAccountRepository::lock(
    std::span<model::AccountId const> ids) {
    std::vector<std::optional<Account>> found(ids.size());
    if (ids.empty()) return found;
    auto place = ids.begin();
    for (auto& account : read_all(connection_.run(lock_sql, column(ids)), read_account)) {
        place = std::find(place, ids.end(), account.id);
        DAYBOOK_ASSERT(place != ids.end());
        found[static_cast<std::size_t>(place - ids.begin())] = std::move(account);
    }
    return found;
}

void PostgresAccountRepository::add(std::span<Account const> accounts) {
    if (!accounts.empty()) write(connection_, insert_sql, accounts);
}

void PostgresAccountRepository::update(std::span<Account const> accounts) {
    if (accounts.empty()) return;
    auto const changed = write(connection_, update_sql, accounts).changed_rows();
    DAYBOOK_ASSERT(changed == accounts.size());
}

}  // namespace daybook::postgres
