#include "sqlite/sqlite_account_repository.hpp"

#include <utility>

#include "model/assert.hpp"
#include "sqlite/sqlite_rows.hpp"

namespace daybook::sqlite {
namespace {

std::string const lock_sql =
    sql::join("SELECT ", sql::select_list(sql::accounts.shape(), sql::Dialect::sqlite),
              ", (SELECT recorded_at FROM entries WHERE entries.account_id = accounts.account_id "
              "AND seq = last_seq) FROM accounts WHERE account_id = ?1");

}  // namespace

SqliteAccountRepository::SqliteAccountRepository(SqliteConnection& connection)
    : lock_{connection, lock_sql},
      insert_{connection, insert_sql<sql::accounts>},
      update_{connection, update_sql<sql::accounts>} {}

std::vector<std::optional<ports::LockedAccount>> SqliteAccountRepository::lock(
    std::span<model::AccountId const> ids) {
    std::vector<std::optional<ports::LockedAccount>> found;
    found.reserve(ids.size());
    for (auto const& id : ids) {
        auto& locked = found.emplace_back();
        auto rows = lock_.query(id);
        if (!rows.next()) continue;
        auto account = sql::read_model<sql::accounts>(rows);
        locked.emplace(
            ports::LockedAccount{std::move(account), rows.get<std::optional<model::Timestamp>>()});
    }
    return found;
}

void SqliteAccountRepository::add(std::span<model::Account const> accounts) {
    for (auto const& account : accounts) run_row<sql::accounts>(insert_, account);
}

void SqliteAccountRepository::update(std::span<model::Account const> accounts) {
    for (auto const& account : accounts) {
        int const changed = run_row<sql::accounts>(update_, account);
        DAYBOOK_ASSERT(changed == 1);
    }
}

}  // namespace daybook::sqlite
