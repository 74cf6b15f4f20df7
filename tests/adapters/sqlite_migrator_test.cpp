#include "sqlite/sqlite_migrator.hpp"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include <gtest/gtest.h>

#include "migrations/embedded_migrations.hpp"
#include "support/manual_clock.hpp"
#include "support/sample_values.hpp"
#include "support/temporary_folder.hpp"

namespace daybook::sqlite {
namespace {

using ports::Migration;
using Applied = ports::Migrator::Applied;
using Kind = ports::StorageError::Kind;

ports::MigrationAuthor const author{.applied_by = "deploy@ci", .daybook_version = "1.4.0"};

Migration migration(int version, std::string_view sql) {
    return {.version = version,
            .name = "test",
            .fingerprint = "v1:abc",
            .compatible_from = 1,
            .sql = sql};
}

class SqliteMigratorFile : public testing::Test {
  protected:
    [[nodiscard]] std::string value_of(char const* sql) const {
        return SqliteConnection{file_, SQLITE_OPEN_READWRITE}.value_of(sql);
    }

    [[nodiscard]] bool has_unfinished() const {
        for (auto const& entry :
             std::filesystem::directory_iterator{std::filesystem::path{file_}.parent_path()}) {
            if (entry.path().extension() == ".unfinished") return true;
        }
        return false;
    }

