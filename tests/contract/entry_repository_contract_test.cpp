#include "contract/storage_contract.hpp"
#include "support/sample_values.hpp"

namespace daybook::contract {
namespace {

using model::AccountId;
using model::Entry;
using model::IdempotencyKey;
using ports::EntryKey;
using ports::PositionKey;
using ports::Repositories;
using support::btc_usd;
using support::complete_entry;
using support::opening_entry;
using support::sample_entry;
using Kind = ports::StorageError::Kind;

EntryKey key(std::string_view account, std::string_view idempotency_key) {
    return {AccountId{account}, IdempotencyKey{idempotency_key}};
}

Entry keyed_entry(std::string_view account, std::uint64_t seq, std::string_view idempotency_key) {
    auto entry = sample_entry(account, seq);
    entry.idempotency_key = IdempotencyKey{idempotency_key};
    return entry;
}

Entry without_postings(Entry entry) {
    entry.postings.clear();
    return entry;
}

class EntryRepositoryContract : public StorageContract {};
DAYBOOK_ON_EVERY_STORAGE(EntryRepositoryContract);

TEST_P(EntryRepositoryContract, FindByKeyAnswersInOrderWithoutPostings) {
    commit([](Repositories& r) {
        r.entries.append(std::vector{keyed_entry("alpha", 1, "k-1"), sample_entry("alpha", 2),
                                     keyed_entry("alpha", 3, "k-3"),
                                     keyed_entry("beta", 1, "k-3")});
    });
    try_out([](Repositories& r) {
        auto const found = r.entries.find_by_key(
            std::vector{key("alpha", "k-3"), key("alpha", "k-2"), key("beta", "k-3"),
                        key("alpha", "k-1"), key("none", "k-1")});
        ASSERT_EQ(found.size(), 5u);
        EXPECT_EQ(found[0], without_postings(keyed_entry("alpha", 3, "k-3")));
        EXPECT_EQ(found[1], std::nullopt);
        EXPECT_EQ(found[2], without_postings(keyed_entry("beta", 1, "k-3")));
        EXPECT_EQ(found[3], without_postings(keyed_entry("alpha", 1, "k-1")));
        EXPECT_EQ(found[4], std::nullopt);
    });
}

TEST_P(EntryRepositoryContract, EmptySpansDoNothing) {
    commit([](Repositories& r) {
        EXPECT_TRUE(r.entries.find_by_key({}).empty());
        EXPECT_TRUE(r.entries.openings_of_positions({}).empty());
        r.entries.append({});
    });
}

TEST_P(EntryRepositoryContract, AnEntryKeepsEveryMemberAndThePostingsTheirOrder) {
    commit([](Repositories& r) { r.entries.append(std::vector{complete_entry("alpha", 1)}); });
    read([](ports::BookReader& book) {
        EXPECT_EQ(book.entries(AccountId{"alpha"}, 0, 10), std::vector{complete_entry("alpha", 1)});
    });
}

TEST_P(EntryRepositoryContract, ATakenNumberIsAConflict) {
    commit([](Repositories& r) { r.entries.append(std::vector{sample_entry("alpha", 1)}); });
    EXPECT_EQ(failure_of([](Repositories& r) {
                  r.entries.append(std::vector{sample_entry("alpha", 2), sample_entry("alpha", 1)});
              }),
              Kind::conflict);
    read([](ports::BookReader& book) {
        EXPECT_EQ(book.entries(AccountId{"alpha"}, 0, 10), std::vector{sample_entry("alpha", 1)});
    });
}

TEST_P(EntryRepositoryContract, ATakenKeyIsAConflict) {
    commit([](Repositories& r) { r.entries.append(std::vector{keyed_entry("alpha", 1, "k")}); });
    EXPECT_EQ(failure_of([](Repositories& r) {
                  r.entries.append(std::vector{keyed_entry("alpha", 2, "k")});
              }),
              Kind::conflict);
    EXPECT_EQ(failure_of([](Repositories& r) {
                  r.entries.append(
                      std::vector{keyed_entry("alpha", 2, "l"), keyed_entry("alpha", 3, "l")});
              }),
              Kind::conflict);
    read([](ports::BookReader& book) {
        EXPECT_EQ(book.entries(AccountId{"alpha"}, 0, 10).size(), 1u);
    });
}

TEST_P(EntryRepositoryContract, HashOfFindsStoredEntriesOnly) {
    commit([](Repositories& r) {
        r.entries.append(std::vector{sample_entry("alpha", 1), sample_entry("alpha", 2)});
    });
    try_out([](Repositories& r) {
        EXPECT_EQ(r.entries.hash_of(AccountId{"alpha"}, 2), support::hash(2));
        EXPECT_EQ(r.entries.hash_of(AccountId{"alpha"}, 3), std::nullopt);
        EXPECT_EQ(r.entries.hash_of(AccountId{"beta"}, 1), std::nullopt);
    });
}

TEST_P(EntryRepositoryContract, OpeningsOfPositionsComeBySeqWithPostings) {
    auto const other = support::instrument_key("OTHER", "BTC-USD");
    auto trade = opening_entry("alpha", 5, btc_usd());
    trade.kind = model::EntryKind::book_execution;
    commit([&](Repositories& r) {
        r.entries.append(std::vector{sample_entry("alpha", 1), opening_entry("alpha", 2, btc_usd()),
                                     opening_entry("alpha", 3, other),
                                     opening_entry("alpha", 4, btc_usd()), trade,
                                     opening_entry("beta", 1, btc_usd())});
    });
    try_out([&](Repositories& r) {
        AccountId const alpha{"alpha"};
        auto const found = r.entries.openings_of_positions(
            std::vector{PositionKey{alpha, btc_usd()},
                        PositionKey{alpha, support::instrument_key("PAPER", "ETH-USD")},
                        PositionKey{alpha, other}});
        ASSERT_EQ(found.size(), 3u);
        EXPECT_EQ(found[0], (std::vector{opening_entry("alpha", 2, btc_usd()),
                                         opening_entry("alpha", 4, btc_usd())}));
        EXPECT_TRUE(found[1].empty());
        EXPECT_EQ(found[2], std::vector{opening_entry("alpha", 3, other)});
    });
}

TEST_P(EntryRepositoryContract, ARolledBackNumberAndKeyAreFree) {
    try_out([](Repositories& r) { r.entries.append(std::vector{keyed_entry("alpha", 1, "k")}); });
    commit([](Repositories& r) {
        EXPECT_EQ(r.entries.find_by_key(std::vector{key("alpha", "k")})[0], std::nullopt);
        r.entries.append(std::vector{keyed_entry("alpha", 1, "k")});
        EXPECT_EQ(r.entries.find_by_key(std::vector{key("alpha", "k")})[0],
                  without_postings(keyed_entry("alpha", 1, "k")));
    });
}

}  // namespace
}  // namespace daybook::contract
