#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/exchange_answers.hpp"
#include "support/exchange_desk_fixture.hpp"

namespace daybook::app {
namespace {

/// What another worker books of the orders of a desk's exchange, in the desk's book.
class ExchangeDeskOfTwoWorkersTest : public ExchangeDeskTest {
  protected:
    /// One report of it is durable.
    OrderId working_order() {
        auto const id = place();
        gateway_.tell(report(gateway_.wait_for_sent(1).front(), ExecType::NEW, "n-1"));
        gateway_.wait_for_durable(1);
        return id;
    }
    /// What the exchange answers a cancel with, not told yet; one report was.
    ExchangeReport refused_cancel() {
        auto const id = working_order();
        book(CancelOrder{id});
        return report(gateway_.wait_for_sent(2).back(), ExecType::CANCEL_REJECTED, "r-1");
    }
    static Command booking(BookExecution report) {
        Command command;
        command.account_id = AccountId{"alpha"};
        command.content = std::move(report);
        return command;
    }
    /// An order that the exchange has replaced by three at 90, not told yet; one report was.
    ExchangeReport replaced() {
        auto const id = working_order();
        book(ReplaceOrder{id, support::quantity("3"), support::price("90"), {}});
        auto told = report(gateway_.wait_for_sent(2).back(), ExecType::REPLACED, "e-1");
        told.report.quantity_base = support::quantity("3");
        told.report.price_quote = support::price("90");
        return told;
    }
    static ExchangeReport status_after(ExchangeReport const& told) {
        auto status = told;
        status.report.exec_type = ExecType::ORDER_STATUS;
        status.report.exec_id = ExecId{"s-1"};
        status.report.order_status = OrderStatus::NEW;
        status.report.cumulative_base = Quantity{};
        return status;
    }
    /// What the exchange does after it has replaced the order: one at 80.
    static BookExecution restated(ExchangeReport const& told) {
        auto report = told.report;
        report.order = services::order_named_by(told).value();
        report.exec_type = ExecType::RESTATED;
        report.exec_id = ExecId{"e-2"};
        report.quantity_base = support::quantity("1");
        report.price_quote = support::price("80");
        return report;
    }
    std::string terms(OrderId const& id) {
        auto const terms = order(id).state().terms;
        return terms.quantity_base.value().to_string() + "@" +
               terms.price_quote->value().to_string();
    }
    static BookExecution as_told_by_status(ExchangeReport const& told) {
        auto booked = told.report;
        booked.order = services::order_named_by(told).value();
        booked.exec_id = services::id_by_status(told.client_order_id->value(), booked.exec_type);
        return booked;
    }
};

TEST_F(ExchangeDeskOfTwoWorkersTest, ARepeatIsNoConflictWhereAStatusWasReadInBetween) {
    open();
    auto const refused = refused_cancel();
    gateway_.tell(refused);
    gateway_.wait_for_durable(2);
    // By another worker, which has not seen the report.
    book(as_told_by_status(refused));
    gateway_.tell(refused);
    gateway_.wait_for_durable(3);
    EXPECT_THAT(discrepancies("alpha"), testing::IsEmpty());
}

TEST_F(ExchangeDeskOfTwoWorkersTest, ARepeatIsNoConflictWhereAStatusWasReadBefore) {
    open();
    auto const refused = refused_cancel();
    book(as_told_by_status(refused));
    gateway_.tell(refused);
    gateway_.wait_for_durable(2);
    gateway_.tell(refused);
    gateway_.wait_for_durable(3);
    EXPECT_THAT(discrepancies("alpha"), testing::IsEmpty());
}

TEST_F(ExchangeDeskOfTwoWorkersTest, AStatusCountsOnlyWhereItsRequestHasNoAnswerWhenItIsBooked) {
    open();
    auto const told = replaced();
    auto const id = services::order_named_by(told).value();
    // By another worker, which has the exchange while this one stands still.
    auto first = booking(told.report);
    std::get<BookExecution>(first.content).order = id;
    first.answers = RequestAnswer{read_client_order_id(*told.client_order_id)->entry_seq, {}};
    meanwhile({first, booking(restated(told))});
    gateway_.tell(status_after(told));
    gateway_.wait_for_durable(2);
    EXPECT_EQ(terms(id), "1@80");
    book(CancelOrder{id});
    EXPECT_EQ(gateway_.wait_for_sent(3).back().action, ExchangeAction::CANCEL)
        << "the replace is no longer waited for";
}

TEST_F(ExchangeDeskOfTwoWorkersTest, AReportCountsOnceWhereAStatusTellsOfItJustBeforeItIsBooked) {
    open();
    auto const told = replaced();
    auto const id = services::order_named_by(told).value();
    meanwhile({booking(as_told_by_status(told)), booking(restated(told))});
    gateway_.tell(told);
    gateway_.wait_for_durable(2);
    EXPECT_EQ(terms(id), "1@80");
    EXPECT_THAT(discrepancies("alpha"), testing::IsEmpty());
}

}  // namespace
}  // namespace daybook::app
