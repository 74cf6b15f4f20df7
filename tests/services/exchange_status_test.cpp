#include <gtest/gtest.h>

#include "model/names.hpp"
#include "services/exchange_answers.hpp"
#include "support/dispatch_values.hpp"

namespace daybook::services {
namespace {

using namespace model;
using support::outbox_request;
using support::quantity;
using support::status_report;

constexpr auto PLACE = ExchangeAction::PLACE;
constexpr auto CANCEL = ExchangeAction::CANCEL;
constexpr auto REPLACE = ExchangeAction::REPLACE;

/// An order of ten, in the book after `reports`, with `filled` of it filled.
Order order_after(std::vector<ExecType> const& reports, std::string_view filled = "0",
                  TimeInForce time_in_force = TimeInForce::GTC) {
    auto state = support::sample_order_state("alpha", support::order_id(1));
    state.terms.quantity_base = quantity("10");
    state.terms.time_in_force = time_in_force;
    auto order = Order::restore(state);
    for (auto const type : reports) {
        Execution execution;
        execution.exec_type = type;
        order.report(execution, std::nullopt, support::at_micros(0));
    }
    if (filled != "0") order.fill({quantity(filled), {}, {}}, {}, support::at_micros(0));
    return order;
}

std::string_view text_of(StatusReading::Request request) {
    using enum StatusReading::Request;
    switch (request) {
        case unchanged:
            return "unchanged";
        case accepted:
            return "accepted";
        case refused:
            return "refused";
        case waits:
            return "waits";
        case lost:
            return "lost";
    }
    return "?";
}

/// `accepted; books NEW; misses trades`
std::string said(StatusReading const& reading) {
    std::string text{text_of(reading.request)};
    for (auto const& report : reading.unheard) {
        text += "; books " + std::string{name_of(report.exec_type)};
    }
    if (reading.misses_trades) text += "; misses trades";
    if (reading.forgot_order) text += "; forgot the order";
    return text;
}

std::string read(ports::ExchangeReport const& status, Order const& order,
                 std::optional<ExchangeAction> waits, bool asked = true) {
    auto request = outbox_request(1, 5, waits.value_or(PLACE), RequestState::SENT);
    return said(read_status(status, order, waits ? &request : nullptr, asked));
}
std::string read(OrderStatus status, Order const& order, std::optional<ExchangeAction> waits,
                 std::string_view filled = "0", bool asked = true) {
    return read(status_report(1, 5, status, filled), order, waits, asked);
}

TEST(ExchangeReadStatus, OfAnOrderThatWasPlaced) {
    auto const placed = order_after({});
    EXPECT_EQ(read(OrderStatus::NEW, placed, PLACE), "accepted; books NEW");
    EXPECT_EQ(read(OrderStatus::PENDING_NEW, placed, PLACE), "waits");
    EXPECT_EQ(read(OrderStatus::REJECTED, placed, PLACE), "refused; books REJECTED");
    EXPECT_EQ(read(OrderStatus::CANCELED, placed, PLACE), "accepted; books CANCELED");
    EXPECT_EQ(read(OrderStatus::EXPIRED, placed, PLACE), "accepted; books EXPIRED");
    EXPECT_EQ(read(OrderStatus::PARTIALLY_FILLED, placed, PLACE, "3"),
              "accepted; books NEW; books ORDER_STATUS; misses trades");
    EXPECT_EQ(read(OrderStatus::FILLED, placed, PLACE, "10"),
              "accepted; books NEW; books ORDER_STATUS; misses trades");
    EXPECT_EQ(read(OrderStatus::CANCELED, placed, PLACE, "3"),
              "accepted; books ORDER_STATUS; misses trades");
}

TEST(ExchangeReadStatus, OfACancel) {
    auto working = order_after({ExecType::NEW}, "4");
    working.request_cancel(5, support::at_micros(0));
    EXPECT_EQ(read(OrderStatus::CANCELED, working, CANCEL, "4"), "accepted; books CANCELED");
    EXPECT_EQ(read(OrderStatus::CANCELED, working, CANCEL, "6"),
              "accepted; books ORDER_STATUS; misses trades");
    EXPECT_EQ(read(OrderStatus::PENDING_CANCEL, working, CANCEL, "4"), "waits");
    EXPECT_EQ(read(OrderStatus::PARTIALLY_FILLED, working, CANCEL, "4"), "lost");
    EXPECT_EQ(read(OrderStatus::FILLED, working, CANCEL, "10"),
              "refused; books CANCEL_REJECTED; books ORDER_STATUS; misses trades");
    EXPECT_EQ(read(OrderStatus::EXPIRED, working, CANCEL, "4"), "refused; books EXPIRED");
    // Not asked since it was sent: it may be on its way.
    EXPECT_EQ(read(OrderStatus::PARTIALLY_FILLED, working, CANCEL, "4", false), "waits");
}

TEST(ExchangeReadStatus, OfAReplace) {
    auto working = order_after({ExecType::NEW});
    working.request_replace(5, {quantity("7"), support::price("101")}, support::at_micros(0));
    auto status = status_report(1, 5, OrderStatus::NEW);
    EXPECT_EQ(read(status, working, REPLACE), "lost")
        << "without terms nothing shows that it has it";
    status.report.quantity_base = quantity("10");
    status.report.price_quote = support::price("101");
    EXPECT_EQ(read(status, working, REPLACE), "lost");
    status.report.quantity_base = quantity("7");
    EXPECT_EQ(read(status, working, REPLACE), "accepted; books REPLACED");
    status.report.price_quote = support::price("100");
    EXPECT_EQ(read(status, working, REPLACE), "lost");
    EXPECT_EQ(read(status, working, REPLACE, false), "waits");
    EXPECT_EQ(read(OrderStatus::PENDING_REPLACE, working, REPLACE), "waits");
    EXPECT_EQ(read(OrderStatus::CANCELED, working, REPLACE), "refused; books CANCELED");
    EXPECT_EQ(read(OrderStatus::FILLED, working, REPLACE, "10"),
              "refused; books REPLACE_REJECTED; books ORDER_STATUS; misses trades");
}

TEST(ExchangeReadStatus, AReplaceBelowWhatIsFilledLeavesWhatIsFilled) {
    auto working = order_after({ExecType::NEW}, "8");
    working.request_replace(5, {quantity("7"), support::price("101")}, support::at_micros(0));
    auto status = status_report(1, 5, OrderStatus::FILLED, "8");
    status.report.quantity_base = quantity("8");
    EXPECT_EQ(read(status, working, REPLACE), "accepted; books REPLACED");
    auto request = outbox_request(1, 5, REPLACE, RequestState::SENT);
    request.quantity_base = quantity("7");
    auto const reading = read_status(status, working, &request, true);
    EXPECT_EQ(reading.unheard.front().cumulative_base, quantity("8"))
        << "by which the book knows why it is not 7";
}

TEST(ExchangeReadStatus, OfAnOrderThatNoRequestWaitsFor) {
    auto const working = order_after({ExecType::NEW}, "4");
    EXPECT_EQ(read(OrderStatus::PARTIALLY_FILLED, working, std::nullopt, "4"), "unchanged");
    EXPECT_EQ(read(OrderStatus::CANCELED, working, std::nullopt, "4"), "unchanged; books CANCELED");
    EXPECT_EQ(read(OrderStatus::EXPIRED, working, std::nullopt, "4"), "unchanged; books EXPIRED");
    EXPECT_EQ(read(OrderStatus::CALCULATED, working, std::nullopt, "4"),
              "unchanged; books CALCULATED");
    EXPECT_EQ(read(OrderStatus::FILLED, working, std::nullopt, "10"),
              "unchanged; books ORDER_STATUS; misses trades");
    // The book is ahead of a status that is old.
    EXPECT_EQ(read(OrderStatus::CANCELED, working, std::nullopt, "2"), "unchanged");
    EXPECT_EQ(
        read(OrderStatus::NEW, order_after({ExecType::NEW, ExecType::CANCELED}), std::nullopt),
        "unchanged");
}

TEST(ExchangeReadStatus, TheEndOfADayEndsOnlyOrdersOfADay) {
    auto const of_day = order_after({ExecType::NEW}, "0", TimeInForce::DAY);
    EXPECT_EQ(read(OrderStatus::DONE_FOR_DAY, of_day, std::nullopt),
              "unchanged; books DONE_FOR_DAY");
    EXPECT_EQ(read(OrderStatus::DONE_FOR_DAY, order_after({ExecType::NEW}), std::nullopt),
              "unchanged");
}

TEST(ExchangeReadStatus, ARejectEndsAnOrderAndOneThatWorksAllTheSameDiffers) {
    EXPECT_EQ(read(OrderStatus::REJECTED, order_after({ExecType::NEW}), std::nullopt),
              "unchanged; books REJECTED");
    EXPECT_EQ(read(OrderStatus::NEW, order_after({ExecType::REJECTED}), std::nullopt),
              "unchanged; books ORDER_STATUS");
}

TEST(ExchangeReadStatus, AnOrderThatIsUnknownWasLostWhereItWasAskedFor) {
    auto status = status_report(1, 5, OrderStatus::REJECTED);
    status.is_unknown_order = true;
    EXPECT_EQ(read(status, order_after({}), PLACE), "lost");
    EXPECT_EQ(read(status, order_after({}), PLACE, false), "waits");
    EXPECT_EQ(read(status, order_after({ExecType::NEW}), CANCEL), "lost; forgot the order");
    EXPECT_EQ(read(status, order_after({ExecType::NEW}), std::nullopt),
              "unchanged; forgot the order");
    EXPECT_EQ(read(status, order_after({ExecType::NEW, ExecType::CANCELED}), std::nullopt),
              "unchanged");
}

TEST(ExchangeReadStatus, AStatusThatTellsNothingLeavesTheRequestWaiting) {
    auto status = status_report(1, 5, OrderStatus::NEW);
    status.report.order_status.reset();
    for (auto const action : {PLACE, CANCEL, REPLACE}) {
        EXPECT_EQ(read(status, order_after({}), action), "waits");
    }
}

TEST(ExchangeReadStatus, TradesAreMissedAlsoWhereItSaysNothingElse) {
    auto status = status_report(1, 5, OrderStatus::NEW, "3");
    status.report.order_status.reset();
    auto const reading = read_status(status, order_after({}), nullptr, true);
    EXPECT_EQ(said(reading), "unchanged; books ORDER_STATUS; misses trades");
    EXPECT_TRUE(reading.unheard.front().exec_id.value().ends_with("~unsaid~3"));
}

TEST(ExchangeReadStatus, BooksUnderAnIdThatASecondReadingRepeats) {
    auto const request = outbox_request(1, 5, CANCEL, RequestState::SENT);
    auto const order = order_after({ExecType::NEW});
    auto const status = status_report(1, 2, OrderStatus::CANCELED);
    auto const reading = read_status(status, order, &request, true);
    ASSERT_EQ(reading.unheard.size(), 1u);
    EXPECT_EQ(reading.unheard.front().exec_id.value(),
              "status~" + request.client_order_id.value() + "~CANCELED");
    EXPECT_EQ(std::get<OrderId>(reading.unheard.front().order), support::order_id(1));
}

}  // namespace
}  // namespace daybook::services
