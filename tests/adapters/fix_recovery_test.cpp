#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "fix/fix_gateway.hpp"
#include "support/fix_fixture.hpp"
#include "support/free_port.hpp"
#include "support/temporary_folder.hpp"

namespace daybook::fix {
namespace {

using model::ExecType;
using ports::ExchangeAction;
using ports::SessionState;
using support::FixChildProcess;
using support::FixCounterparty;
using support::FixRecordingListener;
using support::sample_request;

constexpr auto over = ports::ExchangeGateway::Handed::over;

class FixRecovery : public testing::Test {
  protected:
    FixRecovery() {
        std::filesystem::create_directories(folder_.file("venue"));
        std::filesystem::create_directories(folder_.file("desk"));
        std::ofstream{folder_.file("fix.cfg")} << settings_text();
    }

    [[nodiscard]] std::string settings_text() const {
        return support::fix_settings_text(FixRole::order_routing, port_);
    }
    FixCounterparty& counterparty(std::vector<std::string> options = {}) {
        counterparty_.reset();
        return counterparty_.emplace(port_, folder_.file("venue"), std::move(options));
    }
    FixGateway& gateway(FixRecordingListener& listener, std::uint64_t generation = 1,
                        std::string const& more = "") {
        gateway_.reset();
        gateway_.emplace(
            read_fix_settings(settings_text() + more, "fix.cfg", FixRole::order_routing),
            folder_.file("desk"));
        gateway_->start(listener, generation);
        listener.wait_for_state(SessionState::up);
        return *gateway_;
    }
    /// The adapter's process; `durable` or `withheld`.
    FixChildProcess& driver(std::string const& mode) {
        driver_.reset();
        driver_.emplace(DAYBOOK_FIX_DRIVER, std::vector<std::string>{folder_.file("fix.cfg"),
                                                                     folder_.file("desk"), mode});
        return *driver_;
    }
    /// The reports that the driver told, without what precedes them.
    static std::set<std::string> reports_of(FixChildProcess& process) {
        std::set<std::string> reports;
        for (auto const& line : process.lines()) {
            if (line.starts_with("report ")) reports.insert(line);
        }
        return reports;
    }

