#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "contract/storage_contract.hpp"
#include "support/sample_values.hpp"

namespace daybook::contract {
namespace {

using model::ExchangeCode;
using ports::Commit;
using ports::ExchangeLease;
using ports::Repositories;
using support::at_micros;
using namespace std::chrono_literals;
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

/// What a seeker gets: whose it is then, and in which generation.
std::string sought(Repositories& r, std::string owner, std::uint64_t generation,
                   std::chrono::microseconds ttl) {
    auto const lease = r.exchange_leases.seek(
        ExchangeCode{"A"}, {.owner = std::move(owner), .generation = generation, .ttl = ttl});
    EXPECT_EQ(r.exchange_leases.lock(ExchangeCode{"A"}), lease);
    return lease.owner + " " + std::to_string(lease.generation);
}

TEST_P(ExchangeLeaseRepositoryContract, OneIsTheFirstSeekersForAsLongAsItLasts) {
    commit([](Repositories& r) { EXPECT_EQ(sought(r, "one", 0, 1h), "one 1"); });
    commit([](Repositories& r) { EXPECT_EQ(sought(r, "two", 0, 1h), "one 1"); });
    commit([](Repositories& r) { EXPECT_EQ(sought(r, "one", 1, 0s), "one 1"); });
    commit([](Repositories& r) { EXPECT_EQ(sought(r, "two", 0, 1h), "two 2"); });
    commit([](Repositories& r) { EXPECT_EQ(sought(r, "one", 1, 1h), "two 2"); });
}

TEST_P(ExchangeLeaseRepositoryContract, AnOwnerThatIsLateRenewsItWhereNobodyCame) {
    commit([](Repositories& r) { EXPECT_EQ(sought(r, "one", 0, 0s), "one 1"); });
    commit([](Repositories& r) { EXPECT_EQ(sought(r, "one", 1, 1h), "one 1"); });
    commit([](Repositories& r) { EXPECT_EQ(sought(r, "two", 0, 1h), "one 1"); });
}

TEST_P(ExchangeLeaseRepositoryContract, ATakeThatWasNotConfirmedIsTakenAnew) {
    commit([](Repositories& r) { EXPECT_EQ(sought(r, "one", 0, 1h), "one 1"); });
    commit([](Repositories& r) { EXPECT_EQ(sought(r, "one", 0, 1h), "one 2"); });
}

TEST_P(ExchangeLeaseRepositoryContract, OneThatWasGivenBackIsAnybodysAndStaysPaused) {
    auto given_back = lease("A", "one", 7);
    given_back.expires_at = {};
    given_back.paused_because = "a fault";
    commit([&](Repositories& r) { r.exchange_leases.add(given_back); });
    commit([](Repositories& r) { EXPECT_EQ(sought(r, "two", 0, 1h), "two 8"); });
    try_out([](Repositories& r) {
        EXPECT_EQ(r.exchange_leases.lock(ExchangeCode{"A"})->paused_because, "a fault");
    });
}

TEST_P(ExchangeLeaseRepositoryContract, OneOfAClockThatWasSetBackSinceEndsAfterItsTime) {
    commit([](Repositories& r) { EXPECT_EQ(sought(r, "one", 0, 24h), "one 1"); });
    commit([](Repositories& r) { EXPECT_EQ(sought(r, "two", 0, 0s), "one 1"); });
    commit([](Repositories& r) { EXPECT_EQ(sought(r, "two", 0, 1h), "two 2"); });
}

TEST_P(ExchangeLeaseRepositoryContract, OfManyWhoSeekOneAtOnceOneHasIt) {
    std::atomic<int> has = 0;
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&, owner = std::to_string(i)] {
            storage().open_unit_of_work()->run([&](Repositories& r) {
                if (sought(r, owner, 0, 1h) == owner + " 1") ++has;
                return Commit::yes;
            });
        });
    }
    threads.clear();
    EXPECT_EQ(has, 1);
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
