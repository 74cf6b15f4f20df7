#include "sqlite/sqlite_checkpointer.hpp"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "support/temporary_folder.hpp"

namespace daybook::sqlite {
namespace {

using Access = SqliteConnectionFactory::Access;

/// A file with one table, a row of which fills a page.
class SqliteCheckpointerFile : public testing::Test {
  protected:
    SqliteCheckpointerFile() {
        writer_ = factory_.open(Access::create);
        writer_->after_commit([this](int pages) { log_pages_ = pages; });
        writer_->execute("CREATE TABLE filled (page TEXT)");
        EXPECT_EQ(SQLITE_OK,
                  sqlite3_wal_checkpoint_v2(writer_->handle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE,
                                            nullptr, nullptr));
    }

    void watch(SqliteCheckpointer& checkpointer) {
        writer_->after_commit([this, &checkpointer](int pages) {
            log_pages_ = pages;
            log_pages_max_ = std::max(log_pages_max_, pages);
            checkpointer.committed(*writer_, pages);
        });
    }
    void fill_page() { writer_->execute("INSERT INTO filled VALUES (hex(randomblob(1900)))"); }
    [[nodiscard]] std::uintmax_t file_bytes() const { return std::filesystem::file_size(path_); }

    support::TemporaryFolder folder_;
    std::string path_ = folder_.file("book.db");
    SqliteConnectionFactory factory_{{.path = path_}};
    std::unique_ptr<SqliteConnection> writer_;
    int log_pages_ = 0;
    int log_pages_max_ = 0;
};

TEST_F(SqliteCheckpointerFile, KeepsALogThatIsShort) {
    auto const before = file_bytes();
    {
        SqliteCheckpointer checkpointer{factory_, {.due = 1'000, .rest = 10, .log = 2'000}};
        watch(checkpointer);
        while (log_pages_ < 500) fill_page();
        writer_->after_commit([](int) {});
    }
    EXPECT_EQ(before, file_bytes());
}

TEST_F(SqliteCheckpointerFile, MovesALongLogOnItsThread) {
    auto const before = file_bytes();
    {
        SqliteCheckpointer checkpointer{factory_, {.due = 100, .rest = 0, .log = 1'000'000}};
        watch(checkpointer);
        while (log_pages_ < 100) fill_page();
        writer_->after_commit([](int) {});
    }
    EXPECT_GT(file_bytes(), before);
}

TEST_F(SqliteCheckpointerFile, LetsTheWriterMoveAllOfALogThatIsTooLong) {
    SqliteCheckpointer checkpointer{factory_, {.due = 1'000'000, .rest = 0, .log = 100}};
    watch(checkpointer);
    for (int row = 0; row < 1'000; ++row) fill_page();
    EXPECT_GE(log_pages_max_, 100);
    EXPECT_LT(log_pages_max_, 110) << "all was moved, so the log began anew";
}

/// Whoever is faster: what the thread leaves is the writer's, so the log begins anew.
TEST_F(SqliteCheckpointerFile, KeepsTheLogShortUnderLoad) {
    SqliteCheckpointer checkpointer{factory_, {.due = 100, .rest = 1'000'000, .log = 1'000'000}};
    watch(checkpointer);
    constexpr int rows = 20'000;
    for (int row = 0; row < rows; ++row) fill_page();
    EXPECT_LT(log_pages_max_, rows / 2);
}

TEST_F(SqliteCheckpointerFile, ReadersKeepThePagesThatTheySee) {
    auto const reader = factory_.open(Access::read);
    reader->begin(SqliteConnection::Begin::deferred);
    ASSERT_EQ("0", reader->value_of("SELECT count(*) FROM filled"));
    {
        SqliteCheckpointer checkpointer{factory_, {.due = 10, .rest = 5, .log = 20}};
        watch(checkpointer);
        for (int row = 0; row < 100; ++row) fill_page();
        writer_->after_commit([](int) {});
    }
    EXPECT_EQ("0", reader->value_of("SELECT count(*) FROM filled"));
    reader->rollback();
    EXPECT_EQ("100", reader->value_of("SELECT count(*) FROM filled"));
}

TEST_F(SqliteCheckpointerFile, AThreadThatCannotOpenTheFileLeavesAllToTheWriter) {
    SqliteConnectionFactory const nowhere{{.path = folder_.file("no/such/book.db")}};
    SqliteCheckpointer checkpointer{nowhere, {.due = 10, .rest = 0, .log = 1'000}};
    watch(checkpointer);
    for (int row = 0; row < 3'000; ++row) fill_page();
    EXPECT_GE(log_pages_max_, 1'000);
    EXPECT_LT(log_pages_max_, 3'000);
}

}  // namespace
}  // namespace daybook::sqlite
