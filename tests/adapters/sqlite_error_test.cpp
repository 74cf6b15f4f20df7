#include "sqlite/sqlite_error.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "sqlite/sqlite_connection_factory.hpp"

namespace daybook::sqlite {
namespace {

using Kind = ports::StorageError::Kind;

TEST(SqliteErrorKind, FollowsWhatTheFailureLeftBehind) {
    struct Case {
        int code;
        Kind kind;
    };
    Case const cases[] = {
        {SQLITE_BUSY, Kind::unavailable},
        {SQLITE_BUSY_SNAPSHOT, Kind::unavailable},
        {SQLITE_LOCKED, Kind::unavailable},
        {SQLITE_CANTOPEN, Kind::unavailable},
        {SQLITE_IOERR_READ, Kind::unavailable},
        {SQLITE_FULL, Kind::full},
        {SQLITE_NOMEM, Kind::unavailable},
        {SQLITE_READONLY, Kind::forbidden},
        {SQLITE_READONLY_DIRECTORY, Kind::forbidden},
        {SQLITE_READONLY_DBMOVED, Kind::replaced},
        {SQLITE_PERM, Kind::forbidden},
        {SQLITE_CONSTRAINT_UNIQUE, Kind::conflict},
        {SQLITE_CONSTRAINT_PRIMARYKEY, Kind::conflict},
        {SQLITE_CONSTRAINT_CHECK, Kind::corrupt},
        {SQLITE_CONSTRAINT_FOREIGNKEY, Kind::corrupt},
        {SQLITE_CONSTRAINT_TRIGGER, Kind::corrupt},
        {SQLITE_CONSTRAINT_DATATYPE, Kind::corrupt},
        {SQLITE_CORRUPT, Kind::corrupt},
        {SQLITE_NOTADB, Kind::corrupt},
        {SQLITE_SCHEMA, Kind::corrupt},
        {SQLITE_ERROR, Kind::corrupt},
        {SQLITE_IOERR_CORRUPTFS, Kind::corrupt},
    };
    for (auto const& [code, kind] : cases) EXPECT_EQ(failure_kind(code), kind) << code;
}

TEST(SqliteErrorKind, WhatTheSystemForbidsIsForbidden) {
    for (int const refusal : {EACCES, EPERM, EROFS}) {
        EXPECT_EQ(failure_kind(SQLITE_CANTOPEN, refusal), Kind::forbidden);
        EXPECT_EQ(failure_kind(SQLITE_IOERR_WRITE, refusal), Kind::forbidden);
    }
    EXPECT_EQ(failure_kind(SQLITE_CANTOPEN, ENOENT), Kind::unavailable);
    EXPECT_EQ(failure_kind(SQLITE_IOERR_WRITE, EIO), Kind::unavailable);
    EXPECT_EQ(failure_kind(SQLITE_IOERR_SHMSIZE, ENOSPC), Kind::full);
    EXPECT_EQ(failure_kind(SQLITE_IOERR_WRITE, EDQUOT), Kind::full);
    EXPECT_EQ(failure_kind(SQLITE_BUSY, EACCES), Kind::unavailable);
}

TEST(SqliteErrorKind, ACommitThatFailsIsUnknownUnlessItIsKnownToBeRolledBack) {
    EXPECT_EQ(commit_failure_kind(SQLITE_FULL, false), Kind::unknown_outcome);
    EXPECT_EQ(commit_failure_kind(SQLITE_FULL, true), Kind::full);
    EXPECT_EQ(commit_failure_kind(SQLITE_BUSY, true), Kind::unavailable);
    EXPECT_EQ(commit_failure_kind(SQLITE_CONSTRAINT_FOREIGNKEY, true), Kind::corrupt);
}

TEST(SqliteErrorKind, AnIoErrorOfACommitIsAlwaysUnknown) {
    EXPECT_EQ(commit_failure_kind(SQLITE_IOERR_FSYNC, true), Kind::unknown_outcome);
    EXPECT_EQ(commit_failure_kind(SQLITE_IOERR_WRITE, true), Kind::unknown_outcome);
}

TEST(SqliteConnectionCommit, AFailedCommitEndsTheTransaction) {
    auto const connection =
        SqliteConnectionFactory{{.path = ":memory:"}}.open(SqliteConnectionFactory::Access::create);
    connection->execute("CREATE TABLE parent (id INTEGER PRIMARY KEY)");
    connection->execute(
        "CREATE TABLE child (id INTEGER REFERENCES parent (id) "
        "DEFERRABLE INITIALLY DEFERRED)");
    connection->begin(SqliteConnection::Begin::immediate);
    connection->execute("INSERT INTO child VALUES (1)");
    EXPECT_THROW(connection->commit(), ports::StorageError);
    EXPECT_EQ(connection->value_of("SELECT count(*) FROM child"), "0");
    connection->begin(SqliteConnection::Begin::immediate);
    connection->execute("INSERT INTO parent VALUES (1)");
    connection->commit();
    EXPECT_EQ(connection->value_of("SELECT count(*) FROM parent"), "1");
}

TEST(SqliteConnectionCommit, AfterAFailureNothingMoreHappensInTheTransaction) {
    auto const connection =
        SqliteConnectionFactory{{.path = ":memory:"}}.open(SqliteConnectionFactory::Access::create);
    connection->execute("CREATE TABLE one (id INTEGER PRIMARY KEY)");
    connection->begin(SqliteConnection::Begin::immediate);
    connection->execute("INSERT INTO one VALUES (1)");
    EXPECT_THROW(connection->execute("INSERT INTO one VALUES (1)"), ports::StorageError);
    EXPECT_THROW(connection->execute("INSERT INTO one VALUES (2)"), ports::StorageError);
    try {
        connection->commit();
        ADD_FAILURE() << "a failed transaction was committed";
    } catch (ports::StorageError const& error) {
        EXPECT_EQ(error.kind(), Kind::conflict);
    }
    EXPECT_EQ(connection->value_of("SELECT count(*) FROM one"), "0");
}

}  // namespace
}  // namespace daybook::sqlite
