#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "e2e/daybook_process.hpp"
#include "support/free_port.hpp"
#include "support/postgres_fixture.hpp"

namespace daybook::e2e {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class DbCommandsPostgres : public support::PostgresTest {
  protected:
    Finished run(std::vector<std::string> words, std::string input = {}) {
        return run_daybook(folder_, std::move(words), std::move(input), {{"DATABASE_URL", url_}});
    }
    void SetUp() override {
        PostgresTest::SetUp();
        if (IsSkipped()) return;
        book().query("GRANT ALL ON ALL TABLES IN SCHEMA public TO guarded");
        url_ = "postgresql://guarded:pass%20word@127.0.0.1:" + std::to_string(cluster().port()) +
               "/" + book().database();
    }

    TemporaryFolder folder_;
    std::string url_;
};

TEST_F(DbCommandsPostgres, CheckShowsServerSettingsAndSchema) {
    auto const finished = run({"db", "check"});
    // The template's fingerprints are not this binary's.
    EXPECT_EQ(finished.exit_code, 5) << finished.err;
    for (auto const* words : {"engine     PostgreSQL ", "round trip ", "connections_max 10",
                              "synchronous_commit on", "warning    fsync is off", "schema     "}) {
        EXPECT_THAT(finished.out, HasSubstr(words));
    }
    EXPECT_THAT(finished.out, Not(HasSubstr("pass")));
    EXPECT_THAT(run({"db", "check", "--json"}).out,
                AllOf(HasSubstr("\"round_trip_ns\":"), HasSubstr("\"synchronous_commit\":\"on\"")));
}

TEST_F(DbCommandsPostgres, ABackupCanBeRestoredAndOverwritesNothing) {
    auto const finished = run({"db", "backup", "book.dump"});
    ASSERT_EQ(finished.exit_code, 0) << finished.err;
    EXPECT_THAT(finished.out, HasSubstr("wrote book.dump, "));
    EXPECT_EQ(run({"db", "backup", "book.dump"}).exit_code, 2);
    url_ = cluster().url("nowhere");
    EXPECT_EQ(run({"db", "backup", "other.dump"}).exit_code, 9);
    std::ifstream dump{folder_.file("book.dump")};
    std::string magic(5, '\0');
    dump.read(magic.data(), 5);
    EXPECT_EQ(magic, "PGDMP");
    std::size_t files = 0;
    for (auto const& entry : std::filesystem::directory_iterator{folder_.path()}) {
        (void)entry;
        ++files;
    }
    EXPECT_EQ(files, 1u);
}

TEST_F(DbCommandsPostgres, TheShellAsksAsTheUrlsUser) {
    auto const finished = run({"db", "shell"}, "SELECT 'I am ' || current_user;");
    EXPECT_EQ(finished.exit_code, 0) << finished.err;
    EXPECT_THAT(finished.out, HasSubstr("I am guarded"));
}

TEST_F(DbCommandsPostgres, TheShellsArgumentsHoldNoPassword) {
    auto const finished = run({"db", "shell"}, "\\! tr '\\\\0' ' ' < /proc/$PPID/cmdline\n");
    EXPECT_EQ(finished.exit_code, 0) << finished.err;
    EXPECT_THAT(finished.out, AllOf(HasSubstr("psql"), Not(HasSubstr("pass word"))));
}

TEST_F(DbCommandsPostgres, WaitEndsWhenTheServerAnswers) {
    EXPECT_THAT(run({"db", "wait"}).out, HasSubstr("reachable after "));
    url_ = "postgresql://daybook@127.0.0.1:1/book";
    auto const finished = run({"db", "wait", "--timeout", "0s"});
    EXPECT_EQ(finished.exit_code, 9);
    EXPECT_THAT(finished.err, HasSubstr("nothing listens at"));
    url_ = cluster().url("late");
    DaybookProcess waiting{{.arguments = {"db", "wait"},
                            .variables = {{"DATABASE_URL", url_}},
                            .input = {},
                            .folder = folder_.path()}};
    EXPECT_THAT(waiting.wait_for_line("waiting"), HasSubstr("has no database \"late\""));
    cluster().query("CREATE DATABASE late");
    EXPECT_EQ(waiting.wait().exit_code, 0);
    cluster().drop_database("late");
}

class DbServer : public testing::Test {
  protected:
    void SetUp() override {
        if (!support::postgres_is_expected()) GTEST_SKIP() << "no Postgres server is installed";
        // An ordinary user passes through the folder, even when root made it.
        ::chmod(folder_.path().c_str(), 0755);
    }
    Finished run(std::vector<std::string> words) { return run_daybook(folder_, std::move(words)); }

