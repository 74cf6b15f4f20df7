#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "postgres/postgres_connection.hpp"
#include "postgres/postgres_migrator.hpp"
#include "postgres/postgres_transactional_migration.hpp"
#include "support/manual_clock.hpp"
#include "support/postgres_fixture.hpp"
#include "support/sample_values.hpp"

namespace daybook::postgres {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::MatchesRegex;
using Applied = ports::Migrator::Applied;
using Begin = PostgresConnection::Begin;
using Kind = ports::StorageError::Kind;

constexpr ports::Migration make_pets{.version = 1,
                                     .name = "pets",
                                     .fingerprint = "v1:abc",
                                     .compatible_from = 1,
                                     .sql =
                                         "-- Pets.\nCREATE TABLE pets (name text);\n"
                                         "INSERT INTO pets VALUES ('a;b');\n"};
constexpr ports::Migration change_pets{.version = 2,
                                       .name = "change_pets",
                                       .fingerprint = "v1:def",
                                       .compatible_from = 1,
                                       .sql = "ALTER TABLE pets ADD COLUMN age integer;"};

ports::MigrationAuthor const author{.applied_by = "joe@host", .daybook_version = "1.2.3"};

class PostgresMigrators : public support::PostgresTest {
  protected:
    void SetUp() override {
        PostgresTest::SetUp();
        if (!IsSkipped()) database_ = cluster().create_database();
    }
    void TearDown() override {
        if (!IsSkipped()) cluster().drop_database(database_);
    }

    PostgresUrl url() { return PostgresUrl::parse(cluster().url(database_)).value(); }
    /// Pauses do not wait: they are counted, and `while_waiting_` is called.
    PostgresMigrator migrator() {
        return {{.url = url(),
                 .table_wait_max = milliseconds{200},
                 .pause =
                     [this](milliseconds time) {
                         ++pauses_;
                         paused_ += time;
                         if (while_waiting_) while_waiting_();
                     },
                 .tell = [this](std::string const& line) { told_.push_back(line); }},
                clock_};
    }
    std::vector<std::string> query(std::string const& sql) {
        return cluster().query(sql, database_);
    }

    support::ManualClock clock_{support::at_micros(5)};
    std::string database_;
    int pauses_ = 0;
    std::vector<std::string> told_;
    milliseconds paused_{0};
    std::function<void()> while_waiting_;
};

TEST_F(PostgresMigrators, AnEmptyDatabaseHasNoHistory) {
    auto migrator = this->migrator();
    EXPECT_TRUE(migrator.history().empty());
    EXPECT_EQ(migrator.describe(), url().describe());
    EXPECT_THAT(query("SELECT 1 FROM pg_tables WHERE schemaname = 'public'"), ElementsAre());
}

TEST_F(PostgresMigrators, AppliesOnceAndRemembers) {
    auto migrator = this->migrator();
    EXPECT_EQ(migrator.apply(make_pets, author), Applied::now);
    EXPECT_EQ(migrator.apply(make_pets, author), Applied::before);
    EXPECT_EQ(this->migrator().apply(change_pets, author), Applied::now);
    auto const history = migrator.history();
    ASSERT_EQ(history.size(), 2u);
    ports::AppliedMigration expected{.version = 1,
                                     .name = "pets",
                                     .fingerprint = "v1:abc",
                                     .state = ports::MigrationState::applied,
                                     .compatible_from = 1,
                                     .applied_by = "joe@host",
                                     .daybook_version = "1.2.3",
                                     .started_at = support::at_micros(5),
                                     .finished_at = support::at_micros(5),
                                     .error = std::nullopt};
    EXPECT_EQ(history[0], expected);
    EXPECT_EQ(history[1].version, 2);
    EXPECT_THAT(query("SELECT name FROM pets"), ElementsAre("a;b"));
}

TEST_F(PostgresMigrators, OfAFailedMigrationNothingRemains) {
    auto broken = make_pets;
    broken.sql = "CREATE TABLE pets (name text);\n\n-- Why?\nALTER TABLE cats ADD age integer;";
    auto migrator = this->migrator();
    try {
        (void)migrator.apply(broken, author);
        ADD_FAILURE();
    } catch (ports::MigrationError const& error) {
        EXPECT_EQ(error.line(), 4u);
        EXPECT_EQ(error.statement(), "ALTER TABLE cats ADD age integer");
        EXPECT_STREQ(error.what(), "relation \"cats\" does not exist (42P01)");
    }
    EXPECT_TRUE(migrator.history().empty());
    EXPECT_EQ(migrator.apply(make_pets, author), Applied::now);
}

TEST_F(PostgresMigrators, OfEightAtOnceOneApplies) {
    std::atomic<int> applied = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 8; ++i) {
            threads.emplace_back([&] {
                support::ManualClock clock{support::at_micros(0)};
                PostgresMigrator migrator{{.url = url()}, clock};
                for (auto const& migration : {make_pets, change_pets}) {
                    if (migrator.apply(migration, author) == Applied::now) ++applied;
                }
            });
        }
    }
    EXPECT_EQ(applied, 2);
    EXPECT_THAT(query("SELECT name FROM pets"), ElementsAre("a;b"));
}

