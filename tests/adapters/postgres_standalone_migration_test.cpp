#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "postgres/postgres_index_build.hpp"
#include "postgres/postgres_migrator.hpp"
#include "support/manual_clock.hpp"
#include "support/postgres_fixture.hpp"
#include "support/sample_values.hpp"

namespace daybook::postgres {
namespace {

using ports::MigrationState;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Applied = ports::Migrator::Applied;

ports::MigrationAuthor const author{.applied_by = "joe@host", .daybook_version = "1.2.3"};

ports::Migration alone(std::string_view sql) {
    return {.version = 1,
            .name = "alone",
            .fingerprint = "v1:abc",
            .compatible_from = 1,
            .sql = sql,
            .in_transaction = false};
}

constexpr std::string_view unique_name =
    "-- daybook: no-transaction\nCREATE UNIQUE INDEX CONCURRENTLY pets_name ON pets (name);\n";

class StandaloneMigration : public support::PostgresTest {
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

    PostgresMigrator migrator() {
        return {{.url = PostgresUrl::parse(cluster().url(database_)).value()}, clock_};
    }
    std::vector<std::string> query(std::string const& sql) {
        return cluster().query(sql, database_);
    }
    std::vector<std::string> valid_indexes() {
        return query(
            "SELECT indexrelid::regclass FROM pg_index WHERE indisvalid AND indrelid = "
            "'pets'::regclass");
    }
    ports::AppliedMigration row() { return migrator().history().at(0); }
    /// What a process that was killed leaves: a row that says running.
    void leave_running() {
        query("UPDATE daybook_migrations SET state = 'running', finished_at = NULL");
    }
    /// Applies `migration`, and returns what the statement's error says.
    std::string failure_of(ports::Migration const& migration) {
        try {
            (void)migrator().apply(migration, author);
        } catch (ports::MigrationError const& error) {
            return error.what();
        }
        return "it did not fail";
    }

