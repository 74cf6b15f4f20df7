#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <functional>

#include "sqlite/sqlite_migrator.hpp"
#include "sqlite/sqlite_storage.hpp"
#include "support/manual_clock.hpp"
#include "support/sample_values.hpp"
#include "support/sqlite_book.hpp"
#include "support/temporary_folder.hpp"

namespace daybook::sqlite {
namespace {

namespace fs = std::filesystem;

using ports::Commit;
using ports::Repositories;
using testing::HasSubstr;
using Kind = ports::StorageError::Kind;

/// A book that a writer has open.
class SqliteFilesOfAWriter : public testing::Test {
  protected:
    SqliteFilesOfAWriter() {
        support::make_sqlite_book(file_);
        writer_ = storage_.open_unit_of_work();
        book("alpha");
    }

    void book(std::string const& account) {
        writer_->run([&](Repositories& r) {
            r.accounts.add(std::vector{support::sample_account(account)});
            return Commit::yes;
        });
    }
    static std::pair<Kind, std::string> failure_of(std::function<void()> const& act) {
        try {
            act();
        } catch (ports::StorageError const& error) {
            return {error.kind(), error.what()};
        }
        throw std::logic_error{"nothing was thrown"};
    }
    /// Nothing is booked, and whoever asks is told why.
    void expect_stopped(std::string const& why) {
        auto const [kind, said] = failure_of([&] { book("beta"); });
        EXPECT_EQ(kind, Kind::replaced) << said;
        EXPECT_THAT(said, HasSubstr(why));
        auto const [kind_asked, answer] = failure_of([&] { storage_.require_writable(); });
        EXPECT_EQ(kind_asked, Kind::replaced) << answer;
        EXPECT_THAT(answer, HasSubstr(why));
        EXPECT_EQ(failure_of([&] { (void)storage_.history(); }).first, Kind::replaced);
    }

    support::TemporaryFolder folder_;
    std::string file_ = folder_.file("daybook.db");
    SqliteStorage storage_{{.path = file_}};
    std::unique_ptr<ports::UnitOfWork> writer_;
};

TEST_F(SqliteFilesOfAWriter, AreTheSameForAsLongAsNobodyTouchesThem) {
    EXPECT_NO_THROW(book("beta"));
    EXPECT_NO_THROW(storage_.require_writable());
}

TEST_F(SqliteFilesOfAWriter, WhereTheBookIsRemovedNothingMoreIsBooked) {
    fs::remove(file_);
    expect_stopped("daybook.db was removed");
}

TEST_F(SqliteFilesOfAWriter, WhereAnotherFileIsMovedOverTheBookNothingMoreIsBooked) {
    auto const other = folder_.file("other.db");
    support::make_sqlite_book(other);
    fs::rename(other, file_);
    expect_stopped("daybook.db is another file");
}

TEST_F(SqliteFilesOfAWriter, WhereTheLogIsRemovedNothingMoreIsBooked) {
    fs::remove(file_ + "-wal");
    expect_stopped("daybook.db-wal was removed");
}

TEST_F(SqliteFilesOfAWriter, WhereTheIndexOfTheLogIsRemovedNothingMoreIsBooked) {
    fs::remove(file_ + "-shm");
    expect_stopped("daybook.db-shm was removed");
}

TEST_F(SqliteFilesOfAWriter, OfABookThatIsMovedBackItGoesOn) {
    auto const aside = folder_.file("aside.db");
    fs::rename(file_, aside);
    expect_stopped("daybook.db was removed");
    fs::rename(aside, file_);
    EXPECT_NO_THROW(book("beta"));
    EXPECT_NO_THROW(storage_.require_writable());
}

TEST_F(SqliteFilesOfAWriter, ACommitIntoAFileThatIsRemovedMeanwhileIsNotAnswered) {
    auto const [kind, said] = failure_of([&] {
        writer_->run([&](Repositories& r) {
            r.accounts.add(std::vector{support::sample_account("beta")});
            fs::remove(file_);
            return Commit::yes;
        });
    });
    EXPECT_EQ(kind, Kind::unknown_outcome) << said;
    EXPECT_THAT(said, HasSubstr("daybook.db was removed"));
}

TEST_F(SqliteFilesOfAWriter, AnotherWriterOfTheProcessDoesNotTakeTheOtherFileForTheBook) {
    auto const other = folder_.file("other.db");
    support::make_sqlite_book(other);
    auto const second = storage_.open_unit_of_work();
    fs::rename(other, file_);
    EXPECT_EQ(failure_of([&] { second->run([](Repositories&) { return Commit::yes; }); }).first,
              Kind::replaced);
}

/// With a umask that takes nothing away.
class SqliteFileModes : public testing::Test {
  protected:
    SqliteFileModes() : mask_{::umask(0)} {}
    ~SqliteFileModes() override { ::umask(mask_); }

    static unsigned mode_of(std::string const& path) {
        return static_cast<unsigned>(fs::status(path).permissions()) & 0777U;
    }

    ::mode_t mask_;
    support::TemporaryFolder folder_;
    std::string file_ = folder_.file("daybook.db");
};

TEST_F(SqliteFileModes, TheBookAndWhatIsBesideItAreTheirOwnersAlone) {
    support::make_sqlite_book(file_);
    SqliteStorage storage{{.path = file_}};
    auto const writer = storage.open_unit_of_work();
    writer->run([](Repositories& r) {
        r.accounts.add(std::vector{support::sample_account("alpha")});
        return Commit::yes;
    });
    for (auto const* ending : {"", "-wal", "-shm"}) {
        EXPECT_EQ(mode_of(file_ + ending), 0600U) << ending;
    }
}

TEST_F(SqliteFileModes, ACopyIsItsOwnersAlone) {
    support::make_sqlite_book(file_);
    auto const copy = folder_.file("copy.db");
    support::ManualClock clock{model::Timestamp{}};
    ASSERT_TRUE(SqliteMigrator({.path = file_}, clock).backup_to(copy));
    EXPECT_EQ(mode_of(copy), 0600U);
}

TEST_F(SqliteFileModes, ABookThatOthersMayReadStaysSo) {
    support::make_sqlite_book(file_);
    fs::permissions(file_, fs::perms{0640});
    SqliteStorage storage{{.path = file_}};
    auto const writer = storage.open_unit_of_work();
    EXPECT_EQ(mode_of(file_), 0640U) << "whoever gave them the right meant it";
    EXPECT_EQ(mode_of(file_ + "-wal"), 0640U);
}

}  // namespace
}  // namespace daybook::sqlite