TEST_F(PostgresMigrators, WhoHoldsTheLockForTooLongIsNamed) {
    PostgresConnectionFactory factory{{.url = url(), .application_name = "somebody else"}};
    PostgresConnection other{factory};
    other.begin(Begin::unit_of_work);
    other.execute("SELECT pg_advisory_xact_lock(28254585798848363)");
    auto migrator = this->migrator();
    try {
        (void)migrator.apply(make_pets, author);
        ADD_FAILURE();
    } catch (ports::MigrationLockError const& error) {
        EXPECT_THAT(error.what(),
                    MatchesRegex("another migration runner holds the lock: pid [0-9]+, somebody "
                                 "else, 127\\.0\\.0\\.1, since [0-9:]+Z; gave up after 60 s "
                                 "\\(--lock-timeout\\)\\. Nothing was changed\\."));
    }
    EXPECT_THAT(told_, ElementsAre(HasSubstr("another migration runner holds the lock: pid ")));
    EXPECT_EQ(paused_, std::chrono::seconds{60});
    other.rollback();
    EXPECT_EQ(migrator.apply(make_pets, author), Applied::now);
}

TEST_F(PostgresMigrators, ATableThatIsInUseIsWaitedForInTurns) {
    auto migrator = this->migrator();
    (void)migrator.apply(make_pets, author);
    PostgresConnectionFactory factory{{.url = url()}};
    PostgresConnection reader{factory};
    reader.begin(Begin::snapshot);
    reader.execute("SELECT * FROM pets");
    while_waiting_ = [&] {
        if (pauses_ == 3) reader.rollback();
    };
    EXPECT_EQ(migrator.apply(change_pets, author), Applied::now);
    EXPECT_EQ(pauses_, 3);
    EXPECT_EQ(paused_, milliseconds{500 + 1000 + 2000});
    ASSERT_EQ(told_.size(), 3u);
    EXPECT_THAT(told_[2], HasSubstr("; retry 3 of 9 in 2.0 s"));
}

TEST_F(PostgresMigrators, ATableThatStaysInUseIsGivenUpNamingWhoHoldsIt) {
    auto migrator = this->migrator();
    (void)migrator.apply(make_pets, author);
    PostgresConnectionFactory factory{{.url = url(), .application_name = "pg_dump"}};
    PostgresConnection reader{factory};
    reader.begin(Begin::snapshot);
    reader.execute("SELECT * FROM pets");
    try {
        (void)migrator.apply(change_pets, author);
        ADD_FAILURE();
    } catch (ports::MigrationLockError const& error) {
        EXPECT_THAT(error.what(),
                    MatchesRegex("pets is locked by pid [0-9]+ \\(pg_dump, transaction open [0-9]+ "
                                 "s\\); gave up after 10 tries\\. Nothing was changed\\."));
    }
    EXPECT_EQ(pauses_, PostgresTransactionalMigration::tries_max - 1);
    EXPECT_EQ(migrator.history().size(), 1u);
    reader.rollback();
    EXPECT_EQ(migrator.apply(change_pets, author), Applied::now);
}

TEST_F(PostgresMigrators, ALostConnectionIsUnavailableAndTheNextCallWorks) {
    auto migrator = this->migrator();
    auto suicide = make_pets;
    suicide.sql = "CREATE TABLE pets (name text); SELECT pg_terminate_backend(pg_backend_pid());";
    try {
        (void)migrator.apply(suicide, author);
        ADD_FAILURE();
    } catch (ports::StorageError const& error) {
        EXPECT_EQ(error.kind(), Kind::unavailable) << error.what();
    }
    EXPECT_TRUE(migrator.history().empty());
    EXPECT_EQ(migrator.apply(make_pets, author), Applied::now);
}

TEST_F(PostgresMigrators, ABaselineEntersWhatItDoesNotRun) {
    query("CREATE TABLE pets (name text)");
    auto migrator = this->migrator();
    EXPECT_EQ(migrator.baseline(std::span{&make_pets, 1}, author), Applied::now);
    EXPECT_EQ(migrator.baseline(std::vector{make_pets, change_pets}, author), Applied::before);
    auto const history = migrator.history();
    ASSERT_EQ(history.size(), 1u);
    EXPECT_EQ(history[0].state, ports::MigrationState::baseline);
    EXPECT_EQ(history[0].finished_at, support::at_micros(5));
    EXPECT_EQ(migrator.apply(make_pets, author), Applied::before);
    EXPECT_EQ(migrator.apply(change_pets, author), Applied::now);
}

TEST_F(PostgresMigrators, ARepairAcceptsAnEditedTextAndKeepsTheReason) {
    auto migrator = this->migrator();
    (void)migrator.apply(make_pets, author);
    auto edited = make_pets;
    edited.fingerprint = "v1:edited";
    migrator.repair(edited, {.applied_by = "ada@desk", .daybook_version = "1.5.0"}, "a typo");
    auto const row = migrator.history()[0];
    EXPECT_EQ(row.fingerprint, "v1:edited");
    EXPECT_EQ(row.state, ports::MigrationState::applied);
    EXPECT_EQ(row.applied_by, "joe@host");
    EXPECT_EQ(row.error, "repaired by ada@desk with daybook 1.5.0: a typo");
    EXPECT_THROW(migrator.repair(change_pets, author, "none"), ports::MigrationError);
    EXPECT_EQ(migrator.history().size(), 1u);
}

}  // namespace
}  // namespace daybook::postgres
