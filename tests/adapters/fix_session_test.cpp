#include "fix/fix_session.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "fix/fix_gateway.hpp"
#include "model/names.hpp"
#include "support/fix_fixture.hpp"
#include "support/free_port.hpp"
#include "support/temporary_folder.hpp"

namespace daybook::fix {
namespace {

using model::ExecType;
using ports::ExchangeAction;
using ports::ExchangeReport;
using ports::SessionState;
using support::FixCounterparty;
using support::FixRecordingListener;
using support::sample_request;

constexpr auto over = ports::ExchangeGateway::Handed::over;

/// A gateway in this process, and a counterparty in another, over the loopback.
class FixSessionOverTcp : public testing::Test {
  protected:
    FixSessionOverTcp() {
        std::filesystem::create_directories(folder_.file("venue"));
        std::filesystem::create_directories(folder_.file("desk"));
    }

    FixCounterparty& counterparty(std::vector<std::string> options = {}) {
        return counterparty_.emplace(port_, folder_.file("venue"), std::move(options));
    }
    FixGateway& gateway(std::string const& more = "") {
        auto const text = support::fix_settings_text(FixRole::order_routing, port_, more);
        gateway_.emplace(read_fix_settings(text, "fix.cfg", FixRole::order_routing),
                         folder_.file("desk"));
        return *gateway_;
    }
    FixGateway& gateway_that_is_up(std::string const& more = "") {
        auto& session = gateway(more);
        session.start(listener_, 1);
        listener_.wait_for_state(SessionState::up);
        return session;
    }
    /// Places an order and returns the first `count` reports.
    std::vector<ExchangeReport> place(std::string const& symbol, std::size_t count,
                                      std::vector<std::string> options = {},
                                      std::string const& more = "") {
        counterparty(std::move(options));
        EXPECT_EQ(
            gateway_that_is_up(more).send(sample_request(ExchangeAction::PLACE, "a1", symbol)),
            over);
        return listener_.wait_for_reports(count);
    }
    [[nodiscard]] ports::ExchangeRequest follow_up(ExchangeAction action, std::string const& id,
                                                   std::string const& symbol = "BTC-USD") const {
        auto request = sample_request(action, id, symbol);
        request.original_client_order_id = ports::ClientOrderId{"a1"};
        return request;
    }
    static std::vector<ExecType> types(std::vector<ExchangeReport> const& reports) {
        std::vector<ExecType> all;
        for (auto const& report : reports) all.push_back(report.report.exec_type);
        return all;
    }
    /// Everything in the gateway's folder.
    [[nodiscard]] std::string files() const {
        std::string all;
        for (auto const& entry : std::filesystem::directory_iterator(folder_.file("desk"))) {
            std::ifstream file{entry.path()};
            all.append(std::istreambuf_iterator<char>{file}, {});
        }
        return all;
    }

