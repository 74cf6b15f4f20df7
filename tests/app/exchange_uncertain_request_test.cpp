#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/exchange_desk_fixture.hpp"

namespace daybook::app {
namespace {

using ports::SentBefore;
using ports::UncertainRequest;
using testing::IsEmpty;
using testing::SizeIs;

/// A request that a worker had claimed when it was killed.
class ExchangeUncertainRequestTest : public ExchangeDeskTest {
  protected:
    void SetUp() override {
        open();
        gateway_.wait_for_starts(1);
        close();
        bench_.run(std::vector<std::string>{"place o1 BUY 1@100"});
        order_id_ = support::order_id(1);
        change([](OutboxRequest& row) {
            row.state = RequestState::SENT;
            row.attempts = 1;
            row.generation = 1;
            row.updated_at = support::at_micros(77);
        });
        gateway_.answer = obey;
        gateway_.sent_before = [this](UncertainRequest const& request) {
            asked_of_ = request;
            return sent_before_;
        };
    }
    OutboxRequest row() {
        OutboxRequest found;
        bench_.unit_of_work().run([&](ports::Repositories& repositories) {
            found = repositories.outbox
                        .of_orders(std::vector{ports::OrderKey{AccountId{"alpha"}, order_id_}})
                        .at(0)
                        .at(0);
            return ports::Commit::no;
        });
        return found;
    }
    void change(std::function<void(OutboxRequest&)> const& how) {
        auto changed = row();
        how(changed);
        bench_.unit_of_work().run([&](ports::Repositories& repositories) {
            repositories.outbox.update(std::vector{changed});
            return ports::Commit::yes;
        });
    }

    OrderId order_id_;
    SentBefore sent_before_ = SentBefore::no;
    std::optional<UncertainRequest> asked_of_;
};

TEST_F(ExchangeUncertainRequestTest, IsSentWhereItProvablyWasNot) {
    open();
    auto const sent = gateway_.wait_for_sent(1).front();
    EXPECT_EQ(sent.order_id, order_id_);
    EXPECT_FALSE(sent.may_be_known);
    gateway_.wait_for_durable(1);
    EXPECT_EQ(order(order_id_).status(), OrderStatus::NEW);
    EXPECT_THAT(gateway_.asked(), IsEmpty());
    ASSERT_TRUE(asked_of_);
    EXPECT_EQ(asked_of_->client_order_id, row().client_order_id);
    EXPECT_EQ(asked_of_->generation, 1u);
    EXPECT_EQ(asked_of_->marked_at, support::at_micros(77));
    EXPECT_EQ(row().attempts, 1u);
    EXPECT_EQ(row().generation, 2u);
}

TEST_F(ExchangeUncertainRequestTest, IsAskedForWhereItWasOrCannotBeKnown) {
    for (auto const before : {SentBefore::yes, SentBefore::unknown}) {
        sent_before_ = before;
        open();
        auto const asked = gateway_.wait_for_asked(before == SentBefore::yes ? 1 : 2);
        EXPECT_EQ(asked.back().order_id, order_id_);
        close();
    }
    EXPECT_THAT(gateway_.sent(), IsEmpty());
}

TEST_F(ExchangeUncertainRequestTest, ThatWasClaimedMoreThanOnceIsAlwaysAskedFor) {
    change([](OutboxRequest& row) { row.attempts = 2; });
    open();
    EXPECT_THAT(gateway_.wait_for_asked(1), SizeIs(1));
    EXPECT_FALSE(asked_of_);
    close();
    change([](OutboxRequest& row) {
        row.attempts = 1;
        row.generation.reset();
    });
    open();
    EXPECT_THAT(gateway_.wait_for_asked(2), SizeIs(2));
    EXPECT_FALSE(asked_of_);
}

TEST_F(ExchangeUncertainRequestTest, IsWithdrawnWhereItWasNotSentAndACancelWasAsked) {
    bench_.run(std::vector<std::string>{"cancel o1"});
    open();
    while (order(order_id_).status() != OrderStatus::CANCELED) std::this_thread::yield();
    EXPECT_THAT(gateway_.sent(), IsEmpty());
    EXPECT_EQ(bench_.verify(), "");
}

}  // namespace
}  // namespace daybook::app
