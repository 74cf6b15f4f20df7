#include "contract/storage_contract.hpp"
#include "support/sample_values.hpp"

namespace daybook::contract {
namespace {

using model::AccountId;
using model::ExchangeCode;
using model::OutboxRequest;
using model::RequestState;
using ports::AnsweredRequest;
using ports::OrderKey;
using ports::Repositories;
using support::at_micros;
using support::order_id;
using Kind = ports::StorageError::Kind;

ExchangeCode const paper{"PAPER"};
AccountId const alpha{"alpha"};
AccountId const beta{"beta"};
std::vector<AccountId> const both{alpha, beta};

OutboxRequest request(AccountId const& account, std::uint64_t seq, std::uint32_t order = 1) {
    OutboxRequest made;
    made.account_id = account;
    made.entry_seq = seq;
    made.order_id = order_id(order);
    made.exchange = paper;
    made.client_order_id = model::client_order_id_of({order_id(order), seq});
    made.created_at = at_micros(5);
    made.updated_at = at_micros(6);
    return made;
}

/// One that has every member.
OutboxRequest complete(AccountId const& account, std::uint64_t seq) {
    auto made = request(account, seq, 2);
    made.action = model::ExchangeAction::REPLACE;
    made.state = RequestState::SENT;
    made.quantity_base = support::quantity(support::decimal_max_text);
    made.price_quote = support::price(support::decimal_tiny_text);
    made.attempts = 3;
    made.detail = "why; 'not'?";
    made.generation = 7;
    return made;
}

std::vector<std::uint64_t> seqs(std::vector<OutboxRequest> const& requests) {
    std::vector<std::uint64_t> all;
    for (auto const& each : requests) all.push_back(each.entry_seq);
    return all;
}

using Seqs = std::vector<std::uint64_t>;

class OutboxRepositoryContract : public StorageContract {
  protected:
    void add(std::vector<OutboxRequest> const& requests) {
        commit([&](Repositories& r) { r.outbox.add(requests); });
    }
    OutboxRequest stored(AccountId const& account, std::uint64_t seq, std::uint32_t order = 1) {
        std::optional<OutboxRequest> found;
        try_out([&](Repositories& r) {
            auto const all = r.outbox.of_orders(std::vector{OrderKey{account, order_id(order)}});
            for (auto const& each : all.at(0)) {
                if (each.entry_seq == seq) found = each;
            }
        });
        return found.value();
    }
};
DAYBOOK_ON_EVERY_STORAGE(OutboxRepositoryContract);

TEST_P(OutboxRepositoryContract, KeepsEveryMember) {
    add({request(alpha, 1), complete(alpha, 2)});
    EXPECT_EQ(stored(alpha, 1), request(alpha, 1));
    EXPECT_EQ(stored(alpha, 2, 2), complete(alpha, 2));
    try_out([](Repositories& r) {
        EXPECT_EQ(r.outbox.pending(paper, both, 9), std::vector{request(alpha, 1)});
        EXPECT_EQ(r.outbox.sent(paper, both, 9), std::vector{complete(alpha, 2)});
    });
}

TEST_P(OutboxRepositoryContract, EmptySpansDoNothing) {
    add({request(alpha, 1)});
    commit([](Repositories& r) {
        r.outbox.add({});
        r.outbox.update({});
        r.outbox.answer({});
        EXPECT_TRUE(r.outbox.of_orders({}).empty());
        EXPECT_TRUE(r.outbox.pending(paper, {}, 9).empty());
        EXPECT_TRUE(r.outbox.sent(paper, {}, 9).empty());
    });
}

TEST_P(OutboxRepositoryContract, PendingIsByAccountAndEntryUpToTheLimit) {
    add({request(beta, 1), request(alpha, 10), request(alpha, 9), request(alpha, 2),
         request(beta, 3)});
    try_out([](Repositories& r) {
        EXPECT_EQ(seqs(r.outbox.pending(paper, both, 9)), (Seqs{2, 9, 10, 1, 3}));
        EXPECT_EQ(seqs(r.outbox.pending(paper, both, 4)), (Seqs{2, 9, 10, 1}));
        EXPECT_EQ(seqs(r.outbox.pending(paper, both, 2)), (Seqs{2, 9}));
        EXPECT_EQ(seqs(r.outbox.pending(paper, std::vector{beta}, 9)), (Seqs{1, 3}));
        EXPECT_TRUE(r.outbox.pending(paper, both, 0).empty());
    });
}

TEST_P(OutboxRepositoryContract, ListsAreOfOneExchangeAndOneState) {
    std::vector<OutboxRequest> all;
    for (auto const state : {RequestState::PENDING, RequestState::SENT, RequestState::ANSWERED,
                             RequestState::ABANDONED}) {
        all.push_back(request(alpha, all.size() + 1));
        all.back().state = state;
        all.push_back(request(alpha, all.size() + 1));
        all.back().state = state;
        all.back().exchange = ExchangeCode{"OTHER"};
    }
    add(all);
    try_out([](Repositories& r) {
        EXPECT_EQ(seqs(r.outbox.pending(paper, both, 9)), Seqs{1});
        EXPECT_EQ(seqs(r.outbox.sent(paper, both, 9)), Seqs{3});
        EXPECT_EQ(seqs(r.outbox.pending(ExchangeCode{"OTHER"}, both, 9)), Seqs{2});
        EXPECT_EQ(seqs(r.outbox.sent(ExchangeCode{"OTHER"}, both, 9)), Seqs{4});
    });
}

TEST_P(OutboxRepositoryContract, OfOrdersAnswersEachOrderByEntry) {
    add({request(alpha, 7), request(alpha, 3), request(alpha, 4, 2), request(beta, 5)});
    try_out([](Repositories& r) {
        auto const found = r.outbox.of_orders(
            std::vector{OrderKey{beta, order_id(1)}, OrderKey{alpha, order_id(9)},
                        OrderKey{alpha, order_id(1)}, OrderKey{AccountId{"no"}, order_id(1)}});
        ASSERT_EQ(found.size(), 4u);
        EXPECT_EQ(seqs(found[0]), Seqs{5});
        EXPECT_TRUE(found[1].empty());
        EXPECT_EQ(seqs(found[2]), (Seqs{3, 7}));
        EXPECT_TRUE(found[3].empty());
    });
}

TEST_P(OutboxRepositoryContract, AddingOneThatExistsIsAConflictAndChangesNothing) {
    add({request(alpha, 2)});
    EXPECT_EQ(failure_of([](Repositories& r) {
                  r.outbox.add(std::vector{request(alpha, 1), complete(alpha, 2)});
              }),
              Kind::conflict);
    try_out([](Repositories& r) {
        EXPECT_EQ(r.outbox.pending(paper, both, 9), std::vector{request(alpha, 2)});
        EXPECT_TRUE(r.outbox.sent(paper, both, 9).empty());
    });
}

TEST_P(OutboxRepositoryContract, UpdateOverwritesWhatChangesAndNothingElse) {
    add({request(alpha, 1), request(alpha, 2)});
    auto changed = complete(alpha, 1);
    changed.updated_at = at_micros(9);
    commit([&](Repositories& r) { r.outbox.update(std::vector{changed, request(beta, 8)}); });
    auto expected = request(alpha, 1);
    expected.state = RequestState::SENT;
    expected.attempts = 3;
    expected.detail = changed.detail;
    expected.generation = 7;
    expected.updated_at = at_micros(9);
    EXPECT_EQ(stored(alpha, 1), expected);
    try_out([&](Repositories& r) {
        EXPECT_EQ(r.outbox.pending(paper, both, 9), std::vector{request(alpha, 2)});
        EXPECT_EQ(r.outbox.sent(paper, both, 9), std::vector{expected});
    });
    // Back again.
    commit([&](Repositories& r) { r.outbox.update(std::vector{request(alpha, 1)}); });
    EXPECT_EQ(stored(alpha, 1), request(alpha, 1));
    try_out(
        [](Repositories& r) { EXPECT_EQ(seqs(r.outbox.pending(paper, both, 9)), (Seqs{1, 2})); });
}

TEST_P(OutboxRepositoryContract, TheFirstAnswerStands) {
    add({request(alpha, 1), complete(alpha, 2), request(beta, 1)});
    commit([](Repositories& r) {
        r.outbox.answer(std::vector{AnsweredRequest{beta, 1, "first", at_micros(20)},
                                    AnsweredRequest{alpha, 2, std::nullopt, at_micros(21)},
                                    AnsweredRequest{beta, 1, std::nullopt, at_micros(22)},
                                    AnsweredRequest{alpha, 99, "unknown", at_micros(23)}});
    });
    commit([](Repositories& r) {
        r.outbox.answer(std::vector{AnsweredRequest{alpha, 2, "late", at_micros(30)}});
    });
    auto accepted = complete(alpha, 2);
    accepted.state = RequestState::ANSWERED;
    accepted.detail.reset();
    accepted.updated_at = at_micros(21);
    EXPECT_EQ(stored(alpha, 2, 2), accepted);
    auto refused = request(beta, 1);
    refused.state = RequestState::ANSWERED;
    refused.detail = "first";
    refused.updated_at = at_micros(20);
    EXPECT_EQ(stored(beta, 1), refused);
    try_out([](Repositories& r) {
        EXPECT_EQ(seqs(r.outbox.pending(paper, both, 9)), Seqs{1});
        EXPECT_TRUE(r.outbox.sent(paper, both, 9).empty());
    });
}

TEST_P(OutboxRepositoryContract, AnAnsweredRequestIsNotUpdated) {
    add({request(alpha, 1)});
    commit([](Repositories& r) {
        r.outbox.answer(std::vector{AnsweredRequest{alpha, 1, "no", at_micros(20)}});
    });
    auto const answered = stored(alpha, 1);
    commit([](Repositories& r) { r.outbox.update(std::vector{complete(alpha, 1)}); });
    EXPECT_EQ(stored(alpha, 1), answered);
}

TEST_P(OutboxRepositoryContract, AnAbandonedRequestTakesAnAnswer) {
    auto abandoned = request(alpha, 1);
    abandoned.state = RequestState::ABANDONED;
    abandoned.detail = "nobody asks";
    add({abandoned});
    commit([](Repositories& r) {
        r.outbox.answer(std::vector{AnsweredRequest{alpha, 1, std::nullopt, at_micros(20)}});
    });
    EXPECT_EQ(stored(alpha, 1).state, RequestState::ANSWERED);
    EXPECT_EQ(stored(alpha, 1).detail, std::nullopt);
}

TEST_P(OutboxRepositoryContract, WhatIsRolledBackWasNever) {
    add({request(alpha, 1), request(alpha, 2)});
    try_out([](Repositories& r) {
        r.outbox.add(std::vector{request(alpha, 3), request(beta, 1)});
        auto sent = request(alpha, 1);
        sent.state = RequestState::SENT;
        r.outbox.update(std::vector{sent});
        r.outbox.answer(std::vector{AnsweredRequest{alpha, 2, "no", at_micros(20)},
                                    AnsweredRequest{beta, 1, "no", at_micros(20)}});
        EXPECT_EQ(seqs(r.outbox.pending(paper, both, 9)), Seqs{3});
        EXPECT_EQ(seqs(r.outbox.sent(paper, both, 9)), Seqs{1});
    });
    try_out([](Repositories& r) {
        EXPECT_EQ(r.outbox.pending(paper, both, 9),
                  (std::vector{request(alpha, 1), request(alpha, 2)}));
        EXPECT_TRUE(r.outbox.sent(paper, both, 9).empty());
        EXPECT_TRUE(r.outbox.of_orders(std::vector{OrderKey{beta, order_id(1)}})[0].empty());
    });
}

}  // namespace
}  // namespace daybook::contract
