#include <gtest/gtest.h>

#include <functional>
#include <optional>

#include "sqlite/sqlite_storage.hpp"
#include "support/sample_values.hpp"
#include "support/sqlite_book.hpp"
#include "support/temporary_folder.hpp"

namespace daybook::sqlite {
namespace {

using ports::Commit;
using ports::Repositories;
using Kind = ports::StorageError::Kind;

bool refuses_rollback = false;

/// Whether a statement may be prepared. Source: sqlite.org/c3ref/set_authorizer.html.
int authorize(void*, int what, char const* operation, char const*, char const*, char const*) {
    bool const is_rollback = what == SQLITE_TRANSACTION && operation != nullptr &&
                             std::string_view{operation} == "ROLLBACK";
    return is_rollback && refuses_rollback ? SQLITE_DENY : SQLITE_OK;
}

int watch_connection(sqlite3* connection, char const**, void const*) {
    return sqlite3_set_authorizer(connection, authorize, nullptr);
}

/// While it lives, every connection that opens asks authorize().
class RollbacksThatFail {
  public:
    RollbacksThatFail() { sqlite3_auto_extension(entry()); }
    RollbacksThatFail(RollbacksThatFail const&) = delete;
    RollbacksThatFail& operator=(RollbacksThatFail const&) = delete;
    ~RollbacksThatFail() {
        sqlite3_cancel_auto_extension(entry());
        refuses_rollback = false;
    }

  private:
    static void (*entry())() { return reinterpret_cast<void (*)()>(watch_connection); }
};

/// While it lives, SQLite gets no memory.
class NoMemory {
  public:
    NoMemory() { sqlite3_hard_heap_limit64(1); }
    NoMemory(NoMemory const&) = delete;
    NoMemory& operator=(NoMemory const&) = delete;
    ~NoMemory() { sqlite3_hard_heap_limit64(0); }
};

class SqliteFault : public testing::Test {
  protected:
    SqliteFault() { support::make_sqlite_book(file_); }

    static std::optional<Kind> failure_of(std::function<void()> const& act) {
        try {
            act();
        } catch (ports::StorageError const& error) {
            return error.kind();
        }
        return std::nullopt;
    }
    static void add(ports::UnitOfWork& unit_of_work, std::string const& account) {
        unit_of_work.run([&](Repositories& r) {
            r.accounts.add(std::vector{support::sample_account(account)});
            return Commit::yes;
        });
    }
    std::size_t accounts() {
        std::size_t count = 0;
        storage_->open_snapshots()->read(
            [&](ports::BookReader& book) { count = book.accounts(std::nullopt, 9).size(); });
        return count;
    }

    support::TemporaryFolder folder_;
    std::string file_ = folder_.file("daybook.db");
    RollbacksThatFail rollbacks_;
    std::optional<SqliteStorage> storage_{std::in_place, SqliteOptions{.path = file_}};
};

TEST_F(SqliteFault, ARollbackThatFailsCostsTheConnectionAndNoLaterUnitOfWork) {
    auto const writer = storage_->open_unit_of_work();
    auto const other = storage_->open_unit_of_work();
    refuses_rollback = true;
    writer->run([](Repositories& r) {
        r.accounts.add(std::vector{support::sample_account("alpha")});
        return Commit::no;
    });
    refuses_rollback = false;
    EXPECT_EQ(failure_of([&] { add(*other, "beta"); }), std::nullopt) << "it has let go";
    EXPECT_EQ(failure_of([&] { add(*writer, "gamma"); }), std::nullopt);
    EXPECT_EQ(accounts(), 2U);
}

TEST_F(SqliteFault, AfterAFailureWhoseRollbackFailsTheNextUnitOfWorkIsBooked) {
    auto const writer = storage_->open_unit_of_work();
    add(*writer, "alpha");
    refuses_rollback = true;
    EXPECT_EQ(failure_of([&] { add(*writer, "alpha"); }), Kind::conflict);
    refuses_rollback = false;
    EXPECT_EQ(failure_of([&] { add(*writer, "beta"); }), std::nullopt);
    EXPECT_EQ(accounts(), 2U);
}

TEST_F(SqliteFault, AReaderWhoseRollbackFailsReadsOn) {
    auto const snapshots = storage_->open_snapshots();
    auto const read = [&] { snapshots->read([](ports::BookReader&) {}); };
    refuses_rollback = true;
    EXPECT_EQ(failure_of(read), std::nullopt);
    refuses_rollback = false;
    EXPECT_EQ(failure_of(read), std::nullopt);
}

TEST_F(SqliteFault, AfterMemoryHasRunOutTheNextUnitOfWorkIsBooked) {
    auto const writer = storage_->open_unit_of_work();
    auto const starve = [&] {
        writer->run([](Repositories& r) {
            r.accounts.add(std::vector{support::sample_account("alpha")});
            NoMemory const none;
            r.entries.append(std::vector{support::sample_entry("alpha", 1)});
            return Commit::yes;
        });
    };
    EXPECT_EQ(failure_of(starve), Kind::unavailable);
    EXPECT_EQ(failure_of([&] { add(*writer, "beta"); }), std::nullopt);
    EXPECT_EQ(accounts(), 1U);
}

TEST_F(SqliteFault, AfterMemoryHasRunOutForTheWholeOfAUnitOfWorkTheNextIsBooked) {
    auto const writer = storage_->open_unit_of_work();
    {
        NoMemory const none;
        EXPECT_EQ(failure_of([&] { add(*writer, "alpha"); }), Kind::unavailable);
        // Nor can another connection be opened.
        EXPECT_EQ(failure_of([&] { add(*writer, "alpha"); }), Kind::unavailable);
    }
    EXPECT_EQ(failure_of([&] { add(*writer, "alpha"); }), std::nullopt);
    EXPECT_EQ(accounts(), 1U);
}

TEST_F(SqliteFault, AReadThatRunsOutOfMemoryIsNotTakenForACorruptBook) {
    auto const writer = storage_->open_unit_of_work();
    add(*writer, "alpha");
    auto const snapshots = storage_->open_snapshots();
    auto const read = [&] {
        snapshots->read([](ports::BookReader& book) {
            NoMemory const none;
            (void)book.accounts(std::nullopt, 9);
        });
    };
    EXPECT_EQ(failure_of(read), Kind::unavailable);
    EXPECT_EQ(accounts(), 1U);
    std::size_t count = 0;
    snapshots->read(
        [&](ports::BookReader& book) { count = book.accounts(std::nullopt, 9).size(); });
    EXPECT_EQ(count, 1U);
}

}  // namespace
}  // namespace daybook::sqlite
