#include <atomic>
#include <stdexcept>
#include <thread>

#include "contract/storage_contract.hpp"
#include "support/sample_values.hpp"

namespace daybook::contract {
namespace {

using model::AccountId;
using ports::Commit;
using ports::Repositories;
using support::btc_usd;
using support::order_id;
using Kind = ports::StorageError::Kind;

constexpr std::string_view x_payload = R"({"exec_id":"x-1"})";

/// Writes one row of everything.
void write_everything(Repositories& r) {
    r.accounts.add(std::vector{support::sample_account("alpha")});
    r.reference.add_assets(std::vector{support::sample_asset("BTC"), support::sample_asset("USD")});
    r.reference.save_instruments(std::vector{support::sample_instrument(btc_usd())});
    r.orders.add(std::vector{support::sample_order("alpha", order_id(1))});
    r.executions.add(std::vector{support::complete_execution("alpha", order_id(1), "x-1", 1)});
    r.entries.append(std::vector{support::complete_entry("alpha", 1)});
    r.balances.save(std::vector{support::sample_balance("alpha", "USD", "10")});
    r.positions.save(std::vector{support::position_change(
        support::sample_position("alpha", btc_usd()), {support::sample_lot(1)})});
    r.discrepancies.save(std::vector{support::sample_discrepancy("alpha", 1, x_payload)});
}

/// Overwrites whatever can be overwritten.
void change_everything(Repositories& r) {
    r.accounts.update(std::vector{support::complete_account("alpha")});
    r.reference.save_instruments(std::vector{support::complete_instrument(btc_usd())});
    std::vector<std::uint64_t> const versions{1};
    auto const order = model::Order::restore(support::complete_order_state("alpha", order_id(1)));
    EXPECT_EQ(r.orders.update(std::vector{order}, versions), ports::SaveStatus::saved);
    r.balances.save(std::vector{support::sample_balance("alpha", "USD", "11")});
    r.positions.save(std::vector{support::position_change(
        support::complete_position("alpha", btc_usd()), {support::sample_lot(2)}, {1})});
    r.discrepancies.save(std::vector{support::complete_discrepancy("alpha", 1)});
}

/// Everything that the store holds.
struct Contents {
    std::vector<model::Account> accounts;
    std::vector<model::Asset> assets;
    std::vector<model::Instrument> instruments;
    std::vector<model::Order> orders;
    std::vector<model::Execution> executions;
    std::vector<model::Entry> entries;
    std::vector<model::Balance> balances;
    std::vector<model::PositionState> positions;
    std::vector<ports::LotRow> lots;
    std::vector<model::Discrepancy> discrepancies;

    friend bool operator==(Contents const&, Contents const&) = default;
};

class UnitOfWorkContract : public StorageContract {
  protected:
    Contents contents() {
        Contents all;
        AccountId const alpha{"alpha"};
        read([&](ports::BookReader& book) {
            all = {.accounts = book.accounts(std::nullopt, 9),
                   .assets = book.assets(std::nullopt, 9),
                   .instruments = book.instruments(std::nullopt, 9),
                   .orders = book.orders(alpha, {}, std::nullopt, 9),
                   .executions = book.executions(alpha, {}, 0, 9),
                   .entries = book.entries(alpha, 0, 9),
                   .balances = book.balances(alpha, std::nullopt, 9),
                   .positions = book.positions(alpha, std::nullopt, 9),
                   .lots = book.lots(alpha, std::nullopt, 0, 9),
                   .discrepancies = book.discrepancies(alpha, 0, 9)};
        });
        return all;
    }

