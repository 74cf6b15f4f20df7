#include "contract/storage_contract.hpp"
#include "support/sample_values.hpp"

namespace daybook::contract {
namespace {

using model::Account;
using model::AccountId;
using ports::LockedAccount;
using ports::Repositories;
using support::complete_account;
using support::sample_account;
using Kind = ports::StorageError::Kind;

class AccountRepositoryContract : public StorageContract {};
DAYBOOK_ON_EVERY_STORAGE(AccountRepositoryContract);

TEST_P(AccountRepositoryContract, LockAnswersInOrderWithNulloptForUnknownAccounts) {
    commit([](Repositories& r) {
        r.accounts.add(std::vector{complete_account("beta"), sample_account("alpha")});
    });
    try_out([](Repositories& r) {
        auto const found =
            r.accounts.lock(std::vector{AccountId{"alpha"}, AccountId{"beta"}, AccountId{"none"}});
        ASSERT_EQ(found.size(), 3u);
        EXPECT_EQ(found[0], LockedAccount{sample_account("alpha")});
        EXPECT_EQ(found[1], LockedAccount{complete_account("beta")});
        EXPECT_EQ(found[2], std::nullopt);
    });
}

TEST_P(AccountRepositoryContract, LockTellsWhenTheNewestEntryWasRecorded) {
    auto account = sample_account("alpha");
    account.last_seq = 2;
    auto first = support::sample_entry("alpha", 1);
    auto second = support::sample_entry("alpha", 2);
    first.recorded_at = support::at_micros(9'000'000);
    second.recorded_at = support::at_micros(1'234'567);
    commit([&](Repositories& r) {
        r.accounts.add(std::vector{account, sample_account("beta")});
        r.entries.append(std::vector{first, second, support::sample_entry("beta", 1)});
    });
    try_out([&](Repositories& r) {
        auto const found = r.accounts.lock(std::vector{AccountId{"alpha"}, AccountId{"beta"}});
        EXPECT_EQ(found[0], (LockedAccount{account, second.recorded_at}));
        EXPECT_EQ(found[1], LockedAccount{sample_account("beta")});
    });
}

TEST_P(AccountRepositoryContract, EmptySpansDoNothing) {
    commit([](Repositories& r) {
        EXPECT_TRUE(r.accounts.lock({}).empty());
        r.accounts.add({});
        r.accounts.update({});
    });
}

TEST_P(AccountRepositoryContract, UpdateOverwritesEveryMember) {
    commit([](Repositories& r) { r.accounts.add(std::vector{sample_account("alpha")}); });
    commit([](Repositories& r) {
        (void)r.accounts.lock(std::vector{AccountId{"alpha"}});
        r.accounts.update(std::vector{complete_account("alpha")});
    });
    try_out([](Repositories& r) {
        EXPECT_EQ(r.accounts.lock(std::vector{AccountId{"alpha"}})[0],
                  LockedAccount{complete_account("alpha")});
    });
}

TEST_P(AccountRepositoryContract, AddingAnExistingAccountIsAConflictAndChangesNothing) {
    commit([](Repositories& r) { r.accounts.add(std::vector{sample_account("alpha")}); });
    EXPECT_EQ(failure_of([](Repositories& r) {
                  r.accounts.add(std::vector{sample_account("beta"), complete_account("alpha")});
              }),
              Kind::conflict);
    try_out([](Repositories& r) {
        auto const found = r.accounts.lock(std::vector{AccountId{"alpha"}, AccountId{"beta"}});
        EXPECT_EQ(found[0], LockedAccount{sample_account("alpha")});
        EXPECT_EQ(found[1], std::nullopt);
    });
}

TEST_P(AccountRepositoryContract, AnAccountThatOnlyOwnsRowsDoesNotExist) {
    commit([](Repositories& r) {
        r.balances.save(std::vector{support::sample_balance("ghost", "USD", "1")});
        EXPECT_EQ(r.accounts.lock(std::vector{AccountId{"ghost"}})[0], std::nullopt);
    });
    read([](ports::BookReader& book) {
        EXPECT_EQ(book.account(AccountId{"ghost"}), std::nullopt);
        EXPECT_TRUE(book.accounts(std::nullopt, 10).empty());
    });
}

}  // namespace
}  // namespace daybook::contract
