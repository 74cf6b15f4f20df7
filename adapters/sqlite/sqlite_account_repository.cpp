#include "sqlite/sqlite_account_repository.hpp"

#include "model/assert.hpp"
#include "sqlite/sqlite_rows.hpp"

namespace daybook::sqlite {

SqliteAccountRepository::SqliteAccountRepository(SqliteConnection& connection)
    : find_{connection, find_sql<sql::accounts>},
      insert_{connection, insert_sql<sql::accounts>},
      update_{connection, update_sql<sql::accounts>} {}

std::vector<std::optional<model::Account>> SqliteAccountRepository::lock(
    std::span<model::AccountId const> ids) {
    std::vector<std::optional<model::Account>> found;
    found.reserve(ids.size());
    for (auto const& id : ids) found.push_back(read_first<sql::accounts>(find_.query(id)));
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