    support::TemporaryFolder folder_;
    int const port_ = support::free_port();
    FixRecordingListener listener_;
    std::optional<FixCounterparty> counterparty_;
    std::optional<FixGateway> gateway_;
};

TEST_F(FixSessionOverTcp, AnOrderIsAcknowledgedFilledAndRecordedOnBothSides) {
    auto const reports = place("BTC-USD", 3, {"--fill=two"});
    EXPECT_EQ(types(reports), (std::vector{ExecType::NEW, ExecType::TRADE, ExecType::TRADE}));
    EXPECT_EQ(reports[1].report.last_quantity_base->value().to_string(), "3.5");
    EXPECT_EQ(reports[1].report.order_status, model::OrderStatus::PARTIALLY_FILLED);
    EXPECT_EQ(reports[2].report.order_status, model::OrderStatus::FILLED);
    EXPECT_EQ(reports[2].report.cumulative_base->value().to_string(), "7");
    EXPECT_NE(reports[1].report.exec_id, reports[2].report.exec_id);
    EXPECT_EQ(counterparty_->recorded("TRADE").size(), 2u);
}

TEST_F(FixSessionOverTcp, WithoutAConnectionNothingIsHandedOver) {
    auto& session = gateway();
    session.start(listener_, 1);
    EXPECT_EQ(listener_.states(), (std::vector{SessionState::down}));
    EXPECT_EQ(listener_.last_reason(), "connecting to 127.0.0.1:" + std::to_string(port_));
    EXPECT_EQ(session.send(sample_request(ExchangeAction::PLACE, "a1")),
              ports::ExchangeGateway::Handed::not_connected);
    EXPECT_EQ(session.describe(),
              "VENUE by FIX.4.4:DESK->VENUE at 127.0.0.1:" + std::to_string(port_));
}

TEST_F(FixSessionOverTcp, CancelsAndReplacesAreConfirmedUnderTheirOwnIds) {
    place("BTC-USD", 1);
    ASSERT_EQ(gateway_->send(follow_up(ExchangeAction::REPLACE, "r1")), over);
    auto cancel = follow_up(ExchangeAction::CANCEL, "c1");
    cancel.original_client_order_id = ports::ClientOrderId{"r1"};
    ASSERT_EQ(gateway_->send(cancel), over);
    auto const reports = listener_.wait_for_reports(3);
    EXPECT_EQ(types(reports), (std::vector{ExecType::NEW, ExecType::REPLACED, ExecType::CANCELED}));
    EXPECT_EQ(reports[1].client_order_id->value(), "r1");
    EXPECT_EQ(reports[1].report.price_quote->value().to_string(), "100.5");
    EXPECT_EQ(reports[2].client_order_id->value(), "c1");
}

TEST_F(FixSessionOverTcp, HabitsOfCounterpartiesAreUnderstood) {
    auto const reports = place("BTC-USD", 1,
                               {"--fill=all", "--omits-new", "--omits-time", "--omits-account",
                                "--restarts-exec-ids", "--shortens-numbers", "--adds-own-fields"},
                               "ExecIds=RESTARTING\n");
    EXPECT_EQ(types(reports), (std::vector{ExecType::TRADE}));
    EXPECT_EQ(reports[0].unreadable_because, std::nullopt);
    EXPECT_EQ(reports[0].report.last_quantity_base->value().to_string(), "7");
    EXPECT_TRUE(reports[0].occurred_at.has_value());
}

TEST_F(FixSessionOverTcp, ACancelMayBeConfirmedUnderTheOrdersId) {
    place("BTC-USD", 1, {"--cancels-under-original"});
    ASSERT_EQ(gateway_->send(follow_up(ExchangeAction::CANCEL, "c1")), over);
    auto const report = listener_.wait_for_reports(2)[1];
    EXPECT_EQ(report.report.exec_type, ExecType::CANCELED);
    EXPECT_EQ(report.client_order_id->value(), "a1");
    EXPECT_EQ(report.original_client_order_id, std::nullopt);
}

TEST_F(FixSessionOverTcp, SilenceIsAnsweredByTheOrdersStatus) {
    place("BTC-USD", 1, {"--ignores-unknown-cancels", "--omits-status-type"});
    auto cancel = sample_request(ExchangeAction::CANCEL, "c9");
    cancel.original_client_order_id = ports::ClientOrderId{"a9"};
    ASSERT_EQ(gateway_->send(cancel), over);
    ASSERT_EQ(gateway_->ask_status(cancel), over);
    ASSERT_EQ(gateway_->ask_status(sample_request(ExchangeAction::PLACE, "a1")), over);
    auto const reports = listener_.wait_for_reports(3);
    EXPECT_TRUE(reports[1].is_unknown_order);
    EXPECT_EQ(reports[1].client_order_id->value(), "a9");
    EXPECT_EQ(reports[2].report.exec_type, ExecType::ORDER_STATUS);
    EXPECT_EQ(reports[2].report.order_status, model::OrderStatus::NEW);
}

TEST_F(FixSessionOverTcp, ARefusalIsFoundByTheNumberOfItsRequest) {
    auto reports = place("REJECT-3", 1);
    ASSERT_EQ(gateway_->send(sample_request(ExchangeAction::PLACE, "a2", "REJECT-J")), over);
    ASSERT_EQ(gateway_->send(sample_request(ExchangeAction::PLACE, "a3", "REJECT-8")), over);
    reports = listener_.wait_for_reports(3);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(reports[i].report.exec_type, ExecType::REJECTED);
        EXPECT_EQ(reports[i].client_order_id->value(), "a" + std::to_string(i + 1));
        EXPECT_TRUE(reports[i].report.reason->starts_with("refused by REJECT-"));
    }
}

TEST_F(FixSessionOverTcp, RefusedCancelsAndReplacesAreToldApart) {
    place("CANCEL-J", 1);
    ASSERT_EQ(gateway_->send(follow_up(ExchangeAction::CANCEL, "c1")), over);
    ASSERT_EQ(gateway_->send(follow_up(ExchangeAction::REPLACE, "r1")), over);
    auto order = sample_request(ExchangeAction::PLACE, "a2", "CANCEL-9");
    ASSERT_EQ(gateway_->send(order), over);
    auto cancel = follow_up(ExchangeAction::CANCEL, "c2");
    cancel.original_client_order_id = ports::ClientOrderId{"a2"};
    ASSERT_EQ(gateway_->send(cancel), over);
    cancel.action = ExchangeAction::REPLACE;
    cancel.client_order_id = ports::ClientOrderId{"r2"};
    ASSERT_EQ(gateway_->send(cancel), over);
    auto const reports = listener_.wait_for_reports(6);
    EXPECT_EQ(types(reports),
              (std::vector{ExecType::NEW, ExecType::CANCEL_REJECTED, ExecType::REPLACE_REJECTED,
                           ExecType::NEW, ExecType::CANCEL_REJECTED, ExecType::REPLACE_REJECTED}));
    EXPECT_EQ(reports[1].client_order_id->value(), "c1");
    EXPECT_EQ(reports[2].client_order_id->value(), "r1");
    EXPECT_EQ(reports[5].client_order_id->value(), "r2");
}

TEST_F(FixSessionOverTcp, ARepeatedReportHasTheIdOfTheFirst) {
    auto const reports = place("BTC-USD", 4, {"--fill=all", "--repeats-reports"});
    EXPECT_EQ(reports[0].report.exec_id, reports[1].report.exec_id);
    EXPECT_EQ(reports[2].report.exec_id, reports[3].report.exec_id);
    EXPECT_NE(reports[0].report.exec_id, reports[2].report.exec_id);
}

TEST_F(FixSessionOverTcp, DelayedAndReorderedReportsAllArrive) {
    auto const reports = place("BTC-USD", 2, {"--fill=all", "--swaps-reports", "--delay-ms=200"});
    EXPECT_EQ(types(reports), (std::vector{ExecType::TRADE, ExecType::NEW}));
}

TEST_F(FixSessionOverTcp, APossResendThatIsKnownIsNoRejection) {
    place("BTC-USD", 1);
    auto again = sample_request(ExchangeAction::PLACE, "a1");
    again.may_be_known = true;
    ASSERT_EQ(gateway_->send(again), over);
    EXPECT_EQ(listener_.wait_for_reports(2)[1].report.exec_type, ExecType::ORDER_STATUS);
    counterparty_->process().wait_for_line("got D a1 again");
    EXPECT_EQ(counterparty_->recorded("ORDER").size(), 1u);
}

TEST_F(FixSessionOverTcp, WhatTheCounterpartyMadeUpIsToldAndNothingIsRefused) {
    counterparty();
    gateway_that_is_up("FeeAsset=USD\n");
    auto const& venue = counterparty_->process();
    venue.tell("send 8 37=E1|17=t1|150=F|39=2|11=a1|32=2|31=10|12=0.5|13=3|55=S|54=1");
    venue.tell("send 8 37=E1|17=t2|150=Z|58=");
    venue.tell("send U7 5000=x");
    venue.tell("send B 148=news|33=1|58=text");
    venue.tell("send 8 37=E1|17=t1|19=t1|150=H|39=0|11=a1");
    auto const reports = listener_.wait_for_reports(3);
    EXPECT_EQ(reports[0].report.fees->at(0).amount.value().to_string(), "0.5");
    EXPECT_TRUE(reports[1].unreadable_because.has_value());
    EXPECT_EQ(reports[2].report.exec_type, ExecType::TRADE_CANCEL);
    for (auto const& line : counterparty_->process().lines()) {
        EXPECT_EQ(line.find("reject"), std::string::npos) << line;
    }
}

TEST_F(FixSessionOverTcp, AllOrdersAreAskedForOnDemand) {
    counterparty();
    gateway_that_is_up("MassStatusOnLogon=Y\n");
    EXPECT_EQ(counterparty_->process().wait_for_line("mass status"), "mass status 7");
}

TEST_F(FixSessionOverTcp, CredentialsAreSentAndStandInNoFile) {
    counterparty();
    gateway_that_is_up("Username=desk\nPassword=hunter2-secret\n");
    EXPECT_EQ(counterparty_->process().wait_for_line("credentials"),
              "credentials desk hunter2-secret");
    counterparty_->process().tell("send B 58=your password hunter2-secret is old|148=x");
    counterparty_->process().tell("send 8 37=E1|17=1|150=0|39=0|11=a1");
    listener_.wait_for_reports(1);
    gateway_->stop();
    auto const all = files();
    EXPECT_NE(all.find("554=***"), std::string::npos);
    EXPECT_NE(all.find("your password *** is old"), std::string::npos);
    EXPECT_EQ(all.find("hunter2"), std::string::npos);
}

TEST_F(FixSessionOverTcp, TwoSessionsCannotHaveOneJournal) {
    counterparty();
    gateway_that_is_up();
    auto const text = support::fix_settings_text(FixRole::order_routing, port_);
    FixGateway second{read_fix_settings(text, "fix.cfg", FixRole::order_routing),
                      folder_.file("desk")};
    EXPECT_THROW(second.start(listener_, 1), ports::ExchangeError);
}

TEST_F(FixSessionOverTcp, KnowsWhatItSentUnderALeaseFromTheFirstSessionThatCouldBegin) {
    auto const asked = [](std::string const& id) {
        return ports::UncertainRequest{ports::ClientOrderId{id}, 2,
                                       model::Timestamp::from_micros(1)};
    };
    counterparty();
    gateway_that_is_up();
    auto const text = support::fix_settings_text(FixRole::order_routing, port_);
    FixGateway second{read_fix_settings(text, "fix.cfg", FixRole::order_routing),
                      folder_.file("desk")};
    EXPECT_EQ(second.was_sent(asked("a1")), ports::SentBefore::unknown);
    EXPECT_THROW(second.start(listener_, 2), ports::ExchangeError);
    gateway_.reset();
    second.start(listener_, 2);
    EXPECT_EQ(second.was_sent(asked("a1")), ports::SentBefore::no);
    second.stop();
    second.start(listener_, 2);
    EXPECT_EQ(second.was_sent(asked("a1")), ports::SentBefore::no);
    second.stop();
    // A new journal in the middle of a lease.
    std::filesystem::remove_all(folder_.file("desk"));
    second.start(listener_, 2);
    EXPECT_EQ(second.was_sent(asked("a1")), ports::SentBefore::unknown);
}

}  // namespace
}  // namespace daybook::fix
