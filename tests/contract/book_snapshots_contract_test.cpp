#include <chrono>
#include <future>
#include <stdexcept>

#include "contract/storage_contract.hpp"
#include "support/sample_values.hpp"

namespace daybook::contract {
namespace {

using model::AccountId;
using ports::BookReader;
using ports::EntryClock;
using ports::Repositories;
using support::amount;
using support::at_micros;
using support::order_id;

AccountId const alpha{"alpha"};

/// The sums of one asset.
struct Sums {
    std::string_view asset;
    std::string_view available;
    std::string_view held;
    std::string_view fees;
    std::string_view external;
};

model::Balance balance(Sums const& sums) {
    return {.account_id = alpha,
            .asset = model::AssetCode{sums.asset},
            .available = amount(sums.available),
            .held = amount(sums.held),
            .fees = amount(sums.fees),
            .external = amount(sums.external),
            .overdrawn = {}};
}

class BookSnapshotsContract : public StorageContract {};
DAYBOOK_ON_EVERY_STORAGE(BookSnapshotsContract);

TEST_P(BookSnapshotsContract, AReadSeesOneMomentWhileAWriterCommits) {
    commit([](Repositories& r) {
        r.balances.save(std::vector{support::sample_balance("alpha", "USD", "1")});
    });
    std::future<void> writer;
    read([&](BookReader& book) {
        auto const usd = [&] { return book.balances(alpha, std::nullopt, 9).at(0).available; };
        auto write = [this] {
            commit([](Repositories& r) {
                r.balances.save(std::vector{support::sample_balance("alpha", "USD", "2")});
            });
        };
        writer = std::async(std::launch::async, write);
        // Where a writer need not wait for readers, it has committed by then; where it must, it
        // cannot have. What is seen is the same.
        writer.wait_for(std::chrono::milliseconds{200});
        EXPECT_EQ(usd(), amount("1"));
        EXPECT_TRUE(book.entries(alpha, 0, 9).empty());
        EXPECT_EQ(usd(), amount("1"));
    });
    writer.get();
    read([](BookReader& book) {
        EXPECT_EQ(book.balances(alpha, std::nullopt, 9).at(0).available, amount("2"));
    });
}

TEST_P(BookSnapshotsContract, AReadSeesWhatWasCommittedBeforeItAndNothingElse) {
    try_out([](Repositories& r) { r.accounts.add(std::vector{support::sample_account("alpha")}); });
    read([](BookReader& book) { EXPECT_EQ(book.account(alpha), std::nullopt); });
    commit([](Repositories& r) { r.accounts.add(std::vector{support::sample_account("alpha")}); });
    read([](BookReader& book) { EXPECT_NE(book.account(alpha), std::nullopt); });
}

TEST_P(BookSnapshotsContract, FindsOrdersByTheirKeysInTheOrderOfTheQuestion) {
    commit([](Repositories& r) {
        r.orders.add(std::vector{support::sample_order("alpha", order_id(1)),
                                 support::sample_order("alpha", order_id(2)),
                                 support::sample_order("beta", order_id(3))});
    });
    std::vector<ports::OrderKey> const keys{{AccountId{"beta"}, order_id(3)},
                                            {alpha, order_id(3)},
                                            {alpha, order_id(1)},
                                            {AccountId{"beta"}, order_id(3)}};
    auto const found = find_orders(keys);
    ASSERT_EQ(found.size(), keys.size());
    EXPECT_EQ(found[0], support::sample_order("beta", order_id(3)));
    EXPECT_EQ(found[1], std::nullopt);
    EXPECT_EQ(found[2], support::sample_order("alpha", order_id(1)));
    EXPECT_EQ(found[3], found[0]);
    EXPECT_TRUE(find_orders({}).empty());
}

TEST_P(BookSnapshotsContract, AnExceptionEndsTheReadAndComesOut) {
    EXPECT_THROW(read([](BookReader& book) {
                     (void)book.accounts(std::nullopt, 9);
                     throw std::domain_error{"enough"};
                 }),
                 std::domain_error);
    commit([](Repositories& r) { r.accounts.add(std::vector{support::sample_account("alpha")}); });
    read([](BookReader& book) { EXPECT_NE(book.account(alpha), std::nullopt); });
}

TEST_P(BookSnapshotsContract, ManyReadersAndAWriterSeeWholeUnitsOfWork) {
    // Every unit of work moves one unit between two balances: their sum never changes.
    commit([](Repositories& r) {
        r.balances.save(std::vector{support::sample_balance("alpha", "A", "100"),
                                    support::sample_balance("alpha", "B", "0")});
    });
    auto const watch = [this] {
        auto const snapshots = storage().open_snapshots();
        for (int i = 0; i < 50; ++i) {
            snapshots->read([](BookReader& book) {
                auto const balances = book.balances(alpha, std::nullopt, 9);
                EXPECT_EQ(balances[0].available + balances[1].available, amount("100"));
            });
        }
    };
    auto first = std::async(std::launch::async, watch);
    auto second = std::async(std::launch::async, watch);
    for (int i = 0; i < 30; ++i) {
        commit([](Repositories& r) {
            auto balances =
                r.balances.find(std::vector{ports::BalanceKey{alpha, model::AssetCode{"A"}},
                                            ports::BalanceKey{alpha, model::AssetCode{"B"}}});
            balances[0].available -= amount("1");
            balances[1].available += amount("1");
            r.balances.save(std::vector{balances[0]});
            r.balances.save(std::vector{balances[1]});
        });
    }
    first.get();
    second.get();
}

TEST_P(BookSnapshotsContract, BalancesAsOfSumThePostingsUpToTheMoment) {
    auto const usd = model::AssetCode{"USD"};
    auto fees = support::sample_entry("alpha", 3);
    fees.postings = {
        {model::Bucket::AVAILABLE, usd, std::nullopt, amount("-3.5")},
        {model::Bucket::HELD, usd, std::nullopt, amount("3")},
        {model::Bucket::FEES, usd, support::btc_usd(), amount("0.5")},
    };
    // Occurred last, recorded first.
    auto late = support::sample_entry("alpha", 1);
    late.occurred_at = at_micros(1000);
    late.recorded_at = at_micros(1);
    commit([&](Repositories& r) {
        r.entries.append(
            std::vector{late, support::opening_entry("alpha", 2, support::btc_usd()), fees});
        r.entries.append(std::vector{support::sample_entry("beta", 1)});
    });
    read([&](BookReader& book) {
        using Balances = std::vector<model::Balance>;
        auto const btc = balance({"BTC", "2", "0", "0", "0"});
        EXPECT_EQ(book.balances_as_of(alpha, at_micros(0), EntryClock::recorded), Balances{});
        EXPECT_EQ(book.balances_as_of(alpha, at_micros(1), EntryClock::recorded),
                  (Balances{balance({"USD", "10", "0", "0", "-10"})}));
        EXPECT_EQ(book.balances_as_of(alpha, at_micros(25), EntryClock::recorded),
                  (Balances{btc, balance({"USD", "10", "0", "0", "-60"})}));
        EXPECT_EQ(book.balances_as_of(alpha, at_micros(999), EntryClock::occurred),
                  (Balances{btc, balance({"USD", "-3.5", "3", "0.5", "-50"})}));
        EXPECT_EQ(book.balances_as_of(alpha, at_micros(1000), EntryClock::occurred),
                  (Balances{btc, balance({"USD", "6.5", "3", "0.5", "-60"})}));
    });
}

}  // namespace
}  // namespace daybook::contract
