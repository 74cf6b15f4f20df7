#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include "e2e/daybook_process.hpp"
#include "postgres/postgres_connection.hpp"
#include "support/postgres_fixture.hpp"

namespace daybook::e2e {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using Begin = postgres::PostgresConnection::Begin;

/// Another program's connection, with a transaction that is open.
class Neighbour {
  public:
    Neighbour(std::string const& url, std::string const& sql)
        : factory_{
              {.url = postgres::PostgresUrl::parse(url).value(), .application_name = "neighbour"}} {
        connection_.begin(Begin::unit_of_work);
        connection_.execute(sql);
    }

  private:
    postgres::PostgresConnectionFactory factory_;
    postgres::PostgresConnection connection_{factory_};
};

class MigratePostgres : public testing::Test {
  protected:
    void SetUp() override {
        if (!support::postgres_is_expected()) GTEST_SKIP() << "no Postgres server is installed";
        database_ = cluster().create_database();
    }
    void TearDown() override {
        if (!IsSkipped()) cluster().drop_database(database_);
    }

    static support::PostgresCluster& cluster() { return support::PostgresCluster::shared(); }
    [[nodiscard]] std::string url() const { return cluster().url(database_); }
    std::vector<std::string> query(std::string const& sql) {
        return cluster().query(sql, database_);
    }
    DaybookProcess::Options command(std::vector<std::string> words) {
        words.insert(words.end(), {"--database", url()});
        return {
            .arguments = std::move(words), .variables = {}, .input = {}, .folder = folder_.path()};
    }
    Finished run(std::vector<std::string> words) {
        return DaybookProcess{command(std::move(words))}.wait();
    }
    std::vector<std::string> applied() {
        return query(
            "SELECT version FROM daybook_migrations WHERE state = 'applied' "
            "ORDER BY version");
    }
    /// Asks until a migrator's session is in such a state.
    void wait_for_migrator(std::string const& condition) {
        while (query("SELECT 1 FROM pg_stat_activity WHERE application_name = 'daybook migrate' "
                     "AND datname = current_database() AND " +
                     condition)
                   .empty()) {
        }
    }

