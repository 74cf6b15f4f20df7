#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>

#include "e2e/daybook_process.hpp"
#include "sqlite/sqlite_connection.hpp"

namespace daybook::e2e {
namespace {

using sqlite::SqliteConnection;
using testing::HasSubstr;

class MigrateSqlite : public testing::Test {
  protected:
    DaybookProcess::Options command(std::vector<std::string> words) {
        words.insert(words.end(), {"--database", "sqlite:daybook.db"});
        return {
            .arguments = std::move(words), .variables = {}, .input = {}, .folder = folder_.path()};
    }
    Finished run(std::vector<std::string> words) {
        return DaybookProcess{command(std::move(words))}.wait();
    }
    void change(std::string const& sql) {
        SqliteConnection{file_, SQLITE_OPEN_READWRITE}.execute(sql.c_str());
    }
    std::string value_of(std::string const& sql) {
        return SqliteConnection{file_, SQLITE_OPEN_READWRITE}.value_of(sql.c_str());
    }

    TemporaryFolder folder_;
    std::string file_ = folder_.file("daybook.db");
};

TEST_F(MigrateSqlite, OfEightAtOnceOneAppliesAndAllAreContent) {
    std::vector<std::unique_ptr<DaybookProcess>> processes;
    for (int i = 0; i < 8; ++i) {
        processes.push_back(std::make_unique<DaybookProcess>(command({"migrate"})));
    }
    for (auto& process : processes) {
        auto const finished = process->wait();
        EXPECT_EQ(finished.exit_code, 0) << finished.err;
    }
    EXPECT_EQ(run({"migrate", "status"}).exit_code, 0);
    EXPECT_EQ(value_of("SELECT count(*) = max(version) FROM daybook_migrations"), "1");
}

TEST_F(MigrateSqlite, OfEightAtOnceOnAnOlderFileTheCopyIsOfTheOlderSchema) {
    ASSERT_EQ(run({"migrate", "--to", "1"}).exit_code, 0);
    std::vector<std::unique_ptr<DaybookProcess>> processes;
    for (int i = 0; i < 8; ++i) {
        processes.push_back(std::make_unique<DaybookProcess>(command({"migrate"})));
    }
    for (auto& process : processes) {
        auto const finished = process->wait();
        EXPECT_EQ(finished.exit_code, 0) << finished.err;
    }
    auto const copy = file_ + ".schema-1.bak";
    EXPECT_EQ((SqliteConnection{copy, SQLITE_OPEN_READWRITE}.value_of("PRAGMA user_version")), "1");
    for (auto const& entry : std::filesystem::directory_iterator{folder_.path()}) {
        EXPECT_NE(entry.path().extension(), ".unfinished");
    }
}

TEST_F(MigrateSqlite, KilledWhileItWaitsForTheFileNothingIsChanged) {
    ASSERT_EQ(run({"migrate", "--to", "1"}).exit_code, 0);
    {
        SqliteConnection other{file_, SQLITE_OPEN_READWRITE};
        other.begin(SqliteConnection::Begin::immediate);
        DaybookProcess waiting{command({"migrate"})};
        EXPECT_THAT(waiting.wait_for_line("another process writes to"), HasSubstr("daybook.db"));
        waiting.send(SIGKILL);
        EXPECT_EQ(waiting.wait().exit_code, 128 + SIGKILL);
    }
    EXPECT_EQ(value_of("PRAGMA user_version"), "1");
    EXPECT_EQ(run({"migrate"}).exit_code, 0);
    EXPECT_EQ(run({"verify"}).exit_code, 0);
}

TEST_F(MigrateSqlite, TablesOfSomebodyElseAreRefusedWithAWayOut) {
    SqliteConnection{file_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE}.execute(
        "CREATE TABLE theirs (id INTEGER)");
    auto const finished = run({"migrate"});
    EXPECT_EQ(finished.exit_code, 5);
    EXPECT_THAT(finished.err, HasSubstr("daybook migrate baseline"));
    EXPECT_EQ(value_of("SELECT count(*) FROM sqlite_schema"), "1");
}

TEST_F(MigrateSqlite, AHistoryThatIsNotThisBinarysIsCode5) {
    ASSERT_EQ(run({"migrate"}).exit_code, 0);
    for (std::string const edit : {"SET fingerprint = 'v1:edited' WHERE version = 1",
                                   "SET name = 'renamed' WHERE version = 2"}) {
        change("CREATE TABLE kept AS SELECT * FROM daybook_migrations");
        change("UPDATE daybook_migrations " + edit);
        EXPECT_EQ(run({"migrate"}).exit_code, 5) << edit;
        EXPECT_EQ(run({"verify"}).exit_code, 5) << edit;
        change(
            "DELETE FROM daybook_migrations; INSERT INTO daybook_migrations SELECT * FROM kept; "
            "DROP TABLE kept");
    }
    change("DELETE FROM daybook_migrations WHERE version = 1");
    EXPECT_EQ(run({"migrate", "status"}).exit_code, 5);
}

TEST_F(MigrateSqlite, AnOlderBinaryStartsOnANewerSchemaThatSaysSo) {
    ASSERT_EQ(run({"migrate"}).exit_code, 0);
    change(
        "INSERT INTO daybook_migrations SELECT version + 1, 'newer', 'v1:', 'applied', version, "
        "'x', 'x', 0, 0, NULL FROM daybook_migrations ORDER BY version DESC LIMIT 1");
    EXPECT_EQ(run({"migrate", "status"}).exit_code, 0);
    EXPECT_EQ(run({"verify"}).exit_code, 0);
    change("UPDATE daybook_migrations SET compatible_from = version WHERE name = 'newer'");
    for (std::vector<std::string> const& words :
         {std::vector<std::string>{"migrate", "status"}, {"migrate"}, {"verify"}}) {
        EXPECT_EQ(run(words).exit_code, 4);
    }
}

}  // namespace
}  // namespace daybook::e2e
