#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include <csignal>
#include <string>

#include "e2e/daybook_process.hpp"
#include "e2e/http_client.hpp"

namespace daybook::e2e {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// A worker with a paper exchange, whose pauses make lines of the log.
class WorkerLog : public testing::Test {
  protected:
    DaybookProcess::Options worker(Variables variables = {}) {
        return {.arguments = {"worker", "--listen", "127.0.0.1:0", "--database",
                              "sqlite:" + folder_.file("book.db"), "--exchange", "paper"},
                .variables = std::move(variables),
                .input = {},
                .folder = folder_.path()};
    }
    static std::string pause(HttpClient& client, std::string const& reason) {
        auto const answer =
            client.post("/v1/exchanges/PAPER/pause", R"({"reason":")" + reason + "\"}");
        EXPECT_EQ(answer.status, 200) << answer.body;
        return answer.body;
    }

    TemporaryFolder folder_;
};

constexpr char forged[] = R"(x\" level=error)";

TEST_F(WorkerLog, InTextAValueCannotForgeAFieldOrALine) {
    DaybookProcess process{worker()};
    HttpClient client{port_of(process.wait_for_line("port="))};
    pause(client, forged);
    EXPECT_THAT(process.wait_for_line("exchange paused"),
                HasSubstr("Z warn exchange paused exchange=PAPER reason=\"x\\\" level=error\" "));
    process.send(SIGTERM);
    EXPECT_EQ(process.wait().exit_code, 0);
}

TEST_F(WorkerLog, InJsonEachValueIsAMember) {
    DaybookProcess process{worker({{"DAYBOOK_LOG_FORMAT", "json"}})};
    auto const listening = boost::json::parse(process.wait_for_line("\"http listening\""));
    HttpClient client{static_cast<int>(listening.at("port").as_int64())};
    pause(client, forged);
    auto const paused = boost::json::parse(process.wait_for_line("exchange paused"));
    EXPECT_EQ(paused.at("level"), "warn");
    EXPECT_EQ(paused.at("message"), "exchange paused");
    EXPECT_EQ(paused.at("exchange"), "PAPER");
    EXPECT_EQ(paused.at("reason"), "x\" level=error");
    process.send(SIGTERM);
    for (auto const& line : lines_of(process.wait().err)) {
        EXPECT_NO_THROW((void)boost::json::parse(line)) << line;
    }
}

TEST_F(WorkerLog, GivesTheJournalAPriorityALine) {
    auto options = worker();
    options.err_is_journal = true;
    DaybookProcess process{options};
    HttpClient client{port_of(process.wait_for_line("port="))};
    pause(client, "maintenance");
    EXPECT_THAT(process.wait_for_line("exchange paused"), StartsWith("<4>20"));
    process.send(SIGTERM);
    EXPECT_THAT(process.wait().err, HasSubstr("\n<6>20"));
}

TEST_F(WorkerLog, GivesTheJournalWhyItDidNotStartAsAnError) {
    auto options = worker({{"DAYBOOK_LANES", "none"}});
    options.err_is_journal = true;
    EXPECT_THAT(DaybookProcess{options}.wait().err, StartsWith("<3>daybook: DAYBOOK_LANES"));
}

TEST_F(WorkerLog, GivesOthersNoPriority) {
    auto const elsewhere = worker({{"DAYBOOK_LANES", "none"}, {"JOURNAL_STREAM", "1:2"}});
    EXPECT_THAT(DaybookProcess{elsewhere}.wait().err, StartsWith("daybook: DAYBOOK_LANES"));
}

TEST_F(WorkerLog, ThatNobodyReadsStopsNoWorkAndNoSignal) {
    auto options = worker({{"DAYBOOK_LOG_LINES_MAX", "8"}});
    options.err_bytes_max = 4'096;
    DaybookProcess process{options};
    HttpClient client{port_of(process.wait_for_line("port="))};
    auto const fill = [&] {
        for (int i = 0; i < 100; ++i) pause(client, std::string(100, 'x'));
    };
    fill();
    EXPECT_THAT(client.get("/metrics").body, AllOf(HasSubstr("\ndaybook_log_lines_dropped_total "),
                                                   Not(HasSubstr("dropped_total 0"))));
    EXPECT_THAT(process.wait_for_line("log lines dropped"), HasSubstr("Z warn log lines dropped"));
    fill();
    process.send(SIGTERM);
    EXPECT_EQ(process.wait_without_reading().exit_code, 0);
}

}  // namespace
}  // namespace daybook::e2e
