#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "postgres/postgres_connection.hpp"
#include "postgres/postgres_migrator.hpp"
#include "sqlite/sqlite_migrator.hpp"
#include "support/forked_child.hpp"
#include "support/manual_clock.hpp"
#include "support/postgres_fixture.hpp"
#include "support/sample_values.hpp"
#include "support/temporary_folder.hpp"

namespace daybook {
namespace {

using testing::ElementsAre;
using Applied = ports::Migrator::Applied;
using State = ports::MigrationState;

ports::MigrationAuthor const author{.applied_by = "joe@host", .daybook_version = "1.2.3"};

ports::Migration migration(std::string_view sql, bool in_transaction = true) {
    return {.version = 1,
            .name = "crash",
            .fingerprint = "v1:abc",
            .compatible_from = 1,
            .sql = sql,
            .in_transaction = in_transaction};
}

class PostgresMigratorCrash : public support::PostgresTest {
  protected:
    void SetUp() override {
        PostgresTest::SetUp();
        if (IsSkipped()) return;
        database_ = cluster().create_database();
        query("CREATE TABLE pets (name text)");
    }
    void TearDown() override {
        if (!IsSkipped()) cluster().drop_database(database_);
    }

    postgres::PostgresUrl url() {
        return postgres::PostgresUrl::parse(cluster().url(database_)).value();
    }
    Applied apply(ports::Migration const& of) {
        return postgres::PostgresMigrator{{.url = url()}, clock_}.apply(of, author);
    }
    ports::AppliedMigration row() {
        return postgres::PostgresMigrator{{.url = url()}, clock_}.history().at(0);
    }
    std::vector<std::string> query(std::string const& sql) {
        return cluster().query(sql, database_);
    }
    /// Asks until a migrator's statement is what `condition` says.
    void wait_for_migrator(std::string const& condition) {
        while (query("SELECT 1 FROM pg_stat_activity WHERE application_name = 'daybook migrate' "
                     "AND datname = current_database() AND " +
                     condition)
                   .empty()) {
        }
    }

    /// Asks until the server has noticed that its client died.
    void wait_for_end_of_migrator() {
        while (!query("SELECT 1 FROM pg_stat_activity WHERE application_name = 'daybook migrate' "
                      "AND datname = current_database()")
                    .empty()) {
        }
    }

    support::ManualClock clock_{support::at_micros(5)};
    std::string database_;
};

TEST_F(PostgresMigratorCrash, WithinATransactionLeavesNothing) {
    {
        support::ForkedChild child{[&] {
            (void)apply(migration("ALTER TABLE pets ADD age integer; SELECT pg_sleep(600)"));
        }};
        wait_for_migrator("query LIKE 'SELECT pg_sleep%'");
        child.kill();
    }
    // The server notices that its client has gone, and gives the lock back.
    EXPECT_EQ(apply(migration("ALTER TABLE pets ADD age integer")), Applied::now);
    EXPECT_EQ(row().state, State::applied);
}

TEST_F(PostgresMigratorCrash, WithinAConcurrentBuildIsHealedByTheNextRun) {
    auto const build = migration("CREATE INDEX CONCURRENTLY pets_name ON pets (name)", false);
    postgres::PostgresConnectionFactory factory{{.url = url()}};
    postgres::PostgresConnection writer{factory};
    writer.begin(postgres::PostgresConnection::Begin::unit_of_work);
    writer.execute("INSERT INTO pets VALUES ('rex')");
    {
        support::ForkedChild child{[&] { (void)apply(build); }};
        wait_for_migrator("query LIKE 'CREATE INDEX%' AND wait_event_type = 'Lock'");
        child.kill();
    }
    EXPECT_EQ(row().state, State::running);
    EXPECT_THAT(query("SELECT indisvalid FROM pg_index WHERE indrelid = 'pets'::regclass"),
                ElementsAre("f"));
    writer.rollback();
    EXPECT_EQ(apply(build), Applied::now);
    EXPECT_EQ(row().state, State::applied);
    EXPECT_THAT(query("SELECT indisvalid FROM pg_index WHERE indrelid = 'pets'::regclass"),
                ElementsAre("t"));
}

TEST_F(PostgresMigratorCrash, BetweenAStatementAndItsRowIsFinishedByTheNextRun) {
    auto const build = migration("CREATE INDEX CONCURRENTLY pets_name ON pets (name)", false);
    // The update that says `applied` takes for ever.
    query(
        "CREATE TABLE daybook_migrations (version integer NOT NULL PRIMARY KEY, name text NOT "
        "NULL, fingerprint text NOT NULL, state text NOT NULL, compatible_from integer NOT NULL, "
        "applied_by text NOT NULL, daybook_version text NOT NULL, started_at timestamptz NOT "
        "NULL, finished_at timestamptz, error text);"
        "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM "
        "pg_sleep(600); RETURN NEW; END';"
        "CREATE TRIGGER slow BEFORE UPDATE ON daybook_migrations FOR EACH ROW EXECUTE FUNCTION "
        "slow()");
    {
        support::ForkedChild child{[&] { (void)apply(build); }};
        wait_for_migrator("query LIKE 'UPDATE daybook_migrations%'");
        child.kill();
    }
    wait_for_end_of_migrator();
    query("DROP TRIGGER slow ON daybook_migrations");
    EXPECT_EQ(row().state, State::running);
    EXPECT_EQ(apply(build), Applied::now);
    EXPECT_EQ(row().state, State::applied);
}

class SqliteMigratorCrash : public testing::Test {
  protected:
    std::string value_of(char const* sql) {
        return sqlite::SqliteConnection{file_, SQLITE_OPEN_READWRITE}.value_of(sql);
    }
    /// Asks until somebody writes.
    void wait_for_writer() {
        for (;;) {
            try {
                sqlite::SqliteConnection other{file_, SQLITE_OPEN_READWRITE};
                other.begin(sqlite::SqliteConnection::Begin::immediate);
            } catch (ports::StorageError const&) {
                return;
            }
        }
    }

    support::TemporaryFolder folder_;
    std::string file_ = folder_.file("daybook.db");
    support::ManualClock clock_{support::at_micros(5)};
};

TEST_F(SqliteMigratorCrash, WithinATransactionLeavesNothing) {
    sqlite::SqliteMigrator migrator{{.path = file_}, clock_};
    (void)migrator.apply(migration("CREATE TABLE pets (name TEXT)"), author);
    auto endless = migration(
        "CREATE TABLE cats (name TEXT); INSERT INTO cats WITH RECURSIVE n (i) AS (SELECT 1 UNION "
        "ALL SELECT i + 1 FROM n) SELECT 'tom' FROM n WHERE i < 0");
    endless.version = 2;
    {
        support::ForkedChild child{[&] {
            sqlite::SqliteMigrator own{{.path = file_}, clock_};
            (void)own.apply(endless, author);
        }};
        wait_for_writer();
        child.kill();
    }
    EXPECT_EQ(migrator.history().size(), 1u);
    EXPECT_EQ(value_of("SELECT count(*) FROM sqlite_schema WHERE name = 'cats'"), "0");
    auto mended = migration("CREATE TABLE cats (name TEXT)");
    mended.version = 2;
    EXPECT_EQ(migrator.apply(mended, author), Applied::now);
    EXPECT_TRUE(migrator.check_integrity().empty());
}

}  // namespace
}  // namespace daybook
