#include <gtest/gtest.h>

#include <csignal>

#include "e2e/daybook_process.hpp"
#include "e2e/flow_sender.hpp"
#include "e2e/http_client.hpp"
#include "e2e/order_flow.hpp"
#include "e2e/tape.hpp"

namespace daybook::e2e {
namespace {

class Tape : public testing::Test {
  protected:
    std::string database(std::string const& name) const { return "sqlite:" + folder_.file(name); }
    Finished daybook(std::vector<std::string> arguments, std::string input = {}) const {
        return run_daybook(folder_, std::move(arguments), std::move(input));
    }
    std::size_t count(std::string const& database, std::string const& status) const {
        auto const shown =
            daybook({"show", "orders", "--json", "--status", status, "--database", database});
        return lines_of(shown.out).size();
    }
    TemporaryFolder folder_;
};

TEST_F(Tape, AnHourOfOrderFlowEndsWithTheKnownFigures) {
    auto const text = tape("");
    if (text.empty()) GTEST_SKIP() << "the tape is not there";
    auto const db = database("aapl.db");
    auto const applied = daybook({"apply", "-", "--database", db}, text);
    EXPECT_EQ(applied.exit_code, 0) << applied.out;
    EXPECT_EQ(count(db, "CANCELED"), 40'932u);
    EXPECT_EQ(count(db, "FILLED"), 2'944u);
    EXPECT_EQ(count(db, "NEW"), 379u);
    EXPECT_EQ(count(db, "PARTIALLY_FILLED"), 1u);
    auto const position =
        daybook({"show", "positions", "--json", "--account", "mm-0-0", "--database", db}).out;
    EXPECT_NE(position.find("\"quantity_base\":\"-20936\""), std::string::npos) << position;
    EXPECT_NE(position.find("\"realized_pnl_quote\":\"7162.41\""), std::string::npos) << position;
    EXPECT_NE(position.find("\"fees_quote\":\"-105.572\""), std::string::npos) << position;
    auto const balances =
        daybook({"show", "balances", "--json", "--account", "mm-0-0", "--database", db}).out;
    EXPECT_NE(balances.find("\"available\":\"12270323.642\""), std::string::npos) << balances;
    EXPECT_EQ(daybook({"verify", "--database", db}).exit_code, 0);
    auto const before = daybook({"export", "--format", "ndjson", "--database", db}).out;
    auto const again = daybook({"apply", "-", "--database", db}, text);
    EXPECT_EQ(again.exit_code, 0);
    EXPECT_EQ(again.out.find("DONE"), std::string::npos) << again.out;
    // The entries of the tape, the line of the book and a checkpoint.
    EXPECT_EQ(lines_of(before).size(), 174'911u + 2);
    EXPECT_TRUE(before == daybook({"export", "--format", "ndjson", "--database", db}).out);
}

TEST_F(Tape, IsTheSameBookOverHttpInBatchesAndOneByOne) {
    auto const text = tape("");
    if (text.empty()) GTEST_SKIP() << "the tape is not there";
    auto const lines = lines_of(text);
    std::vector<std::string> const first{lines.begin(), lines.begin() + 20'000};
    struct Case {
        std::vector<std::string> const& lines;
        Sending sending;
    };
    int number = 0;
    for (auto const& each : {Case{lines, {1, 1000}}, Case{first, {4, 1}}}) {
        auto const flow = split_by_account(each.lines);
        auto const name = std::to_string(++number);
        DaybookProcess process{{.arguments = {"worker", "--listen", "127.0.0.1:0", "--database",
                                              database(name + "-http.db")},
                                .variables = {},
                                .input = {},
                                .folder = folder_.path()}};
        FlowSender sender{flow, each.sending};
        EXPECT_TRUE(sender.send_to(port_of(process.wait_for_line("port="))));
        process.send(SIGTERM);
        EXPECT_EQ(process.wait().exit_code, 0);
        EXPECT_EQ(
            daybook({"apply", "-", "--database", database(name + ".db")}, flow.all()).exit_code, 0);
        EXPECT_TRUE(
            comparable(
                daybook({"export", "--format", "ndjson", "--database", database(name + "-http.db")})
                    .out) == comparable(daybook({"export", "--format", "ndjson", "--database",
                                                 database(name + ".db")})
                                            .out))
            << "case " << name;
    }
}

TEST_F(Tape, HoldsOfPrefundedAccountsEqualTheLiveOrders) {
    auto const text = tape("--funding PREFUNDED");
    if (text.empty()) GTEST_SKIP() << "the tape is not there";
    auto const db = database("prefunded.db");
    EXPECT_EQ(daybook({"apply", "-", "--database", db}, text).exit_code, 0);
    // verify compares HELD of every account with what its live orders need.
    EXPECT_EQ(daybook({"verify", "--database", db}).exit_code, 0);
}

}  // namespace
}  // namespace daybook::e2e
