#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "e2e/daybook_process.hpp"
#include "e2e/sample_book.hpp"
#include "support/postgres_cluster.hpp"

namespace daybook::e2e {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

constexpr char const* an_asset = R"({"command":"define_asset","asset":"USD","display_decimals":2})"
                                 "\n";

class DbPush : public testing::Test {
  protected:
    Finished run(std::vector<std::string> arguments, std::string const& input = {}) {
        arguments.insert(arguments.end(), {"--database", "sqlite:book.db"});
        return run_daybook(folder_, std::move(arguments), input);
    }
    void change(std::string const& sql) { run_sql(folder_.file("book.db"), sql); }

    TemporaryFolder folder_;
};

TEST_F(DbPush, TheSchemaHasOneTextWhereverItComesFrom) {
    run({"migrate"});
    auto const code = run({"db", "schema", "--from", "code"});
    EXPECT_EQ(code.exit_code, 0);
    EXPECT_THAT(code.out, HasSubstr("column orders.side: text NOT NULL\n"));
    EXPECT_EQ(run({"db", "schema", "--from", "migrations"}).out, code.out);
    EXPECT_EQ(run({"db", "schema"}).out, code.out);
    change("CREATE INDEX mine ON orders (symbol)");
    EXPECT_EQ(run({"db", "schema"}).out, code.out + "index mine of orders: (symbol)\n");
}

TEST_F(DbPush, PushMigratesAndAddsWhatTheCodeHasBesides) {
    auto const pushed = run({"db", "push"});
    EXPECT_EQ(pushed.exit_code, 0) << pushed.err;
    EXPECT_THAT(pushed.out, StartsWith("Nothing to do"));
    change("DROP INDEX discrepancies_payload; ALTER TABLE orders DROP COLUMN reject_reason");
    auto const added = run({"db", "push"});
    EXPECT_EQ(added.exit_code, 0) << added.err;
    EXPECT_THAT(added.out, AllOf(HasSubstr("ALTER TABLE orders ADD COLUMN reject_reason"),
                                 HasSubstr("CREATE INDEX discrepancies_payload"),
                                 HasSubstr("daybook migrate generate NAME")));
    EXPECT_EQ(run({"db", "schema"}).out, run({"db", "schema", "--from", "code"}).out);
    EXPECT_THAT(run({"migrate", "status"}).out, HasSubstr("0008 push"));
    EXPECT_EQ(run({"verify"}).exit_code, 0);
    EXPECT_EQ(run({"db", "reset", "--yes"}).exit_code, 0);
    EXPECT_THAT(run({"migrate", "status"}).out, HasSubstr("current   schema 7"));
}

TEST_F(DbPush, PushRefusesWhatWouldDestroySomething) {
    run({"migrate"});
    change("ALTER TABLE orders ADD COLUMN market TEXT");
    auto const refused = run({"db", "push"});
    EXPECT_EQ(refused.exit_code, 6);
    EXPECT_THAT(refused.err, AllOf(HasSubstr("column orders.market"), HasSubstr("db reset --yes")));
}

TEST_F(DbPush, ABookWithEntriesIsNeverThrownAway) {
    EXPECT_EQ(run({"apply", "-"}, an_asset).exit_code, 0);
    for (std::vector<std::string> const& arguments :
         {std::vector<std::string>{"db", "push"}, {"db", "reset", "--yes"}}) {
        auto const refused = run(arguments);
        EXPECT_EQ(refused.exit_code, 2);
        EXPECT_THAT(refused.err, HasSubstr("has entries in its book"));
    }
    EXPECT_THAT(run({"export", "--format", "ndjson"}).out, HasSubstr("define_asset"));
}

TEST_F(DbPush, ResetWantsAYesAndTablesThatAreOurs) {
    run({"migrate"});
    auto const asked = run({"db", "reset"});
    EXPECT_EQ(asked.exit_code, 2);
    EXPECT_THAT(asked.err, HasSubstr("nothing was dropped"));
    change("CREATE TABLE theirs (a TEXT)");
    auto const refused = run({"db", "reset", "--yes"});
    EXPECT_EQ(refused.exit_code, 2);
    EXPECT_THAT(refused.err, HasSubstr("holds theirs, which is not Daybook's"));
}

class DbPushOnPostgres : public testing::Test {
  protected:
    void SetUp() override {
        if (!support::postgres_is_expected()) GTEST_SKIP() << "no Postgres server is installed";
        auto& cluster = support::PostgresCluster::shared();
        database_ = cluster.create_database();
    }
    void TearDown() override {
        if (!database_.empty()) support::PostgresCluster::shared().drop_database(database_);
    }
    Finished run(std::vector<std::string> arguments, Variables variables = {},
                 std::string const& input = {}) {
        auto const url = support::PostgresCluster::shared().url(database_);
        arguments.insert(arguments.end(), {"--database", url});
        return run_daybook(folder_, std::move(arguments), input, std::move(variables));
    }

    Variables const development_{{"DAYBOOK_ENV", "development"}};
    std::string database_;
    TemporaryFolder folder_;
};

TEST_F(DbPushOnPostgres, OnlyADevelopmentsDatabaseIsThrownAway) {
    for (std::vector<std::string> const& arguments :
         {std::vector<std::string>{"db", "push"}, {"db", "reset", "--yes"}}) {
        auto const refused = run(arguments);
        EXPECT_EQ(refused.exit_code, 10);
        EXPECT_THAT(refused.err, HasSubstr("DAYBOOK_ENV=development"));
        EXPECT_EQ(run(arguments, development_).exit_code, 0);
    }
}

TEST_F(DbPushOnPostgres, PushAddsWhatIsMissingAndResetMakesItAnew) {
    EXPECT_EQ(run({"migrate"}).exit_code, 0);
    support::PostgresCluster::shared().query(
        "DROP INDEX discrepancies_payload; DROP TRIGGER entries_append_only ON entries", database_);
    EXPECT_EQ(run({"migrate", "status"}).exit_code, 6);
    auto const pushed = run({"db", "push"}, development_);
    EXPECT_EQ(pushed.exit_code, 0) << pushed.err;
    EXPECT_EQ(run({"db", "schema"}).out, run({"db", "schema", "--from", "code"}).out);
    auto const reset = run({"db", "reset", "--yes"}, development_);
    EXPECT_EQ(reset.exit_code, 0) << reset.err;
    EXPECT_EQ(run({"migrate", "status"}).exit_code, 0);
    EXPECT_EQ(run({"apply", "-"}, {}, an_asset).exit_code, 0);
    EXPECT_EQ(run({"db", "reset", "--yes"}, development_).exit_code, 2);
}

TEST_F(DbPushOnPostgres, CheckComparesBothEngines) {
    auto const checked = run({"migrate", "check", "--all"});
    EXPECT_EQ(checked.exit_code, 0) << checked.out;
    EXPECT_THAT(checked.out, HasSubstr("postgres  the migrations make the schema of the code"));
}

}  // namespace
}  // namespace daybook::e2e
