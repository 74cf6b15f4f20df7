#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/version.hpp"
#include "e2e/daybook_process.hpp"
#include "e2e/sample_book.hpp"

namespace daybook::e2e {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::Not;

/// `daybook migrate` on files of SQLite.
class MigrateTool : public testing::Test {
  protected:
    Finished run(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "migrate");
        arguments.insert(arguments.end(), {"--database", "sqlite:book.db"});
        return run_daybook(folder_, std::move(arguments));
    }
    void change(std::string const& sql) { run_sql(folder_.file("book.db"), sql); }

    TemporaryFolder folder_;
};

/// When, by whom and how long, of a migration that was applied in this run.
std::string const just_now =
    "20..-..-.. ..:..:..Z  by .+@.+, daybook " + std::string{app::version()} + ", in .* s";

/// The newest schema, and what says so.
constexpr std::size_t newest = 7;
std::string const at_newest = "current   schema 7";

TEST_F(MigrateTool, UpSaysALineForEachMigration) {
    auto const done = run({});
    EXPECT_EQ(done.exit_code, 0);
    auto const lines = lines_of(done.out);
    ASSERT_EQ(lines.size(), newest + 2);
    EXPECT_EQ(lines[0], "sqlite    book.db  schema 0 of 7");
    EXPECT_THAT(lines[1], MatchesRegex("0001 init +applied   " + just_now));
    EXPECT_THAT(lines[2], MatchesRegex("0002 outbox +applied   " + just_now));
    EXPECT_THAT(lines[3], MatchesRegex("0003 exchange_sessions +applied   " + just_now));
    EXPECT_THAT(lines[4], MatchesRegex("0004 domains +applied   " + just_now));
    EXPECT_THAT(lines[newest], MatchesRegex("0007 checkpoints +applied   " + just_now));
    EXPECT_EQ(lines.back(), at_newest);
    EXPECT_THAT(done.err, IsEmpty());
}

TEST_F(MigrateTool, UpSaysWhenAndByWhomEarlierOnesWereApplied) {
    run({"up", "--to", "1"});
    change("UPDATE daybook_migrations SET applied_by = 'deploy@ci-41', daybook_version = '0.0.9'");
    for (auto const* state : {"the rest is applied", "nothing is pending"}) {
        auto const lines = lines_of(run({}).out);
        ASSERT_EQ(lines.size(), newest + 2) << state;
        EXPECT_THAT(lines[1], MatchesRegex("0001 init +applied   20..-..-.. ..:..:..Z  by "
                                           "deploy@ci-41, daybook 0.0.9"));
        EXPECT_THAT(lines[2], HasSubstr("by "));
    }
    EXPECT_THAT(run({"up", "--json"}).out,
                AllOf(HasSubstr("\"applied_by\":\"deploy@ci-41\",\"daybook_version\":\"0.0.9\""),
                      HasSubstr("\"drift\":[]")));
}

TEST_F(MigrateTool, UpAppliesWhatIsPendingAndTellsOfDrift) {
    run({"up", "--to", "1"});
    change("CREATE INDEX mine ON accounts (state)");
    for (auto const* state : {"the rest is applied", "nothing is pending"}) {
        auto const up = run({"up"});
        EXPECT_EQ(up.exit_code, 6) << state;
        EXPECT_THAT(up.out, AllOf(HasSubstr("0004 domains"), HasSubstr(at_newest + "\ndrift"),
                                  HasSubstr("index mine of accounts")));
    }
    EXPECT_THAT(run({"up", "--json"}).out,
                AllOf(HasSubstr("\"state\":\"drift\""), HasSubstr("\"drift\":[\"index mine of")));
    change("DROP INDEX mine");
    EXPECT_EQ(run({"up"}).exit_code, 0);
}

