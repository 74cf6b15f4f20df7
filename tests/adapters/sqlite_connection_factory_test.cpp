#include "sqlite/sqlite_connection_factory.hpp"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "ports/outbound/storage_error.hpp"
#include "support/sqlite_book.hpp"
#include "support/temporary_folder.hpp"

namespace daybook::sqlite {
namespace {

using Access = SqliteConnectionFactory::Access;
using Kind = ports::StorageError::Kind;

class SqliteConnectionFactoryOpen : public testing::Test {
  protected:
    [[nodiscard]] std::unique_ptr<SqliteConnection> open(Access access) const {
        return SqliteConnectionFactory{{.path = file_}}.open(access);
    }
    [[nodiscard]] Kind failure_of_open(Access access) const {
        try {
            (void)open(access);
        } catch (ports::StorageError const& error) {
            return error.kind();
        }
        throw std::logic_error{"nothing was thrown"};
    }

    support::TemporaryFolder folder_;
    std::string file_ = folder_.file("daybook.db");
};

TEST_F(SqliteConnectionFactoryOpen, EveryConnectionHasThePragmasOfTheBook) {
    for (auto const access : {Access::create, Access::write, Access::read}) {
        auto const connection = open(access);
        EXPECT_EQ(connection->value_of("PRAGMA journal_mode"), "wal");
        EXPECT_EQ(connection->value_of("PRAGMA synchronous"), "2");
        EXPECT_EQ(connection->value_of("PRAGMA foreign_keys"), "1");
        EXPECT_EQ(connection->value_of("PRAGMA busy_timeout"), "5000");
    }
}

TEST_F(SqliteConnectionFactoryOpen, AReaderCannotWrite) {
    support::make_sqlite_book(file_);
    auto const reader = open(Access::read);
    EXPECT_THROW(reader->execute("INSERT INTO assets VALUES ('USD', 2)"), ports::StorageError);
    EXPECT_THROW(reader->execute("CREATE TABLE mine (id)"), ports::StorageError);
}

TEST_F(SqliteConnectionFactoryOpen, AFileThatDoesNotExistIsUnavailableAndNotMade) {
    EXPECT_EQ(failure_of_open(Access::write), Kind::unavailable);
    EXPECT_EQ(failure_of_open(Access::read), Kind::unavailable);
    EXPECT_FALSE(std::filesystem::exists(file_));
}

TEST_F(SqliteConnectionFactoryOpen, AFolderIsUnavailable) {
    std::filesystem::create_directory(file_);
    EXPECT_EQ(failure_of_open(Access::create), Kind::unavailable);
}

TEST_F(SqliteConnectionFactoryOpen, AFileThatIsNoDatabaseIsCorrupt) {
    std::ofstream{file_} << std::string(4096, 'x');
    EXPECT_EQ(failure_of_open(Access::write), Kind::corrupt);
    EXPECT_EQ(failure_of_open(Access::create), Kind::corrupt);
}

TEST_F(SqliteConnectionFactoryOpen, ClosingTheLastConnectionLeavesOneFile) {
    support::make_sqlite_book(file_);
    {
        auto const connection = open(Access::write);
        connection->execute("INSERT INTO assets VALUES ('USD', 2)");
        EXPECT_TRUE(std::filesystem::exists(file_ + "-wal"));
    }
    EXPECT_FALSE(std::filesystem::exists(file_ + "-wal"));
    EXPECT_EQ(open(Access::read)->value_of("SELECT code FROM assets"), "USD");
}

}  // namespace
}  // namespace daybook::sqlite
