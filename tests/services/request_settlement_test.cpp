#include "services/request_settlement.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "model/names.hpp"
#include "support/command_text.hpp"
#include "support/processor_bench.hpp"
#include "support/sample_values.hpp"

namespace daybook::services {
namespace {

using namespace model;
using support::said;
using testing::ElementsAre;
using testing::HasSubstr;
using enum SettlementOutcome;

/// An order of 2 @ 100 of an account with 1000 USD, at an exchange that orders are sent to.
class RequestSettlementTest : public testing::Test {
  protected:
    RequestSettlementTest() {
        bench_.unit_of_work().run([&](ports::Repositories& repositories) {
            ports::ExchangeLease lease;
            lease.exchange = ExchangeCode{"PAPER"};
            lease.generation = 1;
            repositories.exchange_leases.add(lease);
            return ports::Commit::yes;
        });
        bench_.setup(R"(
            define_asset asset=USD display_decimals=2
            define_asset asset=BTC display_decimals=8
            market PAPER BTC-USD BTC/USD 0.01 1
            open_account funding=PREFUNDED cost_basis=FIFO
            deposit 1000 USD key=d-1
            place o1 BUY 2@100
        )");
    }

    std::vector<OutboxRequest> rows() {
        std::vector<OutboxRequest> found;
        bench_.unit_of_work().run([&](ports::Repositories& repositories) {
            std::vector const keys{ports::OrderKey{AccountId{"alpha"}, support::order_id(1)}};
            found = repositories.outbox.of_orders(keys).at(0);
            return ports::Commit::no;
        });
        return found;
    }
    OutboxRequest row(ExchangeAction action = ExchangeAction::PLACE) {
        auto const all = rows();
        return *std::ranges::find(all, action, &OutboxRequest::action);
    }
    void put(ExchangeAction action, RequestState state) {
        auto changed = row(action);
        changed.state = state;
        changed.attempts = state == RequestState::PENDING ? 0 : 1;
        changed.generation = 1;
        changed.detail = "why";
        bench_.unit_of_work().run([&](ports::Repositories& repositories) {
            repositories.outbox.update(std::vector{changed});
            return ports::Commit::yes;
        });
    }
    void abandon(ExchangeAction action = ExchangeAction::PLACE) {
        put(action, RequestState::ABANDONED);
    }
    Answer settle(SettlementOutcome outcome, ExchangeAction action = ExchangeAction::PLACE,
                  std::string const& reason = "phone", std::string const& key = {}) {
        return settle_named(row(action).client_order_id, outcome, reason, key);
    }
    Answer settle_named(ClientOrderId const& name, SettlementOutcome outcome,
                        std::string const& reason = "phone", std::string const& key = {}) {
        CommandBatch batch;
        batch.commands.push_back(
            settling(AccountId{"alpha"}, {name, outcome, reason},
                     key.empty() ? std::nullopt : std::optional{IdempotencyKey{key}}));
        return bench_.run(std::vector{batch}).at(0).at(0);
    }
    Order order() {
        std::optional<Order> found;
        bench_.storage().open_snapshots()->read([&](ports::BookReader& book) {
            found = book.order(AccountId{"alpha"}, support::order_id(1));
        });
        return found.value();
    }
    std::string available() {
        std::string text;
        bench_.storage().open_snapshots()->read([&](ports::BookReader& book) {
            for (auto const& each : book.balances(AccountId{"alpha"}, std::nullopt, 9)) {
                if (each.asset.value() == "USD") text = each.available.value().to_string();
            }
        });
        return text;
    }
    /// What was booked of the order, in short.
    std::vector<std::string> booked() {
        std::vector<std::string> texts;
        bench_.storage().open_snapshots()->read([&](ports::BookReader& book) {
            for (auto const& each :
                 book.executions(AccountId{"alpha"}, {support::order_id(1), {}}, 0, 99)) {
                texts.push_back(std::string{name_of(each.exec_type)} + " " +
                                each.reason.value_or(""));
            }
        });
        return texts;
    }
    void TearDown() override { EXPECT_EQ(bench_.verify(), ""); }