    support::ManualClock clock_{support::at_micros(5)};
    std::string database_;
};

TEST_F(StandaloneMigration, BuildsAnIndexConcurrentlyAndOnce) {
    EXPECT_EQ(migrator().apply(alone(unique_name), author), Applied::now);
    EXPECT_EQ(migrator().apply(alone(unique_name), author), Applied::before);
    EXPECT_THAT(valid_indexes(), ElementsAre("pets_name"));
    EXPECT_EQ(row().state, MigrationState::applied);
    EXPECT_EQ(row().finished_at, support::at_micros(5));
}

TEST_F(StandaloneMigration, AUniqueIndexOnDuplicatesFailsAndHealsOnceTheRowsAreFixed) {
    query("INSERT INTO pets VALUES ('rex'), ('rex')");
    try {
        (void)migrator().apply(alone(unique_name), author);
        ADD_FAILURE();
    } catch (ports::MigrationError const& error) {
        EXPECT_EQ(error.line(), 2u);
        EXPECT_EQ(error.statement(), "CREATE UNIQUE INDEX CONCURRENTLY pets_name ON pets (name)");
        EXPECT_THAT(error.what(), HasSubstr("(23505)"));
    }
    EXPECT_EQ(row().state, MigrationState::failed);
    EXPECT_THAT(row().error.value(), HasSubstr("could not create unique index"));
    EXPECT_THAT(valid_indexes(), IsEmpty());
    EXPECT_THAT(failure_of(alone(unique_name)), HasSubstr("(23505)"));
    query("DELETE FROM pets WHERE ctid = (SELECT min(ctid) FROM pets)");
    EXPECT_EQ(migrator().apply(alone(unique_name), author), Applied::now);
    EXPECT_THAT(valid_indexes(), ElementsAre("pets_name"));
    EXPECT_EQ(row().state, MigrationState::applied);
    EXPECT_EQ(row().error, std::nullopt);
}

TEST_F(StandaloneMigration, ARunningRowWhoseIndexIsValidIsMarkedApplied) {
    (void)migrator().apply(alone(unique_name), author);
    auto const before = query("SELECT 'pets_name'::regclass::oid");
    leave_running();
    EXPECT_EQ(migrator().apply(alone(unique_name), author), Applied::now);
    EXPECT_EQ(row().state, MigrationState::applied);
    EXPECT_EQ(query("SELECT 'pets_name'::regclass::oid"), before);
}

TEST_F(StandaloneMigration, ARunningRowWhoseIndexIsAbsentBuildsIt) {
    (void)migrator().apply(alone(unique_name), author);
    query("DROP INDEX pets_name");
    leave_running();
    EXPECT_EQ(migrator().apply(alone(unique_name), author), Applied::now);
    EXPECT_THAT(valid_indexes(), ElementsAre("pets_name"));
}

TEST_F(StandaloneMigration, ADroppedIndexThatIsGoneIsDone) {
    query("CREATE INDEX old ON pets (name)");
    auto const drop = alone("DROP INDEX CONCURRENTLY old");
    EXPECT_EQ(migrator().apply(drop, author), Applied::now);
    leave_running();
    EXPECT_EQ(migrator().apply(drop, author), Applied::now);
    EXPECT_EQ(row().state, MigrationState::applied);
    query("CREATE INDEX old ON pets (name)");
    leave_running();
    EXPECT_EQ(migrator().apply(drop, author), Applied::now);
    EXPECT_THAT(valid_indexes(), IsEmpty());
}

TEST_F(StandaloneMigration, AnIndexThatNoMigrationMadeIsNotTakenForItsOwn) {
    query("CREATE INDEX pets_name ON pets (name)");
    EXPECT_THAT(failure_of(alone(unique_name)), HasSubstr("pets_name that no migration made"));
    EXPECT_THAT(migrator().history(), IsEmpty());
}

TEST_F(StandaloneMigration, WhatCouldNotBeHealedIsRefusedBeforeItRuns) {
    EXPECT_THAT(failure_of(alone("VACUUM pets; VACUUM pets")), HasSubstr("exactly one statement"));
    EXPECT_THAT(failure_of(alone("-- nothing")), HasSubstr("exactly one statement"));
    EXPECT_THAT(failure_of(alone("create index concurrently if not exists a on pets (name)")),
                HasSubstr("IF NOT EXISTS"));
    EXPECT_THAT(failure_of(alone("DROP INDEX CONCURRENTLY IF EXISTS a")), HasSubstr("IF EXISTS"));
    EXPECT_THAT(failure_of(alone("CREATE INDEX CONCURRENTLY ON pets (name)")),
                HasSubstr("needs a name"));
    EXPECT_THAT(migrator().history(), IsEmpty());
}

TEST_F(StandaloneMigration, ARepairEndsAFailedOneOnlyIfItsIndexIsThere) {
    query("INSERT INTO pets VALUES ('rex'), ('rex')");
    (void)failure_of(alone(unique_name));
    EXPECT_THROW(migrator().repair(alone(unique_name), author, "it will do"),
                 ports::MigrationError);
    EXPECT_EQ(row().state, MigrationState::failed);
    query("DROP INDEX pets_name; DELETE FROM pets; CREATE UNIQUE INDEX pets_name ON pets (name)");
    migrator().repair(alone(unique_name), author, "built by hand");
    EXPECT_EQ(row().state, MigrationState::applied);
    EXPECT_THAT(row().error.value(), HasSubstr("built by hand"));
    EXPECT_EQ(migrator().apply(alone(unique_name), author), Applied::before);
}

TEST_F(StandaloneMigration, AStatementThatIsNoIndexRunsAgain) {
    auto const vacuum = alone("VACUUM pets");
    EXPECT_EQ(migrator().apply(vacuum, author), Applied::now);
    leave_running();
    EXPECT_EQ(migrator().apply(vacuum, author), Applied::now);
    EXPECT_THAT(failure_of([] {
                    auto broken = alone("VACUUM cats");
                    broken.version = 2;
                    return broken;
                }()),
                HasSubstr("cats"));
    EXPECT_EQ(migrator().history().at(1).state, MigrationState::failed);
}

TEST(IndexBuild, IsReadFromTheStatementsWords) {
    auto const name_in = [](std::string_view sql) {
        auto const build = PostgresIndexBuild::parse(sql);
        return build ? build->index : std::string{};
    };
    EXPECT_EQ(name_in("/* why */ Create unique INDEX concurrently \"Odd name\" ON t (a)"),
              "\"Odd name\"");
    EXPECT_EQ(name_in("CREATE INDEX CONCURRENTLY s.i ON t (a)"), "s.i");
    EXPECT_EQ(name_in("DROP INDEX CONCURRENTLY i"), "i");
    EXPECT_EQ(name_in("CREATE INDEX i ON t (a)"), "");
    EXPECT_EQ(name_in("CREATE INDEX CONCURRENTLY ON t (a)"), "");
    EXPECT_EQ(name_in("VACUUM t"), "");
}

}  // namespace
}  // namespace daybook::postgres