    TemporaryFolder folder_;
};

TEST_F(DbServer, StartsLogsAndStops) {
    EXPECT_EQ(run({"db", "logs"}).exit_code, 9);
    auto const port = std::to_string(support::free_port());
    auto const started = run({"db", "start", "--port", port});
    ASSERT_EQ(started.exit_code, 0) << started.err;
    auto const url = "postgresql://daybook@127.0.0.1:" + port + "/daybook";
    EXPECT_THAT(started.out, AllOf(HasSubstr("started   "), HasSubstr("url       " + url)));
    EXPECT_THAT(run({"db", "start"}).out, AllOf(HasSubstr("running   "), HasSubstr(url)));
    EXPECT_EQ(run({"migrate", "--database", url}).exit_code, 0);
    EXPECT_EQ(run({"db", "check", "--database", url}).exit_code, 0);
    EXPECT_THAT(run({"db", "logs"}).out, HasSubstr("ready to accept connections"));
    EXPECT_THAT(run({"db", "stop"}).out, HasSubstr("stopped   "));
    EXPECT_THAT(run({"db", "stop"}).out, HasSubstr("no server runs"));
    EXPECT_EQ(run({"db", "check", "--database", url}).exit_code, 9);
    EXPECT_EQ(run({"db", "start", "--port", port}).exit_code, 0);
    EXPECT_EQ(run({"migrate", "status", "--database", url}).exit_code, 0);
    EXPECT_EQ(run({"db", "stop"}).exit_code, 0);
}

class DbCommandsSqlite : public testing::Test {
  protected:
    Finished run(std::vector<std::string> words, std::string input = {}) {
        return run_daybook(folder_, std::move(words), std::move(input),
                           {{"DATABASE_URL", "sqlite:daybook.db"}});
    }
    TemporaryFolder folder_;
};

TEST_F(DbCommandsSqlite, TheShellIsSqlites) {
    ASSERT_EQ(run({"migrate"}).exit_code, 0);
    auto const finished = run({"db", "shell"}, "SELECT count(*) FROM orders; PRAGMA foreign_keys;");
    if (finished.exit_code == 10) GTEST_SKIP() << "sqlite3 is not installed";
    EXPECT_EQ(finished.out, "0\n1\n");
}

TEST_F(DbCommandsSqlite, WaitEndsWhenThereIsADatabase) {
    auto const given_up = run({"db", "wait", "--timeout", "0ms"});
    EXPECT_EQ(given_up.exit_code, 9);
    EXPECT_THAT(given_up.err, HasSubstr("there is no database at sqlite:daybook.db"));
    DaybookProcess waiting{{.arguments = {"db", "wait", "--database", "sqlite:daybook.db"},
                            .variables = {},
                            .input = {},
                            .folder = folder_.path()}};
    EXPECT_THAT(waiting.wait_for_line("waiting"), HasSubstr("there is no database"));
    ASSERT_EQ(run({"migrate"}).exit_code, 0);
    EXPECT_EQ(waiting.wait().exit_code, 0);
}

TEST_F(DbCommandsSqlite, EveryCommandEndsWithStandardInputClosed) {
    ASSERT_EQ(run({"migrate"}).exit_code, 0);
    for (std::string const command :
         {"migrate", "migrate status", "db check", "db wait", "db backup copy.db", "db shell",
          "db logs", "db stop", "verify", "show orders", "export --format csv", "version"}) {
        auto const line = "cd " + folder_.path() + " && HOME=" + folder_.path() +
                          " DATABASE_URL=sqlite:daybook.db timeout 60 " DAYBOOK_BINARY " " +
                          command + " <&- >/dev/null 2>&1";
        int const status = std::system(line.c_str());
        ASSERT_TRUE(WIFEXITED(status)) << command;
        EXPECT_THAT(WEXITSTATUS(status), testing::AnyOf(0, command == "db logs" ? 9 : 0))
            << command;
    }
}

}  // namespace
}  // namespace daybook::e2e