    support::ProcessorBench bench_;
};

TEST_F(RequestSettlementTest, WhatWasNotSentIsSentAsIfItNeverHadBeen) {
    abandon();
    EXPECT_EQ(said(settle(not_sent)), "DONE");
    EXPECT_EQ(row().state, RequestState::PENDING);
    EXPECT_EQ(row().attempts, 0u);
    EXPECT_EQ(row().generation, std::nullopt);
    EXPECT_EQ(row().detail, "an operator says that it was not sent: phone");
    EXPECT_EQ(order().status(), OrderStatus::PENDING_NEW);
    EXPECT_THAT(booked(), ElementsAre("ORDER_STATUS an operator says that it was not sent: phone"));
}

TEST_F(RequestSettlementTest, WhatWasSentIsAskedForAgain) {
    abandon();
    EXPECT_EQ(said(settle(sent)), "DONE");
    EXPECT_EQ(row().state, RequestState::SENT);
    EXPECT_EQ(row().attempts, 1u);
    EXPECT_EQ(row().detail, "an operator says that it was sent: phone");
    EXPECT_EQ(available(), "800");
}

TEST_F(RequestSettlementTest, ADroppedOrderIsRejectedAndItsHoldIsFree) {
    abandon();
    EXPECT_EQ(said(settle(drop)), "DONE");
    EXPECT_EQ(order().status(), OrderStatus::REJECTED);
    EXPECT_EQ(order().state().reject_reason, "an operator has dropped it: phone");
    EXPECT_EQ(available(), "1000");
    EXPECT_EQ(row().state, RequestState::ANSWERED);
    EXPECT_EQ(row().detail, "an operator has dropped it: phone");
}

TEST_F(RequestSettlementTest, ADroppedReplaceGivesItsHoldBackAndTheOrderStays) {
    bench_.setup("report o1 n1 NEW eoid=E1\nreplace o1 5");
    EXPECT_EQ(available(), "500");
    abandon(ExchangeAction::REPLACE);
    EXPECT_EQ(said(settle(drop, ExchangeAction::REPLACE)), "DONE");
    EXPECT_EQ(order().status(), OrderStatus::NEW);
    EXPECT_EQ(available(), "800");
    EXPECT_THAT(booked(), testing::Contains("REPLACE_REJECTED an operator has dropped it: phone"));
}

TEST_F(RequestSettlementTest, ADroppedCancelIsRefusedAndTheOrderGoesOn) {
    bench_.setup("report o1 n1 NEW eoid=E1\ncancel o1");
    abandon(ExchangeAction::CANCEL);
    EXPECT_EQ(said(settle(drop, ExchangeAction::CANCEL)), "DONE");
    EXPECT_EQ(order().status(), OrderStatus::NEW);
    EXPECT_FALSE(order().state().requests.has(RequestKind::CANCEL));
    EXPECT_EQ(row(ExchangeAction::CANCEL).state, RequestState::ANSWERED);
}

TEST_F(RequestSettlementTest, TheSameWordAgainChangesNothingWhileItStands) {
    for (auto const outcome : {sent, not_sent, drop}) {
        abandon();
        auto const first = settle(outcome);
        auto const again = settle(outcome);
        EXPECT_EQ(said(again), "DUPLICATE");
        EXPECT_EQ(again.entry_seq, first.entry_seq);
    }
}

TEST_F(RequestSettlementTest, TheSameWordIsNewsWhereNobodyKnowsAgain) {
    abandon();
    auto const first = settle(sent);
    abandon();
    auto const second = settle(sent);
    EXPECT_EQ(said(second), "DONE");
    EXPECT_GT(second.entry_seq, first.entry_seq);
    EXPECT_EQ(row().state, RequestState::SENT);
}

TEST_F(RequestSettlementTest, AKeyMakesARetryTheSameWhateverHasHappenedSince) {
    abandon();
    auto const first = settle(sent, ExchangeAction::PLACE, "phone", "k1");
    EXPECT_EQ(said(first), "DONE");
    abandon();
    auto const again = settle(sent, ExchangeAction::PLACE, "phone", "k1");
    EXPECT_EQ(said(again), "REPLAYED");
    EXPECT_EQ(again.entry_seq, first.entry_seq);
    EXPECT_EQ(row().state, RequestState::ABANDONED);
    EXPECT_EQ(settle(drop, ExchangeAction::PLACE, "phone", "k1").refusal,
              Refusal::idempotency_key_reused);
    EXPECT_EQ(row().state, RequestState::ABANDONED);
}

TEST_F(RequestSettlementTest, WhatIsKnownIsRefusedWithASentence) {
    auto const refused = settle(sent);
    EXPECT_EQ(refused.refusal, Refusal::request_not_uncertain);
    EXPECT_EQ(refused.detail, "request " + row().client_order_id.value() +
                                  " is PENDING: it was not sent, and will be");
    put(ExchangeAction::PLACE, RequestState::SENT);
    EXPECT_THAT(settle(drop).detail,
                HasSubstr("is SENT: the exchange is being asked what became of it"));
    put(ExchangeAction::PLACE, RequestState::ANSWERED);
    EXPECT_THAT(settle(not_sent).detail, HasSubstr("is ANSWERED: why"));
    EXPECT_EQ(row().state, RequestState::ANSWERED);
    EXPECT_TRUE(booked().empty());
}

TEST_F(RequestSettlementTest, ARequestThatNobodyMadeIsRefused) {
    for (auto const* name : {"nonsense", "AAAAAAAAAAAAAAAAAAAAAA-1"}) {
        auto const answer = settle_named(ClientOrderId{name}, sent);
        EXPECT_EQ(answer.refusal, Refusal::unknown_request);
        EXPECT_EQ(answer.detail,
                  "account alpha has made no request of the name " + std::string{name});
    }
}

TEST_F(RequestSettlementTest, AnOrderThatTheExchangeHasAcknowledgedWasSent) {
    bench_.setup("report o1 n1 NEW eoid=E1");
    abandon();
    EXPECT_THAT(settle(drop).detail,
                HasSubstr("was sent: by the book, the exchange has done what it asks for"));
    EXPECT_EQ(settle(not_sent).refusal, Refusal::request_not_uncertain);
    EXPECT_EQ(order().status(), OrderStatus::NEW);
    EXPECT_EQ(said(settle(sent)), "DONE");
    EXPECT_EQ(row().state, RequestState::ANSWERED);
    EXPECT_EQ(row().detail, std::nullopt);
}

TEST_F(RequestSettlementTest, WhatTheOrderNoLongerWaitsForIsClosedAndTakesNothingElseBack) {
    bench_.setup("report o1 n1 NEW eoid=E1\nreplace o1 5");
    abandon(ExchangeAction::REPLACE);
    bench_.setup("report o1 r1 REPLACE_REJECTED\nreplace o1 6");
    EXPECT_EQ(said(settle(drop, ExchangeAction::REPLACE)), "DONE");
    EXPECT_TRUE(order().state().requests.has(RequestKind::REPLACE));
    EXPECT_EQ(available(), "400");
    EXPECT_EQ(row(ExchangeAction::REPLACE).state, RequestState::ANSWERED);
}

TEST_F(RequestSettlementTest, ALongReasonIsCutToWhatTheBookCanReadAgain) {
    abandon();
    EXPECT_EQ(said(settle(drop, ExchangeAction::PLACE, std::string(499, 'x') + "y")), "DONE");
    EXPECT_EQ(row().detail->size(), 500u);
}

}  // namespace
}  // namespace daybook::services