TEST_F(MigrateTool, CheckOfTheDatabaseTellsOfDriftAndOfWhenAndByWhom) {
    run({});
    auto const check = [&](std::vector<std::string> more) {
        std::vector<std::string> arguments{"db", "check", "--database", "sqlite:book.db"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run_daybook(folder_, arguments);
    };
    auto const sound = check({});
    EXPECT_EQ(sound.exit_code, 0) << sound.err;
    EXPECT_THAT(sound.out,
                AllOf(HasSubstr("schema     " + at_newest + "\n"),
                      HasSubstr("\n           0001 init                    applied   20"),
                      HasSubstr(", daybook " + std::string{app::version()} + "\n")));
    change("CREATE INDEX mine ON accounts (state)");
    auto const drifted = check({});
    EXPECT_EQ(drifted.exit_code, 6);
    EXPECT_THAT(drifted.out, AllOf(HasSubstr("\n           drift     "),
                                   HasSubstr("\n               index mine of accounts")));
    EXPECT_THAT(check({"--json"}).out,
                AllOf(HasSubstr("\"state\":\"drift\""), HasSubstr("\"applied_by\":\"")));
}

TEST_F(MigrateTool, UpGoesToTheVersionThatIsAsked) {
    auto const done = run({"up", "--to", "1", "--json"});
    EXPECT_EQ(done.exit_code, 0);
    EXPECT_THAT(done.out, HasSubstr("\"current\":1,\"target\":7,\"state\":\"behind\""));
    EXPECT_EQ(lines_of(done.out).size(), 1u);
    EXPECT_EQ(run({}).exit_code, 0);
    auto const back = run({"up", "--to", "1"});
    EXPECT_EQ(back.exit_code, 2);
    EXPECT_THAT(back.err, HasSubstr("no migration is undone"));
    EXPECT_EQ(run({"up", "--to", "8"}).exit_code, 2);
}

TEST_F(MigrateTool, PlanPrintsTheSqlAndTouchesNothing) {
    auto const planned = run({"plan"});
    EXPECT_EQ(planned.exit_code, 3);
    EXPECT_THAT(planned.out, AllOf(HasSubstr("migrations/0002_outbox/sqlite.sql"),
                                   HasSubstr("CREATE TABLE exchange_leases (")));
    EXPECT_EQ(run({"status"}).exit_code, 3);
    run({});
    auto const nothing = run({"plan"});
    EXPECT_EQ(nothing.exit_code, 0);
    EXPECT_THAT(nothing.out, HasSubstr("Nothing is pending"));
}

TEST_F(MigrateTool, AFailureNamesFileLineAndStatementAndWhatRemains) {
    run({"up", "--to", "1"});
    change("CREATE TABLE exchange_leases (a TEXT)");
    auto const failed = run({"up"});
    EXPECT_EQ(failed.exit_code, 7);
    EXPECT_THAT(failed.out,
                AllOf(HasSubstr("FAILED    migrations/0002_outbox/sqlite.sql:25\n"
                                "    CREATE TABLE exchange_leases (\n"),
                      HasSubstr("\n    table exchange_leases already exists"),
                      HasSubstr("\nNothing of 0002 remains; the schema is still 1.\n")));
    auto const json = run({"up", "--json"});
    EXPECT_EQ(json.exit_code, 7);
    EXPECT_THAT(json.out, AllOf(HasSubstr("\"state\":\"behind\""), HasSubstr("\"error\":\"0002")));
    change("DROP TABLE exchange_leases");
    EXPECT_EQ(run({"up"}).exit_code, 0);
}

TEST_F(MigrateTool, StatusFindsASchemaThatWasChangedByHand) {
    run({});
    EXPECT_EQ(run({"status"}).exit_code, 0);
    change("CREATE INDEX mine ON accounts (state)");
    auto const drifted = run({"status"});
    EXPECT_EQ(drifted.exit_code, 6);
    EXPECT_THAT(drifted.out, HasSubstr("index mine of accounts"));
    EXPECT_THAT(run({"status", "--json"}).out,
                AllOf(HasSubstr("\"state\":\"drift\""), HasSubstr("index mine of accounts")));
}

TEST_F(MigrateTool, AnEditedMigrationIsAcceptedForAReason) {
    run({});
    change("UPDATE daybook_migrations SET fingerprint = 'v1:x' WHERE version = 2");
    auto const edited = run({"status"});
    EXPECT_EQ(edited.exit_code, 5);
    EXPECT_THAT(edited.out, HasSubstr("daybook migrate repair 2 --reason TEXT"));
    EXPECT_EQ(run({"up"}).exit_code, 5);
    EXPECT_EQ(run({"repair", "2"}).exit_code, 2) << "without a reason";
    EXPECT_EQ(run({"repair", "2", "--reason", " "}).exit_code, 2);
    auto const repaired = run({"repair", "2", "--reason", "a typo in a comment"});
    EXPECT_EQ(repaired.exit_code, 0) << repaired.err;
    EXPECT_THAT(repaired.out, HasSubstr("a typo in a comment"));
    EXPECT_EQ(run({"status"}).exit_code, 0);
    auto const again = run({"repair", "2", "--reason", "again"});
    EXPECT_EQ(again.exit_code, 2);
    EXPECT_THAT(again.err, HasSubstr("nothing to repair"));
}

TEST_F(MigrateTool, ABaselineAdoptsADatabaseThatIsTheVersionAlready) {
    run({});
    change("DROP TABLE daybook_migrations");
    auto const foreign = run({"up"});
    EXPECT_EQ(foreign.exit_code, 5);
    EXPECT_THAT(foreign.err, HasSubstr("daybook migrate baseline N"));
    auto const other = run({"baseline", "1"});
    EXPECT_EQ(other.exit_code, 6);
    EXPECT_THAT(other.err, HasSubstr("table outbox"));
    auto const adopted = run({"baseline", "7"});
    EXPECT_EQ(adopted.exit_code, 0) << adopted.err;
    EXPECT_THAT(adopted.out, AllOf(HasSubstr("baseline"), HasSubstr(at_newest)));
    EXPECT_EQ(run({"up"}).exit_code, 0);
    EXPECT_EQ(run({"baseline", "7"}).exit_code, 5);
    EXPECT_EQ(run({"baseline", "9"}).exit_code, 2);
}

TEST_F(MigrateTool, ADatabaseThatIsAheadNamesTheRelease) {
    run({});
    change(
        "INSERT INTO daybook_migrations (version, name, fingerprint, state, compatible_from, "
        "applied_by, daybook_version, started_at) VALUES (8, 'later', 'v1:x', 'applied', 8, "
        "'ada', '9.9.9', 0)");
    auto const ahead = run({"status"});
    EXPECT_EQ(ahead.exit_code, 4);
    EXPECT_THAT(ahead.out, HasSubstr("ahead     the database is at schema 8; this binary knows 7. "
                                     "The database is fine. Deploy daybook 9.9.9 or newer."));
    EXPECT_EQ(run({"up"}).exit_code, 4);
}

TEST_F(MigrateTool, EveryActionHasAHelpWithAnExample) {
    for (std::string const action :
         {"up", "plan", "status", "generate", "new", "lint", "check", "baseline", "repair"}) {
        auto const finished = run_daybook(folder_, {"migrate", action, "--help"});
        EXPECT_EQ(finished.exit_code, 0);
        EXPECT_THAT(finished.out, HasSubstr("  daybook migrate " + action));
    }
}

TEST_F(MigrateTool, WrongArgumentsAreAUsageError) {
    for (std::vector<std::string> const& arguments : {std::vector<std::string>{"down"},
                                                      {"up", "--to", "0"},
                                                      {"up", "--to", "x"},
                                                      {"up", "--wait", "5"},
                                                      {"up", "--lock-timeout", "-1s"},
                                                      {"new"},
                                                      {"generate"},
                                                      {"baseline"},
                                                      {"baseline", "0"},
                                                      {"repair", "--reason", "x"},
                                                      {"status", "--to", "1"}}) {
        EXPECT_EQ(run(arguments).exit_code, 2) << testing::PrintToString(arguments);
    }
}

TEST_F(MigrateTool, AServerThatDoesNotAnswerIsWaitedForNoLongerThanAsked) {
    auto const finished = run_daybook(folder_, {"migrate", "up", "--wait", "200ms", "--database",
                                                "postgresql://ada:hunter2@127.0.0.1:1/book"});
    EXPECT_EQ(finished.exit_code, 9);
    EXPECT_THAT(finished.err, AllOf(HasSubstr("\nwaiting   "), Not(HasSubstr("hunter2"))));
}

}  // namespace
}  // namespace daybook::e2e
