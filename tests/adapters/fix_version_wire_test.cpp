#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "fix/fix_gateway.hpp"
#include "support/fix_fixture.hpp"
#include "support/free_port.hpp"
#include "support/temporary_folder.hpp"

namespace daybook::fix {
namespace {

using model::ExecType;
using model::OrderStatus;
using ports::ExchangeAction;
using ports::ExchangeReport;
using ports::ExchangeRequest;
using support::sample_request;

constexpr auto over = ports::ExchangeGateway::Handed::over;

/// A session of one version with a counterparty, in another process, that refuses every field which
/// that version does not have.
class FixVersionOnTheWire : public testing::TestWithParam<char const*> {
  protected:
    FixVersionOnTheWire() {
        std::filesystem::create_directories(folder_.file("venue"));
        venue_.emplace(
            port_, folder_.file("venue"),
            std::vector<std::string>{"--strict", std::string{"--version="} + GetParam()});
        auto const text =
            support::fix_settings_text(FixRole::order_routing, port_, settings(), GetParam());
        gateway_.emplace(read_fix_settings(text, "fix.cfg", FixRole::order_routing),
                         folder_.file("desk"));
        gateway_->start(listener_, 1);
        listener_.wait_for_state(ports::SessionState::up);
        if (!settings().empty()) venue_->process().wait_for_line("mass status 7");
    }

    /// FIX 4.2 has neither.
    [[nodiscard]] static std::string settings() {
        bool const is_oldest = GetParam() == std::string{"FIX.4.2"};
        return is_oldest ? "" : "Username=desk\nPassword=hunter2\nMassStatusOnLogon=Y\n";
    }
    ExchangeReport send(ExchangeRequest const& request) {
        EXPECT_EQ(gateway_->send(request), over);
        return next();
    }
    ExchangeReport ask(ExchangeRequest const& request) {
        EXPECT_EQ(gateway_->ask_status(request), over);
        // A refusal of the question concerns no order and is no report.
        venue_->process().wait_for_line("got H");
        return next();
    }
    ExchangeReport next() {
        ++reports_;
        return listener_.wait_for_reports(reports_).at(reports_ - 1);
    }
    static ExchangeRequest change(ExchangeAction action, std::string const& id) {
        auto request = sample_request(action, id, "REST");
        request.original_client_order_id = ports::ClientOrderId{"a1"};
        request.exchange_order_id = model::ExchangeOrderId{"E1"};
        return request;
    }
    std::vector<std::string> refusals() {
        std::vector<std::string> refused;
        for (auto const& line : venue_->process().lines()) {
            if (line.starts_with("refused")) refused.push_back(line);
        }
        return refused;
    }

    support::TemporaryFolder folder_;
    int port_ = support::free_port();
    support::FixRecordingListener listener_;
    std::optional<support::FixCounterparty> venue_;
    std::optional<FixGateway> gateway_;
    std::size_t reports_ = 0;
};

TEST_P(FixVersionOnTheWire, HasEveryFieldThatIsSent) {
    auto place = sample_request(ExchangeAction::PLACE, "a1", "REST");
    place.terms.type = model::OrderType::STOP_LIMIT;
    place.terms.stop_price_quote = model::Price{model::Decimal::from_integer(90)};
    place.terms.time_in_force = model::TimeInForce::GTD;
    place.terms.expires_at = model::Timestamp::parse("2046-12-24T12:00:00Z");
    EXPECT_EQ(send(place).report.exec_type, ExecType::NEW);
    auto replace = change(ExchangeAction::REPLACE, "r1");
    replace.terms = place.terms;
    replace.may_be_known = true;
    EXPECT_EQ(send(replace).report.exec_type, ExecType::REPLACED);
    EXPECT_EQ(send(change(ExchangeAction::CANCEL, "c1")).report.exec_type, ExecType::CANCELED);
    EXPECT_THAT(refusals(), testing::IsEmpty());
}

TEST_P(FixVersionOnTheWire, IsAskedHowAnOrderStandsAndUnderstoodWhenItSaysSo) {
    auto const place = sample_request(ExchangeAction::PLACE, "a1", "HALF");
    EXPECT_EQ(send(place).report.exec_type, ExecType::NEW);
    EXPECT_EQ(next().report.exec_type, ExecType::TRADE);
    auto const half = ask(place);
    EXPECT_EQ(half.report.exec_type, ExecType::ORDER_STATUS);
    EXPECT_EQ(half.report.order_status, OrderStatus::PARTIALLY_FILLED);
    EXPECT_EQ(half.report.cumulative_base, model::Quantity{model::Decimal::parse("3.5").value()});
    EXPECT_FALSE(half.is_unknown_order);
    // The answer names the order, and not the request that was asked of.
    EXPECT_EQ(ask(change(ExchangeAction::CANCEL, "c1")).client_order_id, place.client_order_id);
    auto const unknown = ask(sample_request(ExchangeAction::PLACE, "a2", "REST"));
    EXPECT_EQ(unknown.report.exec_type, ExecType::ORDER_STATUS);
    EXPECT_TRUE(unknown.is_unknown_order);
    EXPECT_THAT(refusals(), testing::IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Version, FixVersionOnTheWire,
                         testing::Values("FIX.4.2", "FIX.4.3", "FIX.4.4"), [](auto const& version) {
                             std::string name{version.param};
                             std::erase(name, '.');
                             return name;
                         });

}  // namespace
}  // namespace daybook::fix
