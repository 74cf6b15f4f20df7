#include <atomic>
#include <thread>

#include "contract/storage_contract.hpp"
#include "support/sample_values.hpp"

namespace daybook::contract {
namespace {

using model::ExchangeCode;
using ports::Commit;
using ports::ExchangeLease;
using ports::Repositories;
using support::at_micros;
using Kind = ports::StorageError::Kind;

ExchangeLease lease(std::string_view exchange, std::string owner = "one",
                    std::uint64_t generation = 1) {
    return {.exchange = ExchangeCode{exchange},
            .owner = std::move(owner),
            .generation = generation,
            .expires_at = at_micros(50),
            .paused_because = std::nullopt};
}

class ExchangeLeaseRepositoryContract : public StorageContract {};
DAYBOOK_ON_EVERY_STORAGE(ExchangeLeaseRepositoryContract);

TEST_P(ExchangeLeaseRepositoryContract, ListIsByExchangeAndKeepsEveryMember) {
    auto paused = lease("B", "two", 7);
    paused.paused_because = "a fault; 'theirs'";
    paused.cancel_all_because = "a fire";
    commit([&](Repositories& r) {
        EXPECT_TRUE(r.exchange_leases.list().empty());
        r.exchange_leases.add(lease("C"));
        r.exchange_leases.add(paused);
        r.exchange_leases.add(lease("A"));
    });
    try_out([&](Repositories& r) {
        EXPECT_EQ(r.exchange_leases.list(), (std::vector{lease("A"), paused, lease("C")}));
    });
}

TEST_P(ExchangeLeaseRepositoryContract, LockReadsTheLeaseOrNone) {
    commit([](Repositories& r) { r.exchange_leases.add(lease("A")); });
    try_out([](Repositories& r) {
        EXPECT_EQ(r.exchange_leases.lock(ExchangeCode{"A"}), lease("A"));
        EXPECT_EQ(r.exchange_leases.lock(ExchangeCode{"B"}), std::nullopt);
    });
}

TEST_P(ExchangeLeaseRepositoryContract, UpdateOverwritesEveryMember) {
    commit([](Repositories& r) {
        r.exchange_leases.add(lease("A"));
        r.exchange_leases.add(lease("B"));
    });
    auto changed = lease("A", "two", 2);
    changed.expires_at = at_micros(99);
    changed.paused_because = "a fault";
    changed.cancel_all_because = "a fire";
    commit([&](Repositories& r) {
        (void)r.exchange_leases.lock(ExchangeCode{"A"});
        r.exchange_leases.update(changed);
    });
    try_out([&](Repositories& r) {
        EXPECT_EQ(r.exchange_leases.list(), (std::vector{changed, lease("B")}));
    });
}

TEST_P(ExchangeLeaseRepositoryContract, AddingOneThatExistsIsAConflict) {
    commit([](Repositories& r) { r.exchange_leases.add(lease("A")); });
    EXPECT_EQ(failure_of([](Repositories& r) { r.exchange_leases.add(lease("A", "two")); }),
              Kind::conflict);
    try_out([](Repositories& r) { EXPECT_EQ(r.exchange_leases.list(), std::vector{lease("A")}); });
}

TEST_P(ExchangeLeaseRepositoryContract, WhatIsRolledBackWasNever) {
    commit([](Repositories& r) { r.exchange_leases.add(lease("A")); });
    try_out([](Repositories& r) {
        r.exchange_leases.add(lease("B"));
        r.exchange_leases.update(lease("A", "two", 2));
        EXPECT_EQ(r.exchange_leases.list().size(), 2u);
    });
    try_out([](Repositories& r) { EXPECT_EQ(r.exchange_leases.list(), std::vector{lease("A")}); });
}

TEST_P(ExchangeLeaseRepositoryContract, WhoLocksSeesEveryChangeBefore) {
    commit([](Repositories& r) { r.exchange_leases.add(lease("A")); });
    constexpr int rounds = 25;
    auto const take = [this](std::string const& owner) {
        auto const unit_of_work = storage().open_unit_of_work();
        for (int i = 0; i < rounds; ++i) {
            unit_of_work->run([&](Repositories& r) {
                auto held = r.exchange_leases.lock(ExchangeCode{"A"}).value();
                held.owner = owner;
                ++held.generation;
                r.exchange_leases.update(held);
                return Commit::yes;
            });
        }
    };
    std::jthread other{[&] { take("two"); }};
    take("one");
    other.join();
    try_out([](Repositories& r) {
        EXPECT_EQ(r.exchange_leases.list().at(0).generation, 1u + 2 * rounds);
    });
}

TEST_P(ExchangeLeaseRepositoryContract, OfTwoWhoAddOneAtOnceOneHasAConflict) {
    std::atomic<int> added = 0;
    std::atomic<int> refused = 0;
    auto const add = [&](std::string const& owner) {
        auto const unit_of_work = storage().open_unit_of_work();
        try {
            unit_of_work->run([&](Repositories& r) {
                (void)r.exchange_leases.lock(ExchangeCode{"A"});
                r.exchange_leases.add(lease("A", owner));
                return Commit::yes;
            });
            ++added;
        } catch (ports::StorageError const& error) {
            EXPECT_EQ(error.kind(), Kind::conflict);
            ++refused;
        }
    };
    std::jthread other{[&] { add("two"); }};
    add("one");
    other.join();
    EXPECT_EQ(added, 1);
    EXPECT_EQ(refused, 1);
}

}  // namespace
}  // namespace daybook::contract
