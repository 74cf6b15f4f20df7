#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <string>

#include "fix/fix_gateway.hpp"
#include "support/fix_fixture.hpp"
#include "support/fix_scenarios.hpp"
#include "support/free_port.hpp"
#include "support/ledger_bench.hpp"
#include "support/temporary_folder.hpp"

namespace daybook::fix {
namespace {

using ports::ExchangeAction;
using support::FixRow;
using support::FixScenario;

/// OrdStatus (39) and ExecType (150), whose values agree where both have a name.
std::map<std::string, std::string> const codes{
    {"NEW", "0"},          {"PARTIALLY_FILLED", "1"}, {"FILLED", "2"},
    {"DONE_FOR_DAY", "3"}, {"CANCELED", "4"},         {"REPLACED", "5"},
    {"STOPPED", "7"},      {"PENDING_CANCEL", "6"},   {"REJECTED", "8"},
    {"SUSPENDED", "9"},    {"PENDING_NEW", "A"},      {"CALCULATED", "B"},
    {"EXPIRED", "C"},      {"RESTATED", "D"},         {"PENDING_REPLACE", "E"},
    {"TRADE", "F"},        {"TRADE_CORRECT", "G"},    {"TRADE_CANCEL", "H"},
    {"ORDER_STATUS", "I"}};

/// One scenario over the wire: our requests as messages, the reports as the counterparty's, and
/// what comes out of them in a ledger.
class ScenarioOnTheWire {
  public:
    ScenarioOnTheWire(FixScenario const& scenario, FixGateway& gateway,
                      support::FixCounterparty& venue, support::FixRecordingListener& listener)
        : scenario_{scenario}, gateway_{gateway}, venue_{venue}, listener_{listener} {
        bench_.story("deposit 1000000 USD");
        EXPECT_EQ(bench_.said("place o1 BUY " + scenario.quantity +
                              "@10 time_in_force=" + scenario.time_in_force),
                  "DONE");
        send(ExchangeAction::PLACE);
    }

    void play(FixRow const& row, std::size_t& reports) {
        ++number_;
        expected_ = row.expected.substr(0, row.expected.find(' '));
        if (row.words[0] == "request") return request(row);
        venue_.process().tell("send " + message_of(row));
        auto const heard = listener_.wait_for_reports(++reports);
        auto const& report = heard[reports - 1];
        ASSERT_FALSE(report.unreadable_because) << *report.unreadable_because;
        model::Command command;
        command.account_id = model::AccountId{"alpha"};
        command.occurred_at = report.occurred_at;
        auto booking = report.report;
        booking.order = model::IdempotencyKey{row.name.empty() ? "o1" : row.name};
        command.content = std::move(booking);
        EXPECT_EQ(bench_.run(command, row.words[1]).status, model::AnswerStatus::DONE);
    }

    [[nodiscard]] std::string status() const { return bench_.status("o1"); }

  private:
    [[nodiscard]] std::string name(std::string const& id) const { return scenario_.id + "-" + id; }

    void send(ExchangeAction action) {
        auto const id = action == ExchangeAction::PLACE ? "p" : "r" + std::to_string(number_);
        auto message = support::sample_request(action, name(id), "SILENT");
        if (action != ExchangeAction::PLACE) {
            message.original_client_order_id = ports::ClientOrderId{name("p")};
        }
        EXPECT_EQ(gateway_.send(message), ports::ExchangeGateway::Handed::over);
        venue_.process().wait_for_line(name(id));
    }

    void request(FixRow const& row) {
        bool const cancels = row.words[1] == "cancel";
        auto const price = row.words.size() > 3 ? "@" + row.words[3] : std::string{};
        auto const key = row.name.empty() ? std::string{} : " key=" + row.name;
        EXPECT_EQ(bench_.said((cancels ? "cancel o1" : "replace o1 " + row.words[2] + price) + key),
                  "DONE");
        send(cancels ? ExchangeAction::CANCEL : ExchangeAction::REPLACE);
    }

    [[nodiscard]] std::string message_of(FixRow const& row) const {
        auto const& words = row.words;
        auto const& type = words[1];
        auto const number = std::to_string(number_);
        auto const begin = "37=" + name("E") + "|11=" + name("p") + "|39=" + codes.at(expected_);
        if (type == "CANCEL_REJECTED" || type == "REPLACE_REJECTED") {
            return "9 37=" + name("E") + "|11=" + name("r" + number) + "|41=" + name("p") +
                   "|39=" + codes.at(expected_) +
                   "|102=0|434=" + (type == "CANCEL_REJECTED" ? "1" : "2");
        }
        auto const head = "8 " + begin + "|55=BTC-USD|54=1|150=" + codes.at(type);
        if (type == "TRADE") return head + "|17=" + name(words[2]) + fill(words, 3);
        if (type == "TRADE_CORRECT" || type == "TRADE_CANCEL") {
            return head + "|17=" + name(words[2]) + "|19=" + name(words[3]) +
                   (type == "TRADE_CORRECT" ? fill(words, 4) : std::string{});
        }
        auto const other = head + "|17=" + name("s" + number);
        if (words.size() == 2) return other;
        if (type == "STOPPED") return other + fill(words, 2);
        return other + "|38=" + words[2] + (words.size() > 3 ? "|44=" + words[3] : std::string{});
    }

    static std::string fill(std::vector<std::string> const& words, std::size_t at) {
        return "|32=" + words[at] + "|31=" + words[at + 1];
    }

    FixScenario const& scenario_;
    FixGateway& gateway_;
    support::FixCounterparty& venue_;
    support::FixRecordingListener& listener_;
    support::LedgerBench bench_{"funding=MARGIN cost_basis=FIFO"};
    int number_ = 0;
    std::string expected_;
};

TEST(FixOrderStateOnTheWire, EveryScenarioGivesTheStandardsStatusAndQuantities) {
    support::TemporaryFolder folder;
    std::filesystem::create_directories(folder.file("venue"));
    auto const port = support::free_port();
    support::FixCounterparty venue{port, folder.file("venue"), {"--ignores-unknown-cancels"}};
    support::FixRecordingListener listener;
    auto const text = support::fix_settings_text(FixRole::order_routing, port);
    FixGateway gateway{read_fix_settings(text, "fix.cfg", FixRole::order_routing),
                       folder.file("desk")};
    gateway.start(listener, 1);
    listener.wait_for_state(ports::SessionState::up);
    std::size_t reports = 0;
    for (auto const& scenario : support::fix_scenarios()) {
        ScenarioOnTheWire wire{scenario, gateway, venue, listener};
        for (auto const& row : scenario.rows) {
            wire.play(row, reports);
            EXPECT_EQ(wire.status(), row.expected)
                << scenario.id << " " << scenario.title << ", line " << row.line;
        }
    }
    EXPECT_GT(reports, 100u);
    gateway.stop();
}

}  // namespace
}  // namespace daybook::fix
