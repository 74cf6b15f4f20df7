#include <gtest/gtest.h>

#include <csignal>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "e2e/daybook_process.hpp"
#include "e2e/flow_sender.hpp"
#include "e2e/http_client.hpp"
#include "e2e/order_flow.hpp"
#include "e2e/tape.hpp"

namespace daybook::e2e {
namespace {

DaybookProcess::Options worker(TemporaryFolder const& folder) {
    return {.arguments = {"worker", "--listen", "127.0.0.1:0", "--database",
                          "sqlite:" + folder.file("book.db")},
            .variables = {},
            .input = {},
            .folder = folder.path()};
}

/// The numbers of the entries that an export holds, by account.
std::map<std::string, std::set<std::size_t>> entries_of(std::string const& ndjson) {
    std::map<std::string, std::set<std::size_t>> entries;
    for (auto const& line : lines_of(ndjson)) {
        auto const account = line.substr(15, line.find('"', 15) - 15);
        entries[account].insert(
            static_cast<std::size_t>(std::atoll(line.c_str() + line.find("\"seq\":") + 6)));
    }
    return entries;
}

/// Sends `flow` to a worker that is killed ten times in the middle of it, then to one that lives,
/// everything from the start each time, and compares the book with that of a calm run.
/// Shape: a kill comes after `answers_min` to twice as many answers to another connection, not
/// after a time.
void expect_to_survive_ten_kills(OrderFlow const& flow, Sending sending, std::size_t answers_min) {
    TemporaryFolder folder;
    FlowSender sender{flow, sending};
    std::mt19937 random{7};
    for (int kill = 0; kill < 10; ++kill) {
        DaybookProcess process{worker(folder)};
        auto const port = port_of(process.wait_for_line("port="));
        std::thread killer{[&, answers = answers_min + random() % answers_min] {
            try {
                HttpClient client{port};
                for (std::size_t i = 0; i < answers; ++i) client.get("/v1/accounts?limit=1");
            } catch (std::exception const&) {
            }
            process.send(SIGKILL);
        }};
        sender.send_to(port);
        killer.join();
        EXPECT_EQ(process.wait().exit_code, 128 + SIGKILL);
    }
    DaybookProcess process{worker(folder)};
    EXPECT_TRUE(sender.send_to(port_of(process.wait_for_line("port="))));
    process.send(SIGTERM);
    EXPECT_EQ(process.wait().exit_code, 0);

    auto const database = "sqlite:" + folder.file("book.db");
    auto const verified = run_daybook(folder, {"verify", "--database", database});
    EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
    auto const crashed =
        run_daybook(folder, {"export", "--format", "ndjson", "--database", database}).out;
    auto const stored = entries_of(crashed);
    for (auto const& answer : sender.answers()) {
        ASSERT_NE(answer.status, "REFUSED");
        ASSERT_TRUE(answer.entry_seq == 0 || stored.at(answer.account).contains(answer.entry_seq))
            << answer.account << " entry " << answer.entry_seq << " was answered and is gone";
    }
    auto const calm = "sqlite:" + folder.file("calm.db");
    EXPECT_EQ(run_daybook(folder, {"apply", "-", "--database", calm}, flow.all()).exit_code, 0);
    EXPECT_TRUE(
        comparable(crashed) ==
        comparable(run_daybook(folder, {"export", "--format", "ndjson", "--database", calm}).out))
        << "the book differs from that of an undisturbed run";
}

TEST(WorkerCrash, TenKillsUnderLoadLoseNothingAndDoubleNothing) {
    expect_to_survive_ten_kills(make_order_flow(7, 4, 700),
                                {.connections_per_account = 2, .commands_per_request = 7}, 60);
}

TEST(WorkerCrash, TenKillsInTheMiddleOfTheTape) {
    auto const text = tape("");
    if (text.empty()) GTEST_SKIP() << "the tape is not there";
    expect_to_survive_ten_kills(split_by_account(lines_of(text)),
                                {.connections_per_account = 1, .commands_per_request = 100}, 300);
}

}  // namespace
}  // namespace daybook::e2e
