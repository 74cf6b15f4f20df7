#include "fix/fix_drop_copy.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "support/fix_fixture.hpp"
#include "support/free_port.hpp"
#include "support/temporary_folder.hpp"

namespace daybook::fix {
namespace {

using model::ExecType;
using ports::SessionState;
using support::FixCounterparty;
using support::FixRecordingListener;

/// A drop copy in this process that a counterparty in another connects to.
class FixDropCopyOverTcp : public testing::Test {
  protected:
    FixDropCopyOverTcp() { std::filesystem::create_directories(folder_.file("venue")); }

    FixDropCopy& drop_copy(FixRecordingListener& listener) {
        drop_copy_.reset();
        auto const text = support::fix_settings_text(FixRole::drop_copy, port_,
                                                     "Account=house\nAccount.ACME-7=alpha\n");
        drop_copy_.emplace(read_fix_settings(text, "fix.cfg", FixRole::drop_copy),
                           folder_.file("desk"));
        drop_copy_->start(listener);
        return *drop_copy_;
    }
    FixCounterparty& counterparty() {
        counterparty_.emplace(port_, folder_.file("venue"), std::vector<std::string>{"--connects"});
        counterparty_->process().wait_for_line("logon");
        return *counterparty_;
    }

    support::TemporaryFolder folder_;
    int const port_ = support::free_port();
    /// They outlive whoever tells them.
    std::deque<FixRecordingListener> listeners_;
    std::optional<FixDropCopy> drop_copy_;
    std::optional<FixCounterparty> counterparty_;
};

std::string const order = "37=E1|11=theirs|1=ACME-7|55=BTC-USD|54=1|38=5|40=2|44=100|59=1|";

TEST_F(FixDropCopyOverTcp, ReportsOfOrdersPlacedElsewhereCarryTheirOrder) {
    auto& listener = listeners_.emplace_back();
    drop_copy(listener);
    counterparty();
    listener.wait_for_state(SessionState::up);
    counterparty_->process().tell("send 8 " + order + "17=1|150=0|39=0|14=0|151=5");
    counterparty_->process().tell("send 8 " + order + "17=2|150=F|39=1|14=2|151=3|32=2|31=99.5");
    counterparty_->process().tell("send 8 37=E2|17=3|150=0|39=0|55=BTC-USD");
    auto const reports = listener.wait_for_reports(3);
    EXPECT_EQ(reports[0].report.exec_type, ExecType::NEW);
    EXPECT_EQ(reports[1].report.exec_type, ExecType::TRADE);
    EXPECT_EQ(reports[1].report.exec_id.value(), "2");
    ASSERT_TRUE(reports[1].placed_elsewhere);
    EXPECT_EQ(reports[1].placed_elsewhere->account_id.value(), "alpha");
    EXPECT_EQ(reports[1].placed_elsewhere->terms.quantity_base.value().to_string(), "5");
    EXPECT_FALSE(reports[2].placed_elsewhere);
    EXPECT_TRUE(reports[2].order_untold_because.has_value());
    EXPECT_EQ(reports[2].report.exchange_order_id, model::ExchangeOrderId{"E2"});
}

TEST_F(FixDropCopyOverTcp, WhatWasNotDurableComesAgain) {
    auto& withholding = listeners_.emplace_back(true);
    drop_copy(withholding);
    counterparty();
    withholding.wait_for_state(SessionState::up);
    counterparty_->process().tell("send 8 " + order + "17=1|150=F|39=1|14=2|151=3|32=2|31=99.5");
    auto const heard = withholding.wait_for_reports(1);
    auto& listener = listeners_.emplace_back();
    drop_copy(listener);
    auto const again = listener.wait_for_reports(1);
    EXPECT_EQ(again[0].report.exec_id, heard[0].report.exec_id);
}

}  // namespace
}  // namespace daybook::fix
