#include "contract/storage_contract.hpp"
#include "support/sample_values.hpp"

namespace daybook::contract {
namespace {

using model::AccountId;
using model::AssetCode;
using ports::BalanceKey;
using ports::Repositories;
using support::amount;
using support::sample_balance;

BalanceKey key(std::string_view account, std::string_view asset) {
    return {AccountId{account}, AssetCode{asset}};
}

class BalanceRepositoryContract : public StorageContract {};
DAYBOOK_ON_EVERY_STORAGE(BalanceRepositoryContract);

TEST_P(BalanceRepositoryContract, FindAnswersInOrderWithZeroWhereNothingIsStored) {
    commit([](Repositories& r) {
        r.balances.save(
            std::vector{sample_balance("alpha", "USD", "1"), sample_balance("beta", "USD", "2")});
    });
    try_out([](Repositories& r) {
        auto const found = r.balances.find(
            std::vector{key("beta", "USD"), key("alpha", "BTC"), key("alpha", "USD")});
        ASSERT_EQ(found.size(), 3u);
        EXPECT_EQ(found[0], sample_balance("beta", "USD", "2"));
        EXPECT_EQ(found[1], sample_balance("alpha", "BTC", "0"));
        EXPECT_EQ(found[2], sample_balance("alpha", "USD", "1"));
    });
}

TEST_P(BalanceRepositoryContract, EmptySpansDoNothing) {
    commit([](Repositories& r) {
        EXPECT_TRUE(r.balances.find({}).empty());
        r.balances.save({});
    });
}

TEST_P(BalanceRepositoryContract, SaveOverwritesEveryMember) {
    auto balance = sample_balance("alpha", "USD", support::decimal_min_text);
    balance.held = amount(support::decimal_max_text);
    balance.fees = amount(support::decimal_tiny_text);
    balance.external = amount("-12.5");
    balance.overdrawn = 9'223'372'036'854'775'807;
    commit(
        [](Repositories& r) { r.balances.save(std::vector{sample_balance("alpha", "USD", "1")}); });
    commit([&](Repositories& r) { r.balances.save(std::vector{balance}); });
    try_out([&](Repositories& r) {
        EXPECT_EQ(r.balances.find(std::vector{key("alpha", "USD")})[0], balance);
    });
}

TEST_P(BalanceRepositoryContract, AllOfAnAccountComeByAsset) {
    commit([](Repositories& r) {
        r.balances.save(std::vector{sample_balance("alpha", "USD", "1"),
                                    sample_balance("beta", "USD", "2"),
                                    sample_balance("alpha", "BTC", "-3")});
    });
    try_out([](Repositories& r) {
        auto const found =
            r.balances.of_accounts(std::vector{AccountId{"none"}, AccountId{"alpha"}});
        ASSERT_EQ(found.size(), 2u);
        EXPECT_TRUE(found[0].empty());
        EXPECT_EQ(found[1], (std::vector{sample_balance("alpha", "BTC", "-3"),
                                         sample_balance("alpha", "USD", "1")}));
    });
}

}  // namespace
}  // namespace daybook::contract