    support::TemporaryFolder folder_;
    int const port_ = support::free_port();
    /// They outlive whoever tells them.
    std::deque<FixRecordingListener> listeners_;
    std::optional<FixCounterparty> counterparty_;
    std::optional<FixChildProcess> driver_;
    std::optional<FixGateway> gateway_;
};

TEST_F(FixRecovery, AfterTheCounterpartysDeathTheSessionGoesOnWhereItWas) {
    auto& listener = listeners_.emplace_back();
    counterparty({"--fill=all", "--dies-after-reports=1"});
    auto& session = gateway(listener);
    ASSERT_EQ(session.send(sample_request(ExchangeAction::PLACE, "a1")), over);
    listener.wait_for_reports(1);
    listener.wait_for_state(SessionState::down);
    counterparty({"--fill=all"});
    listener.wait_for_state(SessionState::up);
    ASSERT_EQ(session.send(sample_request(ExchangeAction::PLACE, "a2")), over);
    EXPECT_EQ(listener.wait_for_report_on("a2").report.exec_type, ExecType::NEW);
}

TEST_F(FixRecovery, WhatWasSentBeforeTheAdaptersDeathIsKnownAlsoWhenTheNumbersBeginAgain) {
    counterparty();
    driver("durable").wait_for_line("state up");
    driver_->tell("place a1 BTC-USD 7 100");
    driver_->wait_for_line("report NEW");
    driver_->kill();
    auto const asked = [](std::string const& id, std::uint64_t generation) {
        return ports::UncertainRequest{ports::ClientOrderId{id}, generation,
                                       model::Timestamp::from_micros(1)};
    };
    using enum ports::SentBefore;
    std::uint64_t generation = 2;
    for (auto const* more : {"", "ResetOnLogon=Y\n"}) {
        auto& session = gateway(listeners_.emplace_back(), generation++, more);
        EXPECT_EQ(session.was_sent(asked("a1", 1)), yes) << more;
        EXPECT_EQ(session.was_sent(asked("a2", 1)), no) << more;
        EXPECT_EQ(session.was_sent(asked("a2", 9)), unknown) << more;
        session.stop();
    }
    EXPECT_EQ(gateway(listeners_.emplace_back(), generation).was_sent(asked("a1", 1)), yes);
    gateway_.reset();
    // Another machine takes over, where both sides begin anew.
    std::filesystem::remove_all(folder_.file("desk"));
    std::filesystem::create_directories(folder_.file("desk"));
    auto& elsewhere = gateway(listeners_.emplace_back(), generation, "ResetOnLogon=Y\n");
    EXPECT_EQ(elsewhere.was_sent(asked("a1", 1)), unknown);
    EXPECT_EQ(elsewhere.was_sent(asked("a2", 1)), unknown);
}

TEST_F(FixRecovery, ReportsSentWhileTheAdapterWasAwayArriveWhenItIsBack) {
    counterparty({"--delay-ms=1500"});
    driver("durable").wait_for_line("state up");
    driver_->tell("place a1 BTC-USD 7 100");
    counterparty_->process().wait_for_line("got D a1");
    driver_->kill();
    counterparty_->process().wait_for_line("logout");
    auto& listener = listeners_.emplace_back();
    gateway(listener);
    auto const reports = listener.wait_for_reports(1);
    EXPECT_EQ(reports[0].report.exec_type, ExecType::NEW);
    EXPECT_EQ(reports[0].client_order_id->value(), "a1");
}

TEST_F(FixRecovery, WhatWasNotDurableComesAgainAfterTheAdaptersDeath) {
    counterparty({"--fill=two"});
    auto& first = driver("withheld");
    first.wait_for_line("state up");
    first.tell("place a1 BTC-USD 7 100");
    first.tell("place a2 BTC-USD 3 100");
    for (int report = 0; report < 6; ++report) first.wait_for_line("report ");
    auto const heard = reports_of(first);
    ASSERT_EQ(heard.size(), 6u);
    first.kill();

    auto& second = driver("durable");
    for (int report = 0; report < 6; ++report) second.wait_for_line("report ");
    EXPECT_EQ(reports_of(second), heard) << "the same reports under the same ids";
    second.wait_for_line("state up");
    second.kill();

    counterparty_->process().tell("send 8 37=E1|17=last|150=0|39=0|11=a1");
    auto& third = driver("durable");
    third.wait_for_line("report NEW last~");
    EXPECT_LE(reports_of(third).size(), 2u) << "what was durable does not come again, but perhaps "
                                               "the last, in whose middle the process ended";
}

TEST_F(FixRecovery, OnlyWhatFollowsTheFirstReportThatIsNotDurableComesAgain) {
    counterparty({"--fill=two"});
    auto& withholding = listeners_.emplace_back(true);
    ASSERT_EQ(gateway(withholding).send(sample_request(ExchangeAction::PLACE, "a1")), over);
    auto const heard = withholding.wait_for_reports(3);
    withholding.make_durable(0);
    withholding.make_durable(2);

    auto& listener = listeners_.emplace_back();
    gateway(listener);
    auto const again = listener.wait_for_reports(2);
    EXPECT_EQ(again[0].report.exec_id, heard[1].report.exec_id);
    EXPECT_EQ(again[1].report.exec_id, heard[2].report.exec_id);
    EXPECT_EQ(listener.states(),
              (std::vector{SessionState::down, SessionState::synchronizing, SessionState::up}));
}

TEST_F(FixRecovery, AReportBecomesDurableAfterTheGatewayHasStopped) {
    counterparty();
    auto& withholding = listeners_.emplace_back(true);
    auto& session = gateway(withholding);
    ASSERT_EQ(session.send(sample_request(ExchangeAction::PLACE, "a1")), over);
    withholding.wait_for_reports(1);
    session.stop();
    withholding.make_durable(0);
    auto& listener = listeners_.emplace_back();
    ASSERT_EQ(gateway(listener).send(sample_request(ExchangeAction::PLACE, "a2")), over);
    EXPECT_EQ(listener.wait_for_reports(1)[0].client_order_id->value(), "a2");
    gateway_.reset();
    withholding.make_durable(0);
}

TEST_F(FixRecovery, OrdersThatTheExchangeMissedAreSentAgainOnceAndInOrder) {
    auto& listener = listeners_.emplace_back();
    counterparty();
    auto& session = gateway(listener);
    ASSERT_EQ(session.send(sample_request(ExchangeAction::PLACE, "a1")), over);
    listener.wait_for_reports(1);
    // Its sequence numbers of this morning, as after a restore: it asks for what it lacks.
    counterparty_.reset();
    listener.wait_for_state(SessionState::down);
    for (auto const& entry : std::filesystem::directory_iterator(folder_.file("venue"))) {
        if (entry.path().extension() != ".seqnums") continue;
        std::ofstream{entry.path()} << "0000000003 : 0000000002";
    }
    counterparty();
    counterparty_->process().wait_for_line("got D a1 again");
    auto const reports = listener.wait_for_reports(2);
    EXPECT_EQ(reports[1].report.exec_type, ExecType::ORDER_STATUS) << "it was known already";
    EXPECT_EQ(counterparty_->recorded("ORDER").size(), 1u);
}

TEST_F(FixRecovery, ADroppedConnectionLosesNoOrder) {
    auto& listener = listeners_.emplace_back();
    counterparty();
    auto& session = gateway(listener);
    ASSERT_EQ(session.send(sample_request(ExchangeAction::PLACE, "a1", "DROP")), over);
    auto const reports = listener.wait_for_reports(1);
    EXPECT_EQ(reports[0].report.exec_type, ExecType::NEW);
    listener.wait_for_state(SessionState::up);
    EXPECT_GE(std::ranges::count(listener.states(), SessionState::down), 2);
    EXPECT_EQ(counterparty_->recorded("ORDER").size(), 1u);
}

TEST_F(FixRecovery, ARejectionThatOvertakesAGapHidesNoReport) {
    auto& listener = listeners_.emplace_back();
    counterparty({"--rejects-before-resend"});
    auto& session = gateway(listener);
    ASSERT_EQ(session.send(sample_request(ExchangeAction::PLACE, "a1")), over);
    listener.wait_for_reports(1);
    session.stop();
    counterparty_->process().wait_for_line("logout");
    counterparty_->process().tell("send 8 37=E1|17=missed|150=4|39=4|11=a1");
    counterparty_->process().wait_for_line("sent 8");
    gateway(listener);
    counterparty_->process().wait_for_line("resend request");
    counterparty_->process().tell("send 8 37=E1|17=next|150=0|39=0|11=a2");
    static_cast<void>(listener.wait_for_report_on("a2"));
    auto const reports = listener.wait_for_reports(3);
    EXPECT_EQ(reports[1].report.exec_type, ExecType::CANCELED);
    EXPECT_EQ(reports.size(), 3u);
}

TEST_F(FixRecovery, NumbersThatBeginAgainOnBothSidesAreAccepted) {
    auto& listener = listeners_.emplace_back();
    counterparty({"--forgets-numbers"});
    gateway_.emplace(
        read_fix_settings(settings_text() + "ResetOnLogon=Y\n", "fix.cfg", FixRole::order_routing),
        folder_.file("desk"));
    gateway_->start(listener, 1);
    listener.wait_for_state(SessionState::up);
    ASSERT_EQ(gateway_->send(sample_request(ExchangeAction::PLACE, "a1")), over);
    listener.wait_for_reports(1);
    counterparty_->process().kill();
    listener.wait_for_state(SessionState::down);
    counterparty({"--forgets-numbers"});
    listener.wait_for_state(SessionState::up);
    ASSERT_EQ(gateway_->send(sample_request(ExchangeAction::PLACE, "a2")), over);
    EXPECT_EQ(listener.wait_for_reports(2)[1].client_order_id->value(), "a2");
}

}  // namespace
}  // namespace daybook::fix
