#include "sqlite/sqlite_account_repository.hpp"

#include "model/assert.hpp"
#include "sqlite/sqlite_rows.hpp"

namespace daybook::sqlite {

SqliteAccountRepository::SqliteAccountRepository(SqliteConnection& connection)
    : find_{connection, select(account_columns, "accounts WHERE account_id = ?")},
      insert_{connection,
              "INSERT INTO accounts (account_id, funding, cost_basis, state, last_seq, last_hash, "
              "discrepancies) VALUES (?, ?, ?, ?, ?, ?, ?)"},
      update_{connection,
              "UPDATE accounts SET funding = ?, cost_basis = ?, state = ?, last_seq = ?, "
              "last_hash = ?, discrepancies = ? WHERE account_id = ?"} {}

std::vector<std::optional<model::Account>> SqliteAccountRepository::lock(
    std::span<model::AccountId const> ids) {
    std::vector<std::optional<model::Account>> found;
    found.reserve(ids.size());
    for (auto const& id : ids) {
        auto& answer = found.emplace_back();
        auto rows = find_.query(id);
        if (rows.next()) answer = read_account(rows);
    }
    return found;
}

void SqliteAccountRepository::add(std::span<model::Account const> accounts) {
    for (auto const& account : accounts) {
        insert_.run(account.id, account.funding, account.cost_basis, account.state,
                    account.last_seq, account.last_hash, account.discrepancies);
    }
}

void SqliteAccountRepository::update(std::span<model::Account const> accounts) {
    for (auto const& account : accounts) {
        int const changed =
            update_.run(account.funding, account.cost_basis, account.state, account.last_seq,
                        account.last_hash, account.discrepancies, account.id);
        DAYBOOK_ASSERT(changed == 1);
    }
}

}  // namespace daybook::sqlite
