#include "postgres/postgres_account_repository.hpp"

#include <algorithm>

#include "model/assert.hpp"
#include "postgres/postgres_rows.hpp"

namespace daybook::postgres {
namespace {

using model::Account;

std::string const lock_sql = select<sql::accounts>(
    "accounts WHERE account_id = ANY($1::text[]) ORDER BY account_id FOR UPDATE");
std::string const lock_one_sql =
    select<sql::accounts>("accounts WHERE account_id = $1::text FOR UPDATE");

}  // namespace

PostgresAccountRepository::PostgresAccountRepository(PostgresConnection& connection)
    : connection_{connection} {}

std::vector<std::optional<Account>> PostgresAccountRepository::lock(
    std::span<model::AccountId const> ids) {
    std::vector<std::optional<Account>> found(ids.size());
    if (ids.empty()) return found;
    if (connection_.is_distributed()) {
        // Citus locks rows of one shard in one statement.
        std::ranges::transform(ids, found.begin(), [this](model::AccountId const& id) {
            return read_first<sql::accounts>(connection_.run(lock_one_sql, id));
        });
        return found;
    }
    auto place = ids.begin();
    for (auto& account : read_all<sql::accounts>(connection_.run(lock_sql, column(ids)))) {
        place = std::find(place, ids.end(), account.id);
        DAYBOOK_ASSERT(place != ids.end());
        found[static_cast<std::size_t>(place - ids.begin())] = std::move(account);
    }
    return found;
}

void PostgresAccountRepository::add(std::span<Account const> accounts) {
    if (!accounts.empty()) {
        change_rows<sql::accounts>(connection_, insert_sql<sql::accounts>, accounts);
    }
}

void PostgresAccountRepository::update(std::span<Account const> accounts) {
    if (accounts.empty()) return;
    auto const result =
        change_rows_now<sql::accounts>(connection_, update_sql<sql::accounts>, accounts);
    DAYBOOK_ASSERT(result.changed_rows() == accounts.size());
}

}  // namespace daybook::postgres
