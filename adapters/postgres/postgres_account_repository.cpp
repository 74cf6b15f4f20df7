#include "postgres/postgres_account_repository.hpp"

#include <algorithm>
#include <utility>

#include "model/assert.hpp"
#include "postgres/postgres_rows.hpp"

namespace daybook::postgres {
namespace {

using model::Account;
using ports::LockedAccount;

/// With when the newest entry was recorded: NULL too where another writer was waited for, whose
/// entries are newer than what the statement sees.
std::string locking(std::string_view which) {
    return sql::join("SELECT ", sql::select_list(sql::accounts.shape(), sql::Dialect::postgres),
                     ", (SELECT (extract(epoch FROM recorded_at) * 1000000)::bigint FROM entries "
                     "WHERE entries.account_id = accounts.account_id AND seq = last_seq) "
                     "FROM accounts WHERE ",
                     which, " FOR UPDATE");
}

std::string const lock_sql = locking("account_id = ANY($1::text[]) ORDER BY account_id");
std::string const lock_one_sql = locking("account_id = $1::text");

constexpr std::string_view recorded_at_sql =
    "SELECT (extract(epoch FROM recorded_at) * 1000000)::bigint FROM entries "
    "WHERE account_id = $1::text AND seq = $2::bigint";

LockedAccount read_locked(PostgresResult& row) {
    auto account = sql::read_model<sql::accounts>(row);
    return {std::move(account), row.get<std::optional<model::Timestamp>>()};
}

}  // namespace

PostgresAccountRepository::PostgresAccountRepository(PostgresConnection& connection)
    : connection_{connection} {}

std::vector<std::optional<LockedAccount>> PostgresAccountRepository::lock(
    std::span<model::AccountId const> ids) {
    auto found = lock_rows(ids);
    for (auto& locked : found) {
        if (!locked || locked->last_recorded_at || locked->account.last_seq == 0) continue;
        locked->last_recorded_at = read_first(
            connection_.run(recorded_at_sql, locked->account.id, locked->account.last_seq),
            [](PostgresResult& row) { return row.get<model::Timestamp>(); });
    }
    return found;
}

std::vector<std::optional<LockedAccount>> PostgresAccountRepository::lock_rows(
    std::span<model::AccountId const> ids) {
    std::vector<std::optional<LockedAccount>> found(ids.size());
    if (ids.empty()) return found;
    if (connection_.is_distributed()) {
        // Citus locks rows of one shard in one statement.
        std::ranges::transform(ids, found.begin(), [this](model::AccountId const& id) {
            return read_first(connection_.run(lock_one_sql, id), read_locked);
        });
        return found;
    }
    auto place = ids.begin();
    for (auto& locked : read_all(connection_.run(lock_sql, column(ids)), read_locked)) {
        place = std::find(place, ids.end(), locked.account.id);
        DAYBOOK_ASSERT(place != ids.end());
        found[static_cast<std::size_t>(place - ids.begin())] = std::move(locked);
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