    void expect_nothing_is_left() {
        EXPECT_EQ(contents(), Contents{});
        try_out([](Repositories& r) {
            AccountId const alpha{"alpha"};
            EXPECT_EQ(r.executions.find(std::vector{
                          ports::ExecutionKey{{alpha, order_id(1)}, model::ExecId{"x-1"}}})[0],
                      std::nullopt);
            EXPECT_EQ(r.discrepancies.find_by_payload(
                          std::vector{ports::ReportKey{alpha, std::string{x_payload}}})[0],
                      std::nullopt);
            EXPECT_EQ(r.entries.hash_of(alpha, 1), std::nullopt);
        });
    }
};
DAYBOOK_ON_EVERY_STORAGE(UnitOfWorkContract);

TEST_P(UnitOfWorkContract, WhatIsCommittedIsThere) {
    commit(write_everything);
    auto const all = contents();
    EXPECT_EQ(all.accounts.size(), 1u);
    EXPECT_EQ(all.assets.size(), 2u);
    EXPECT_EQ(all.instruments.size(), 1u);
    EXPECT_EQ(all.orders.size(), 1u);
    EXPECT_EQ(all.executions.size(), 1u);
    EXPECT_EQ(all.entries.size(), 1u);
    EXPECT_EQ(all.balances.size(), 1u);
    EXPECT_EQ(all.positions.size(), 1u);
    EXPECT_EQ(all.lots.size(), 1u);
    EXPECT_EQ(all.discrepancies.size(), 1u);
}

TEST_P(UnitOfWorkContract, CommitNoRollsBackWhatWasAdded) {
    try_out(write_everything);
    expect_nothing_is_left();
    commit(write_everything);
}

TEST_P(UnitOfWorkContract, AnExceptionRollsBackAndComesOut) {
    EXPECT_THROW(commit([](Repositories& r) {
                     write_everything(r);
                     throw std::domain_error{"changed my mind"};
                 }),
                 std::domain_error);
    expect_nothing_is_left();
    commit(write_everything);
}

TEST_P(UnitOfWorkContract, RollingBackRestoresWhatWasOverwritten) {
    commit(write_everything);
    auto const before = contents();
    try_out(change_everything);
    EXPECT_EQ(contents(), before);
    commit(change_everything);
    EXPECT_NE(contents(), before);
}

TEST_P(UnitOfWorkContract, ReadsSeeTheWritesBeforeThem) {
    try_out([](Repositories& r) {
        write_everything(r);
        change_everything(r);
        AccountId const alpha{"alpha"};
        EXPECT_EQ(r.accounts.lock(std::vector{alpha})[0]->account,
                  support::complete_account("alpha"));
        EXPECT_EQ(r.orders.find(std::vector{ports::OrderKey{alpha, order_id(1)}})[0]->state(),
                  support::complete_order_state("alpha", order_id(1)));
        EXPECT_EQ(
            r.balances.find(std::vector{ports::BalanceKey{alpha, model::AssetCode{"USD"}}})[0],
            support::sample_balance("alpha", "USD", "11"));
        EXPECT_EQ(r.positions.lots_of(std::vector{ports::PositionKey{alpha, btc_usd()}})[0],
                  std::vector{support::sample_lot(2)});
        EXPECT_EQ(r.entries.hash_of(alpha, 1), support::hash(1));
    });
}

TEST_P(UnitOfWorkContract, WritesOfAGroupAreThereWhenItEnds) {
    commit([&](Repositories& r) {
        r.write_group.run([&] { write_everything(r); });
        AccountId const alpha{"alpha"};
        EXPECT_NE(r.accounts.lock(std::vector{alpha})[0], std::nullopt);
        EXPECT_EQ(r.entries.hash_of(alpha, 1), support::hash(1));
    });
    auto const in_a_group = contents();
    EXPECT_EQ(in_a_group.lots.size(), 1u);
    EXPECT_EQ(in_a_group.discrepancies.size(), 1u);
}

TEST_P(UnitOfWorkContract, AGroupMayWriteARowTwiceAndReadInBetween) {
    AccountId const alpha{"alpha"};
    std::vector const key{ports::BalanceKey{alpha, model::AssetCode{"USD"}}};
    commit([&](Repositories& r) {
        r.write_group.run([&] {
            write_everything(r);
            EXPECT_EQ(r.balances.find(key)[0], support::sample_balance("alpha", "USD", "10"));
            change_everything(r);
            r.balances.save(std::vector{support::sample_balance("alpha", "USD", "12")});
        });
        EXPECT_EQ(r.balances.find(key)[0], support::sample_balance("alpha", "USD", "12"));
    });
    EXPECT_EQ(contents().accounts, std::vector{support::complete_account("alpha")});
}

TEST_P(UnitOfWorkContract, AFailureWithinAGroupIsThrownByIt) {
    commit([](Repositories& r) { r.accounts.add(std::vector{support::sample_account("alpha")}); });
    auto const before = contents();
    EXPECT_EQ(failure_of([](Repositories& r) {
                  EXPECT_THROW(r.write_group.run([&] { write_everything(r); }),
                               ports::StorageError);
              }),
              Kind::conflict);
    EXPECT_EQ(contents(), before);
}

TEST_P(UnitOfWorkContract, WhatAGroupWroteBeforeAnExceptionStays) {
    commit([](Repositories& r) {
        EXPECT_THROW(r.write_group.run([&] {
            r.accounts.add(std::vector{support::sample_account("alpha")});
            throw std::domain_error{"changed my mind"};
        }),
                     std::domain_error);
    });
    EXPECT_EQ(contents().accounts, std::vector{support::sample_account("alpha")});
}

TEST_P(UnitOfWorkContract, AConflictThatIsSwallowedStillRollsBack) {
    commit([](Repositories& r) { r.accounts.add(std::vector{support::sample_account("alpha")}); });
    EXPECT_EQ(failure_of([](Repositories& r) {
                  r.accounts.add(std::vector{support::sample_account("beta")});
                  EXPECT_THROW(r.accounts.add(std::vector{support::sample_account("alpha")}),
                               ports::StorageError);
                  EXPECT_THROW(r.accounts.add(std::vector{support::sample_account("gamma")}),
                               ports::StorageError);
              }),
              Kind::conflict);
    EXPECT_EQ(contents().accounts, std::vector{support::sample_account("alpha")});
}

TEST_P(UnitOfWorkContract, AUnitOfWorkCanRunAgainAfterEveryOutcome) {
    try_out(write_everything);
    EXPECT_THROW(commit([](Repositories&) { throw std::domain_error{"no"}; }), std::domain_error);
    commit(write_everything);
    EXPECT_EQ(failure_of(write_everything), Kind::conflict);
    commit(change_everything);
    EXPECT_EQ(contents().accounts, std::vector{support::complete_account("alpha")});
}

TEST_P(UnitOfWorkContract, TwentyRacingWritersLoseNoIncrement) {
    constexpr int writers = 20;
    constexpr int rounds = 10;
    AccountId const alpha{"alpha"};
    commit([](Repositories& r) { r.accounts.add(std::vector{support::sample_account("alpha")}); });
    auto const increment = [&] {
        auto const unit_of_work = storage().open_unit_of_work();
        for (int i = 0; i < rounds; ++i) {
            unit_of_work->run([&](Repositories& r) {
                auto account = r.accounts.lock(std::vector{alpha})[0]->account;
                ++account.last_seq;
                r.accounts.update(std::vector{account});
                return Commit::yes;
            });
        }
    };
    std::vector<std::jthread> threads;
    for (int i = 0; i < writers; ++i) threads.emplace_back(increment);
    threads.clear();
    EXPECT_EQ(contents().accounts.at(0).last_seq, std::uint64_t{writers * rounds});
}

TEST_P(UnitOfWorkContract, OfManyWhoAddOneThingOneWins) {
    constexpr int writers = 8;
    std::atomic<int> added = 0;
    std::atomic<int> refused = 0;
    auto const add = [&] {
        auto const unit_of_work = storage().open_unit_of_work();
        try {
            unit_of_work->run([](Repositories& r) {
                r.accounts.add(std::vector{support::sample_account("alpha")});
                return Commit::yes;
            });
            ++added;
        } catch (ports::StorageError const& error) {
            EXPECT_EQ(error.kind(), Kind::conflict);
            ++refused;
        }
    };
    std::vector<std::jthread> threads;
    for (int i = 0; i < writers; ++i) threads.emplace_back(add);
    threads.clear();
    EXPECT_EQ(added, 1);
    EXPECT_EQ(refused, writers - 1);
}

TEST_P(UnitOfWorkContract, OverlappingSortedLocksNeverDeadlock) {
    std::vector<AccountId> const ids{AccountId{"a"}, AccountId{"b"}, AccountId{"c"}};
    commit([&](Repositories& r) {
        for (auto const& id : ids) {
            r.accounts.add(std::vector{support::sample_account(id.value())});
        }
    });
    std::vector<std::vector<AccountId>> const sets{
        {ids[0], ids[1]}, {ids[1], ids[2]}, {ids[0], ids[2]}, ids};
    std::vector<std::jthread> threads;
    for (auto const& set : sets) {
        threads.emplace_back([&] {
            auto const unit_of_work = storage().open_unit_of_work();
            for (int i = 0; i < 10; ++i) {
                unit_of_work->run([&](Repositories& r) {
                    for (auto& locked : r.accounts.lock(set)) {
                        ++locked->account.last_seq;
                        r.accounts.update(std::vector{locked->account});
                    }
                    return Commit::yes;
                });
            }
        });
    }
    threads.clear();
    for (auto const& account : contents().accounts) EXPECT_EQ(account.last_seq, 30u);
}

}  // namespace
}  // namespace daybook::contract