    TemporaryFolder folder_;
    std::string database_;
};

TEST_F(MigratePostgres, OfEightAtOnceOneAppliesAndAllAreContent) {
    std::vector<std::unique_ptr<DaybookProcess>> processes;
    for (int i = 0; i < 8; ++i) {
        processes.push_back(std::make_unique<DaybookProcess>(command({"migrate"})));
    }
    for (auto& process : processes) {
        auto const finished = process->wait();
        EXPECT_EQ(finished.exit_code, 0) << finished.err;
        EXPECT_THAT(finished.out, HasSubstr("current   schema"));
    }
    EXPECT_EQ(run({"migrate", "status"}).exit_code, 0);
    EXPECT_THAT(query("SELECT count(*) = max(version) FROM daybook_migrations"), ElementsAre("t"));
}

TEST_F(MigratePostgres, KilledBeforeTheLockNothingIsChanged) {
    {
        Neighbour const holder{url(), "SELECT pg_advisory_xact_lock(28254585798848363)"};
        DaybookProcess waiting{command({"migrate"})};
        EXPECT_THAT(waiting.wait_for_line("another migration runner holds the lock"),
                    HasSubstr("neighbour"));
        waiting.send(SIGKILL);
        EXPECT_EQ(waiting.wait().exit_code, 128 + SIGKILL);
        EXPECT_THAT(query("SELECT to_regclass('daybook_migrations')"), ElementsAre(""));
    }
    EXPECT_EQ(run({"migrate"}).exit_code, 0);
}

TEST_F(MigratePostgres, KilledWithinAMigrationNothingOfItRemains) {
    {
        // An index of the catalogue keeps the migration waiting for this table's name.
        Neighbour const neighbour{url(), "CREATE TABLE orders (id integer)"};
        DaybookProcess waiting{command({"migrate"})};
        wait_for_migrator("wait_event_type = 'Lock'");
        waiting.send(SIGKILL);
        EXPECT_EQ(waiting.wait().exit_code, 128 + SIGKILL);
    }
    EXPECT_EQ(run({"migrate"}).exit_code, 0);
    EXPECT_EQ(run({"migrate", "status"}).exit_code, 0);
}

TEST_F(MigratePostgres, KilledWhileItHoldsTheLockBetweenTriesTheNextOneSucceeds) {
    {
        Neighbour const neighbour{url(), "CREATE TABLE orders (id integer)"};
        DaybookProcess waiting{command({"migrate"})};
        EXPECT_THAT(waiting.wait_for_line("; retry 1 of 9"), HasSubstr("neighbour"));
        waiting.send(SIGKILL);
        EXPECT_EQ(waiting.wait().exit_code, 128 + SIGKILL);
        EXPECT_THAT(applied(), ElementsAre());
    }
    EXPECT_EQ(run({"migrate"}).exit_code, 0);
}

TEST_F(MigratePostgres, ATableInUseIsWaitedForAndNamed) {
    auto neighbour = std::make_unique<Neighbour>(url(), "CREATE TABLE orders (id integer)");
    DaybookProcess waiting{command({"migrate"})};
    EXPECT_THAT(waiting.wait_for_line("; retry 1 of 9"),
                AllOf(HasSubstr("pid "), HasSubstr("(neighbour, transaction open ")));
    neighbour.reset();
    EXPECT_EQ(waiting.wait().exit_code, 0);
}

TEST_F(MigratePostgres, GivingUpOnTheLockIsCode8AndNamesItsHolder) {
    Neighbour const neighbour{url(), "SELECT pg_advisory_lock(28254585798848363)"};
    auto const gave_up = run({"migrate", "up", "--lock-timeout", "100ms"});
    EXPECT_EQ(gave_up.exit_code, 8);
    EXPECT_THAT(gave_up.err, AllOf(HasSubstr("another migration runner holds the lock: pid "),
                                   HasSubstr("neighbour"), HasSubstr("gave up after "),
                                   HasSubstr("Nothing was changed")));
    EXPECT_THAT(query("SELECT to_regclass('orders')"), ElementsAre(""));
}

TEST_F(MigratePostgres, WhoMayNotMakeASchemaIsToldThatDriftWasNotChecked) {
    ASSERT_EQ(run({"migrate"}).exit_code, 0);
    query("CREATE ROLE reader LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader");
    auto as_reader = command({"migrate", "status"});
    as_reader.arguments.back() = cluster().url(database_, "reader");
    auto const status = DaybookProcess{as_reader}.wait();
    EXPECT_EQ(status.exit_code, 0) << status.err;
    EXPECT_THAT(status.out,
                AllOf(HasSubstr("current   schema "), HasSubstr("drift     was not checked: "),
                      HasSubstr("permission denied")));
    as_reader.arguments.insert(as_reader.arguments.begin() + 2, "--json");
    EXPECT_THAT(DaybookProcess{as_reader}.wait().out,
                AllOf(HasSubstr("\"state\":\"current\""), HasSubstr("\"drift\":null"),
                      HasSubstr("\"drift_unchecked\":\"postgres: permission denied")));
}

TEST_F(MigratePostgres, UpAppliesWhatIsPendingAndTellsOfDrift) {
    ASSERT_EQ(run({"migrate", "--to", "1"}).exit_code, 0);
    query("CREATE INDEX mine ON orders (symbol)");
    auto const up = run({"migrate"});
    EXPECT_EQ(up.exit_code, 6) << up.err;
    EXPECT_THAT(up.out, AllOf(HasSubstr("current   schema 7\ndrift"), HasSubstr("index mine")));
    EXPECT_EQ(run({"db", "check"}).exit_code, 6);
    query("DROP INDEX mine");
    EXPECT_EQ(run({"migrate"}).exit_code, 0);
}

TEST_F(MigratePostgres, AHistoryThatIsNotThisBinarysIsCode5) {
    ASSERT_EQ(run({"migrate"}).exit_code, 0);
    for (std::string const change : {"SET fingerprint = 'v1:edited' WHERE version = 1",
                                     "SET name = 'renamed' WHERE version = 2"}) {
        query("CREATE TABLE kept AS TABLE daybook_migrations");
        query("UPDATE daybook_migrations " + change);
        for (std::string const command : {"migrate", "verify"}) {
            auto const finished = run({command});
            EXPECT_EQ(finished.exit_code, 5) << change << finished.err;
        }
        query(
            "DELETE FROM daybook_migrations; INSERT INTO daybook_migrations TABLE kept; "
            "DROP TABLE kept");
    }
    query("DELETE FROM daybook_migrations WHERE version = 1");
    EXPECT_EQ(run({"migrate", "status"}).exit_code, 5);
}

TEST_F(MigratePostgres, AnOlderBinaryStartsOnANewerSchemaThatSaysSo) {
    ASSERT_EQ(run({"migrate"}).exit_code, 0);
    query(
        "INSERT INTO daybook_migrations SELECT version + 1, 'newer', 'v1:', 'applied', version, "
        "'x', 'x', now(), now() FROM daybook_migrations ORDER BY version DESC LIMIT 1");
    EXPECT_EQ(run({"migrate", "status"}).exit_code, 0);
    EXPECT_EQ(run({"migrate"}).exit_code, 0);
    EXPECT_EQ(run({"verify"}).exit_code, 0);
    query("UPDATE daybook_migrations SET compatible_from = version WHERE name = 'newer'");
    for (std::vector<std::string> const& words :
         {std::vector<std::string>{"migrate", "status"}, {"migrate"}, {"verify"}}) {
        EXPECT_EQ(run(words).exit_code, 4);
    }
}

TEST_F(MigratePostgres, TheReasonWhyItCannotConnectIsOneSentenceOfItsOwn) {
    auto const at = "@127.0.0.1:" + std::to_string(cluster().port()) + "/";
    struct Case {
        std::string url;
        int exit_code;
        std::string words;
    };
    for (auto const& [bad_url, exit_code, words] : std::vector<Case>{
             {"", 10, "is empty: it must be"},
             {"postgresql://u:hunter2@h/x?nonsense=1", 10,
              "it must be postgresql://USER:PASSWORD@HOST"},
             {"postgresql://u:hunter2@127.0.0.1:1/x", 9, "nothing listens at"},
             {"postgresql://guarded:hunter2" + at + database_, 9, "the password for user"},
             {"postgresql://daybook:hunter2" + at + "nowhere", 9, "has no database \"nowhere\""},
             {"postgresql://u:hunter2@no-host.invalid/x", 9, "there is no host"}}) {
        auto const finished =
            run_daybook(folder_, {"migrate", "status"}, {}, {{"DATABASE_URL", bad_url}});
        EXPECT_EQ(finished.exit_code, exit_code) << finished.err;
        EXPECT_THAT(finished.err, AllOf(HasSubstr(words), Not(HasSubstr("hunter2"))));
    }
}

}  // namespace
}  // namespace daybook::e2e
