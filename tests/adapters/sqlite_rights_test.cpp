#include "sqlite/sqlite_rights.hpp"

#include <gmock/gmock.h>
#include <grp.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <functional>

#include "sqlite/sqlite_connection_factory.hpp"
#include "sqlite/sqlite_storage.hpp"
#include "support/sqlite_book.hpp"
#include "support/temporary_folder.hpp"

namespace daybook::sqlite {
namespace {

namespace fs = std::filesystem;
using Access = SqliteConnectionFactory::Access;
using Kind = ports::StorageError::Kind;
using testing::ExitedWithCode;
using testing::HasSubstr;

constexpr auto readable = fs::perms::owner_read | fs::perms::group_read | fs::perms::others_read;
constexpr auto enterable = readable | fs::perms::owner_exec | fs::perms::others_exec;

/// A book in a folder of its own, of which tests take rights away.
class SqliteRights : public testing::Test {
  protected:
    SqliteRights() {
        fs::create_directory(folder_);
        support::make_sqlite_book(book_);
        // Whoever is not its owner can come here.
        fs::permissions(fs::path{folder_}.parent_path(), enterable | fs::perms::owner_write);
        fs::permissions(folder_, enterable | fs::perms::owner_write);
    }
    ~SqliteRights() override { fs::permissions(folder_, fs::perms::all); }

    /// Ends the process with 0 where `check` is true for a user whom rights bind; root they do not.
    [[noreturn]] static void check_as_user(std::function<bool()> const& check) {
        constexpr uid_t nobody = 65'534;
        if (::geteuid() == 0 &&
            (::setgroups(0, nullptr) != 0 || ::setgid(nobody) != 0 || ::setuid(nobody) != 0)) {
            ::_exit(2);
        }
        try {
            ::_exit(check() ? 0 : 1);
        } catch (std::exception const& error) {
            std::fprintf(stderr, "%s\n", error.what());
            ::_exit(3);
        }
    }
    [[nodiscard]] std::unique_ptr<SqliteConnection> open(Access access) const {
        return SqliteConnectionFactory{{.path = book_}}.open(access);
    }
    [[nodiscard]] bool can_be_read() const {
        auto const count = open(Access::read)->value_of("SELECT count(*) FROM accounts");
        // Nothing of SQLite's is left beside it.
        return count == "0" && fs::exists(book_ + "-shm") == fs::exists(book_ + "-wal");
    }
    /// Why it cannot be written.
    [[nodiscard]] std::string refusal() const {
        try {
            static_cast<void>(open(Access::write));
            return "it can be written";
        } catch (ports::StorageError const& error) {
            return error.kind() == Kind::forbidden ? error.what() : "another kind";
        }
    }

    support::TemporaryFolder outer_;
    std::string folder_ = outer_.file("desk");
    std::string book_ = folder_ + "/book.db";
};

TEST_F(SqliteRights, AFileThatOnlyOthersMayWriteCanBeRead) {
    fs::permissions(book_, readable);
    EXPECT_EXIT(check_as_user([&] { return can_be_read() && !fs::exists(book_ + "-wal"); }),
                ExitedWithCode(0), "");
    EXPECT_EXIT(check_as_user(
                    [&] { return refusal().find("may not write " + book_) != std::string::npos; }),
                ExitedWithCode(0), "");
}

TEST_F(SqliteRights, AFileInAFolderThatMayNotBeWrittenCanBeRead) {
    fs::permissions(book_, fs::perms::all);
    fs::permissions(folder_, enterable);
    EXPECT_EXIT(check_as_user([&] { return can_be_read() && !fs::exists(book_ + "-wal"); }),
                ExitedWithCode(0), "");
    EXPECT_EXIT(check_as_user([&] {
                    return refusal().find("may not write the folder " + folder_ +
                                          ", where SQLite keeps the log") != std::string::npos;
                }),
                ExitedWithCode(0), "");
}

TEST_F(SqliteRights, WhatAWriterHasInTheLogIsRead) {
    fs::permissions(book_, readable | fs::perms::owner_write);
    auto const writer = open(Access::write);
    writer->execute("INSERT INTO assets VALUES ('USD', 2)");
    fs::permissions(folder_, enterable);
    EXPECT_EXIT(check_as_user([&] {
                    return open(Access::read)->value_of("SELECT code FROM assets") == "USD";
                }),
                ExitedWithCode(0), "");
}

TEST_F(SqliteRights, ALogWithoutItsIndexIsNotPassedOver) {
    fs::permissions(book_, readable | fs::perms::owner_write);
    auto const writer = open(Access::write);
    writer->execute("INSERT INTO assets VALUES ('USD', 2)");
    auto const copy = folder_ + "/copy.db";
    fs::copy_file(book_, copy);
    fs::copy_file(book_ + "-wal", copy + "-wal");
    fs::permissions(copy, readable);
    EXPECT_EXIT(
        check_as_user([&] {
            try {
                static_cast<void>(SqliteConnectionFactory{{.path = copy}}.open(Access::read));
                return false;
            } catch (ports::StorageError const& error) {
                return error.kind() == Kind::forbidden && !fs::exists(copy + "-shm");
            }
        }),
        ExitedWithCode(0), "");
}

TEST_F(SqliteRights, TheStoreSaysWhyNothingCanBeBooked) {
    fs::permissions(book_, readable);
    EXPECT_EXIT(check_as_user([&] {
                    try {
                        SqliteStorage{{.path = book_}}.require_writable();
                        return false;
                    } catch (ports::StorageError const& error) {
                        return error.kind() == Kind::forbidden;
                    }
                }),
                ExitedWithCode(0), "");
    fs::permissions(book_, fs::perms::all);
    EXPECT_NO_THROW(SqliteStorage{{.path = book_}}.require_writable());
}

TEST_F(SqliteRights, AFileThatIsWrittenWhileItIsTakenForUnwrittenIsFoundOut) {
    auto const reader = open(Access::read);
    reader->watch(book_);
    EXPECT_NO_THROW(reader->require_unwritten());
    auto const writer = open(Access::write);
    writer->execute("INSERT INTO assets VALUES ('USD', 2)");
    writer->execute("PRAGMA wal_checkpoint(TRUNCATE)");
    try {
        reader->require_unwritten();
        FAIL() << "the write went unseen";
    } catch (ports::StorageError const& error) {
        EXPECT_EQ(error.kind(), Kind::unavailable);
        EXPECT_THAT(error.what(), HasSubstr("read it again"));
    }
}

}  // namespace
}  // namespace daybook::sqlite
