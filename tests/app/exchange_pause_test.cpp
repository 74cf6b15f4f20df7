#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/exchange_desk_fixture.hpp"

namespace daybook::app {
namespace {

using testing::ElementsAre;

class ExchangePauseTest : public ExchangeDeskTest {};

TEST_F(ExchangePauseTest, PausesAndResumesForEverybody) {
    open();
    EXPECT_EQ(ask(ports::PauseExchange{"maintenance"}).outcome, Outcome::done);
    EXPECT_EQ(desk_->status().paused_because, "maintenance");
    close();
    // Another worker finds it paused.
    open();
    EXPECT_EQ(desk_->status().paused_because, "maintenance");
    auto const withdrawn = place();
    auto const waits = place();
    book(CancelOrder{withdrawn});
    EXPECT_EQ(ask(ports::ResumeExchange{}).outcome, Outcome::done);
    auto const sent = gateway_.wait_for_sent(1);
    EXPECT_EQ(sent.front().order_id, waits);
    EXPECT_EQ(desk_->status().paused_because, std::nullopt);
}

TEST_F(ExchangePauseTest, CancelsPassAPauseAndTakeBackTheReplacesThatWaitBeforeThem) {
    gateway_.answer = obey;
    open();
    auto const id = place();
    gateway_.wait_for_durable(1);
    ask(ports::PauseExchange{"maintenance"});
    book(ReplaceOrder{id, support::quantity("3"), std::nullopt, std::nullopt});
    book(ReplaceOrder{id, support::quantity("4"), std::nullopt, std::nullopt});
    book(CancelOrder{id});
    EXPECT_EQ(gateway_.wait_for_sent(2)[1].action, ExchangeAction::CANCEL);
    gateway_.wait_for_durable(2);
    EXPECT_EQ(order(id).status(), OrderStatus::CANCELED);
    EXPECT_THAT(refusals(id), ElementsAre("unsent~ taken back by a later cancel",
                                          "unsent~ taken back by a later cancel"));
    EXPECT_EQ(bench_.verify(), "");
}

TEST_F(ExchangePauseTest, NothingThatWaitsGoesOutAfterACancelWhateverBecomesOfIt) {
    gateway_.answer = [](auto const& request) {
        auto report = obey(request);
        if (request.action == ExchangeAction::PLACE) report = std::nullopt;
        if (request.action == ExchangeAction::CANCEL) {
            report->report.exec_type = ExecType::CANCEL_REJECTED;
            report->report.reason = "not now";
        }
        return report;
    };
    open();
    auto const id = place();
    auto const placed = gateway_.wait_for_sent(1).front();
    ask(ports::PauseExchange{"maintenance"});
    book(ReplaceOrder{id, support::quantity("3"), std::nullopt, std::nullopt});
    book(CancelOrder{id});
    book(ReplaceOrder{id, support::quantity("4"), std::nullopt, std::nullopt});
    ask(ports::ResumeExchange{});
    gateway_.tell(*obey(placed));
    auto const sent = gateway_.wait_for_sent(3);
    EXPECT_EQ(sent[1].action, ExchangeAction::CANCEL);
    // Asked after the cancel, which was refused.
    EXPECT_EQ(sent[2].terms.quantity_base, support::quantity("4"));
    gateway_.wait_for_durable(3);
    EXPECT_EQ(order(id).state().terms.quantity_base, support::quantity("4"));
    EXPECT_THAT(refusals(id), ElementsAre("unsent~ taken back by a later cancel"));
}

TEST_F(ExchangePauseTest, APauseCancelsWhatWorksThereAndWhatWaits) {
    gateway_.answer = [](auto const& request) {
        auto report = obey(request);
        if (request.terms.quantity_base == support::quantity("1")) report = std::nullopt;
        return report;
    };
    bench_.setup(R"(
        open_account account_id=beta funding=MARGIN cost_basis=FIFO
        market OTHER BTC-USD BTC/USD 0.01 1
    )");
    auto small = settings();
    small.batch_cancels_max = 2;
    small.walk_accounts_max = 1;
    open(small);
    std::vector<OrderId> works;
    for (int i = 0; i < 5; ++i) works.push_back(place());
    gateway_.wait_for_durable(5);
    bench_.setup(R"(
        place b1 SELL 1@100 account_id=beta
        place o9 BUY 1@100 exchange=OTHER
    )");
    auto const canceled = place();
    gateway_.wait_for_durable(6);
    book(CancelOrder{canceled});
    gateway_.wait_for_durable(7);
    auto const reply = ask(ports::PauseExchange{"fire", true});
    EXPECT_EQ(reply.outcome, Outcome::done);
    EXPECT_EQ(reply.cancels_asked, 6u);
    EXPECT_EQ(desk_->status().paused_because, "fire");
    gateway_.wait_for_durable(12);
    for (auto const& id : works) EXPECT_EQ(order(id).status(), OrderStatus::CANCELED);
    // Once more there is nothing left to ask for.
    EXPECT_EQ(ask(ports::PauseExchange{"fire", true}).cancels_asked, 0u);
    EXPECT_EQ(ask(ports::PauseExchange{"fire"}).cancels_asked, std::nullopt);
    EXPECT_EQ(bench_.verify(), "");
}

TEST_F(ExchangePauseTest, CancelingAllGoesOnWhereAWorkerEndedInTheMiddleOfIt) {
    gateway_.answer = obey;
    open();
    auto const id = place();
    gateway_.wait_for_durable(1);
    close();
    // As a worker leaves it that was killed after the pause was stored.
    bench_.unit_of_work().run([](ports::Repositories& repositories) {
        auto lease = repositories.exchange_leases.lock(venue).value();
        lease.paused_because = lease.cancel_all_because = "fire";
        repositories.exchange_leases.update(lease);
        return ports::Commit::yes;
    });
    open();
    gateway_.wait_for_durable(2);
    EXPECT_EQ(order(id).status(), OrderStatus::CANCELED);
    // When it is done it is done: what is placed after that waits.
    EXPECT_EQ(ask(ports::PauseExchange{"still"}).outcome, Outcome::done);
    bench_.unit_of_work().run([](ports::Repositories& repositories) {
        EXPECT_EQ(repositories.exchange_leases.lock(venue)->cancel_all_because, std::nullopt);
        return ports::Commit::no;
    });
}

}  // namespace
}  // namespace daybook::app