    support::TemporaryFolder folder_;
    std::string file_ = folder_.file("daybook.db");
    support::ManualClock clock_{support::at_micros(7)};
    SqliteMigrator migrator_{{.path = file_}, clock_};
};

TEST_F(SqliteMigratorFile, LookingMakesNoFile) {
    EXPECT_TRUE(migrator_.history().empty());
    EXPECT_FALSE(migrator_.has_content());
    EXPECT_FALSE(std::filesystem::exists(file_));
    EXPECT_EQ(migrator_.describe(), "sqlite:" + file_);
}

TEST_F(SqliteMigratorFile, AppliesAMigrationOnceAndRemembersIt) {
    auto const first = migration(1, "-- a comment\nCREATE TABLE one (id INTEGER);;\n/* end */\n");
    EXPECT_EQ(migrator_.apply(first, author), Applied::now);
    EXPECT_EQ(migrator_.apply(first, author), Applied::before);
    ports::AppliedMigration const expected{.version = 1,
                                           .name = "test",
                                           .fingerprint = "v1:abc",
                                           .state = ports::MigrationState::applied,
                                           .compatible_from = 1,
                                           .applied_by = "deploy@ci",
                                           .daybook_version = "1.4.0",
                                           .started_at = support::at_micros(7),
                                           .finished_at = support::at_micros(7),
                                           .error = std::nullopt};
    EXPECT_EQ(migrator_.history(), std::vector{expected});
    EXPECT_TRUE(migrator_.has_content());
    EXPECT_EQ(value_of("PRAGMA user_version"), "1");
    EXPECT_EQ(value_of("SELECT count(*) FROM one"), "0");
}

TEST_F(SqliteMigratorFile, EveryEmbeddedMigrationApplies) {
    for (auto const& embedded : migrations::embedded_migrations()) {
        EXPECT_EQ(migrator_.apply(migration(embedded.version, embedded.sqlite), author),
                  Applied::now);
    }
    EXPECT_TRUE(migrator_.check_integrity().empty());
    EXPECT_EQ(value_of("SELECT count(*) FROM orders"), "0");
}

TEST_F(SqliteMigratorFile, OfAFailedMigrationNothingRemains) {
    migrator_.apply(migration(1, "CREATE TABLE one (id INTEGER)"), author);
    auto const broken = migration(2,
                                  "CREATE TABLE two (id INTEGER);\n\n-- why\nINSERT INTO three\n"
                                  "VALUES (1);\nCREATE TABLE four (id INTEGER);\n");
    try {
        migrator_.apply(broken, author);
        ADD_FAILURE();
    } catch (ports::MigrationError const& error) {
        EXPECT_EQ(error.line(), 4u);
        EXPECT_EQ(error.statement(), "INSERT INTO three\nVALUES (1)");
        EXPECT_NE(std::string{error.what()}.find("no such table: three"), std::string::npos);
    }
    EXPECT_EQ(migrator_.history().size(), 1u);
    EXPECT_EQ(value_of("SELECT count(*) FROM sqlite_schema WHERE name = 'two'"), "0");
    EXPECT_EQ(value_of("PRAGMA user_version"), "1");
    EXPECT_EQ(migrator_.apply(migration(2, "CREATE TABLE two (id INTEGER)"), author), Applied::now);
}

TEST_F(SqliteMigratorFile, RebuildingATableKeepsItsChildren) {
    migrator_.apply(migration(1,
                              "CREATE TABLE parent (id INTEGER PRIMARY KEY);"
                              "CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER "
                              "REFERENCES parent (id) ON DELETE CASCADE);"
                              "INSERT INTO parent VALUES (1); INSERT INTO child VALUES (5, 1);"),
                    author);
    migrator_.apply(migration(2,
                              "CREATE TABLE wider (id INTEGER PRIMARY KEY, note TEXT);"
                              "INSERT INTO wider (id) SELECT id FROM parent;"
                              "DROP TABLE parent; ALTER TABLE wider RENAME TO parent;"),
                    author);
    EXPECT_EQ(value_of("SELECT count(*) FROM child"), "1");
    EXPECT_EQ(value_of("PRAGMA foreign_key_check"), "");
}

TEST_F(SqliteMigratorFile, AMigrationThatOrphansRowsIsRefused) {
    migrator_.apply(migration(1,
                              "CREATE TABLE parent (id INTEGER PRIMARY KEY);"
                              "CREATE TABLE child (parent INTEGER REFERENCES parent (id));"
                              "INSERT INTO parent VALUES (1); INSERT INTO child VALUES (1);"),
                    author);
    EXPECT_THROW(migrator_.apply(migration(2, "DELETE FROM parent"), author),
                 ports::MigrationError);
    EXPECT_EQ(value_of("SELECT count(*) FROM parent"), "1");
}

TEST_F(SqliteMigratorFile, OfManyAtOnceOneApplies) {
    constexpr int migrators = 8;
    std::atomic<int> applied = 0;
    auto const migrate = [&] {
        support::ManualClock clock{support::at_micros(7)};
        SqliteMigrator own{{.path = file_}, clock};
        for (int version = 1; version <= 3; ++version) {
            auto const sql = "CREATE TABLE t" + std::to_string(version) + " (id INTEGER)";
            if (own.apply(migration(version, sql), author) == Applied::now) ++applied;
        }
    };
    std::vector<std::jthread> threads;
    for (int i = 0; i < migrators; ++i) threads.emplace_back(migrate);
    threads.clear();
    EXPECT_EQ(applied, 3);
    EXPECT_EQ(migrator_.history().size(), 3u);
}

TEST_F(SqliteMigratorFile, AFileThatIsLockedForTooLongIsGivenUp) {
    migrator_.apply(migration(1, "CREATE TABLE one (id INTEGER)"), author);
    SqliteConnection other{file_, SQLITE_OPEN_READWRITE};
    other.begin(SqliteConnection::Begin::immediate);
    std::vector<std::string> told;
    SqliteMigrator impatient{{.path = file_, .busy_timeout = std::chrono::milliseconds{1}},
                             clock_,
                             [&](std::string const& line) { told.push_back(line); }};
    try {
        impatient.apply(migration(2, "CREATE TABLE two (id INTEGER)"), author);
        ADD_FAILURE();
    } catch (ports::MigrationLockError const& error) {
        EXPECT_EQ(std::string{error.what()},
                  "another process writes to " + file_ +
                      "; gave up after 0 s (--lock-timeout). Nothing was changed.");
    }
    EXPECT_EQ(told, std::vector{"another process writes to " + file_});
    other.rollback();
    EXPECT_EQ(impatient.apply(migration(2, "CREATE TABLE two (id INTEGER)"), author), Applied::now);
}

TEST_F(SqliteMigratorFile, AMigrationThatWantsNoTransactionRunsInOneAllTheSame) {
    auto alone = migration(1, "CREATE TABLE one (id INTEGER)");
    alone.in_transaction = false;
    EXPECT_EQ(migrator_.apply(alone, author), Applied::now);
    EXPECT_EQ(migrator_.history()[0].state, ports::MigrationState::applied);
}

TEST_F(SqliteMigratorFile, ABaselineEntersWhatItDoesNotRun) {
    SqliteConnection{file_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE}.execute(
        "CREATE TABLE one (id INTEGER)");
    auto const known = std::vector{migration(1, "CREATE TABLE one (id INTEGER)"),
                                   migration(2, "CREATE TABLE two (id INTEGER)")};
    EXPECT_EQ(migrator_.baseline(std::span{known}.first(1), author), Applied::now);
    EXPECT_EQ(migrator_.baseline(known, author), Applied::before);
    auto const history = migrator_.history();
    ASSERT_EQ(history.size(), 1u);
    EXPECT_EQ(history[0].state, ports::MigrationState::baseline);
    EXPECT_EQ(history[0].finished_at, support::at_micros(7));
    EXPECT_EQ(value_of("PRAGMA user_version"), "1");
    EXPECT_EQ(migrator_.apply(known[0], author), Applied::before);
    EXPECT_EQ(migrator_.apply(known[1], author), Applied::now);
}

TEST_F(SqliteMigratorFile, ARepairAcceptsAnEditedTextAndKeepsTheReason) {
    migrator_.apply(migration(1, "CREATE TABLE one (id INTEGER)"), author);
    auto edited = migration(1, "CREATE TABLE one (id INTEGER NOT NULL)");
    edited.fingerprint = "v1:edited";
    migrator_.repair(edited, {.applied_by = "ada@desk", .daybook_version = "1.5.0"}, "a typo");
    auto const row = migrator_.history()[0];
    EXPECT_EQ(row.fingerprint, "v1:edited");
    EXPECT_EQ(row.state, ports::MigrationState::applied);
    EXPECT_EQ(row.applied_by, "deploy@ci");
    EXPECT_EQ(row.error, "repaired by ada@desk with daybook 1.5.0: a typo");
    EXPECT_THROW(migrator_.repair(migration(2, ""), author, "none"), ports::MigrationError);
    EXPECT_EQ(migrator_.history().size(), 1u);
}

TEST_F(SqliteMigratorFile, ABackupOfAVersionIsNotWrittenOfAnother) {
    migrator_.apply(migration(2, "CREATE TABLE one (id INTEGER)"), author);
    auto const copy = folder_.file("copy.bak");
    EXPECT_FALSE(migrator_.backup_to(copy, 1));
    EXPECT_FALSE(std::filesystem::exists(copy));
    EXPECT_TRUE(migrator_.backup_to(copy, 2));
    EXPECT_TRUE(std::filesystem::exists(copy));
}

TEST_F(SqliteMigratorFile, ABackupHoldsWhatIsCommittedAndReplacesTheFileWhole) {
    migrator_.apply(migration(1, "CREATE TABLE one (id INTEGER); INSERT INTO one VALUES (42)"),
                    author);
    auto const copy = folder_.file("copy.bak");
    std::ofstream{copy} << "an older backup";
    migrator_.backup_to(copy);
    EXPECT_EQ((SqliteConnection{copy, SQLITE_OPEN_READONLY}.value_of("SELECT id FROM one")), "42");
    EXPECT_FALSE(has_unfinished());
}

TEST_F(SqliteMigratorFile, ABackupThatFailsLeavesTheOldOne) {
    migrator_.apply(migration(1, "CREATE TABLE one (id INTEGER)"), author);
    EXPECT_THROW(migrator_.backup_to(folder_.file("no such folder/copy.bak")), ports::StorageError);
    auto const copy = folder_.file("folder.bak");
    std::filesystem::create_directories(copy + "/inside");
    EXPECT_THROW(migrator_.backup_to(copy), ports::StorageError);
    EXPECT_TRUE(std::filesystem::exists(copy + "/inside"));
    EXPECT_FALSE(has_unfinished());
}

TEST_F(SqliteMigratorFile, CheckIntegrityNamesWhatIsWrong) {
    migrator_.apply(migration(1,
                              "CREATE TABLE one (id INTEGER NOT NULL);"
                              "INSERT INTO one VALUES (1);"),
                    author);
    EXPECT_TRUE(migrator_.check_integrity().empty());
    // The declaration is edited so that a stored row breaks it.
    {
        SqliteConnection other{file_, SQLITE_OPEN_READWRITE};
        other.execute(
            "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = "
            "'CREATE TABLE one (id INTEGER NOT NULL, more INTEGER NOT NULL)' "
            "WHERE name = 'one'; PRAGMA schema_version = 99");
    }
    auto const findings = SqliteMigrator{{.path = file_}, clock_}.check_integrity();
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_NE(findings[0].find("one.more"), std::string::npos);
}

}  // namespace
}  // namespace daybook::sqlite
