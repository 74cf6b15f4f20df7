#include "sqlite/sqlite_storage.hpp"

#include <filesystem>
#include <fstream>
#include <functional>
#include <span>
#include <stdexcept>
#include <string>
#include <thread>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ports/outbound/storage_error.hpp"
#include "support/sample_values.hpp"
#include "support/sqlite_book.hpp"
#include "support/temporary_folder.hpp"

namespace daybook::sqlite {
namespace {

using ports::Commit;
using ports::Repositories;
using Kind = ports::StorageError::Kind;

/// Another process that holds the write lock of a file from its construction to its end. Made
/// while this process has no connection open: SQLite's do not survive a fork.
class LockingProcess {
  public:
    explicit LockingProcess(std::string const& file) {
        int started[2];
        int ending[2];
        if (::pipe(started) != 0 || ::pipe(ending) != 0) throw std::runtime_error{"pipe"};
        child_ = ::fork();
        if (child_ == 0) {
            ::close(ending[1]);
            hold_lock(file, started[1], ending[0]);
        }
        ::close(started[1]);
        ::close(ending[0]);
        ending_ = ending[1];
        char locked = 'n';
        if (::read(started[0], &locked, 1) != 1 || locked != 'y') throw std::runtime_error{"lock"};
        ::close(started[0]);
    }
    LockingProcess(LockingProcess const&) = delete;
    LockingProcess& operator=(LockingProcess const&) = delete;
    ~LockingProcess() {
        ::close(ending_);
        ::waitpid(child_, nullptr, 0);
    }

  private:
    [[noreturn]] static void hold_lock(std::string const& file, int started, int ending) {
        sqlite3* database = nullptr;
        bool const locked =
            sqlite3_open(file.c_str(), &database) == SQLITE_OK &&
            sqlite3_exec(database, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr) == SQLITE_OK;
        char const answer = locked ? 'y' : 'n';
        char ignored = 0;
        // Reading ends when the parent closes its side.
        bool const told = ::write(started, &answer, 1) == 1 && ::read(ending, &ignored, 1) == 0;
        ::_exit(told ? 0 : 1);
    }

    pid_t child_ = -1;
    int ending_ = -1;
};

class SqliteStorageFile : public testing::Test {
  protected:
    SqliteStorageFile() { support::make_sqlite_book(file_); }

    [[nodiscard]] SqliteStorage storage(
        std::chrono::milliseconds busy_timeout = std::chrono::milliseconds{5000}) const {
        return SqliteStorage{{.path = file_, .busy_timeout = busy_timeout}};
    }
    /// Runs SQL beside the repositories, as an operator with a shell might.
    void run_by_hand(char const* sql) const {
        SqliteConnection connection{file_, SQLITE_OPEN_READWRITE};
        connection.execute(sql);
    }
    [[nodiscard]] static Kind failure_of(std::function<void()> const& act) {
        try {
            act();
        } catch (ports::StorageError const& error) {
            return error.kind();
        }
        throw std::logic_error{"nothing was thrown"};
    }
    static void run(ports::Storage& storage, std::function<void(Repositories&)> const& work) {
        storage.open_unit_of_work()->run([&](Repositories& r) {
            work(r);
            return Commit::yes;
        });
    }

    support::TemporaryFolder folder_;
    std::string file_ = folder_.file("daybook.db");
};

TEST_F(SqliteStorageFile, AFileThatAnotherProcessLocksIsUnavailableUntilItLetsGo) {
    auto other = std::make_unique<LockingProcess>(file_);
    auto book = storage(std::chrono::milliseconds{1});
    auto const writer = book.open_unit_of_work();
    auto const do_nothing = [](Repositories&) { return Commit::yes; };
    EXPECT_EQ(failure_of([&] { writer->run(do_nothing); }), Kind::unavailable);
    book.open_snapshots()->read(
        [](ports::BookReader& reader) { EXPECT_TRUE(reader.accounts(std::nullopt, 9).empty()); });
    other.reset();
    writer->run(do_nothing);
}

TEST_F(SqliteStorageFile, AWriterWaitsForAnotherThatIsDoneInTime) {
    auto book = storage();
    auto other = std::make_unique<LockingProcess>(file_);
    std::thread waiting{[&] {
        run(book,
            [](Repositories& r) { r.accounts.add(std::vector{support::sample_account("alpha")}); });
    }};
    other.reset();
    waiting.join();
    book.open_snapshots()->read(
        [](ports::BookReader& reader) { EXPECT_EQ(reader.accounts(std::nullopt, 9).size(), 1u); });
}

TEST_F(SqliteStorageFile, AReadThatNobodyWantsAnyMoreIsBrokenOff) {
    auto book = storage();
    run(book, [](Repositories& r) {
        std::vector<model::Order> orders;
        for (std::uint32_t i = 0; i < 20'000; ++i) {
            orders.push_back(support::sample_order("alpha", support::order_id(i)));
        }
        for (std::size_t at = 0; at < orders.size(); at += 1'000) {
            r.orders.add(std::span{orders}.subspan(at, 1'000));
        }
    });
    auto const snapshots = book.open_snapshots();
    ports::OrderFilter const filled{
        .statuses = {model::OrderStatus::FILLED}, .exchange = {}, .symbol = {}};
    auto const count = [&](ports::BookReader& reader) {
        EXPECT_EQ(reader.count_orders(model::AccountId{"alpha"}, filled, 1), 0U);
    };
    int questions = 0;
    snapshots->read_while([&] { return ++questions > 0; }, count);
    EXPECT_GT(questions, 1) << "it is asked while a statement runs";
    questions = 0;
    bool is_finished = false;
    EXPECT_THROW(snapshots->read_while([&] { return ++questions == 1; },
                                       [&](ports::BookReader& reader) {
                                           count(reader);
                                           is_finished = true;
                                       }),
                 ports::ReadAbandoned);
    EXPECT_FALSE(is_finished);
    EXPECT_THROW(snapshots->read_while([] { return false; }, count), ports::ReadAbandoned);
    // The connection is of use all the same.
    snapshots->read_while([] { return true; }, count);
}

TEST_F(SqliteStorageFile, EntriesPostingsAndExecutionsAreAppendOnly) {
    auto book = storage();
    run(book, [](Repositories& r) {
        r.entries.append(std::vector{support::complete_entry("alpha", 1)});
        r.executions.add(
            std::vector{support::complete_execution("alpha", support::order_id(1), "x-1", 1)});
    });
    for (auto const* sql : {"UPDATE entries SET payload = '{}'", "DELETE FROM entries",
                            "UPDATE postings SET amount = '1'", "DELETE FROM postings",
                            "UPDATE executions SET reason = NULL", "DELETE FROM executions"}) {
        try {
            run_by_hand(sql);
            ADD_FAILURE() << sql;
        } catch (ports::StorageError const& error) {
            EXPECT_NE(std::string{error.what()}.find("is append-only"), std::string::npos) << sql;
        }
    }
    book.open_snapshots()->read([](ports::BookReader& reader) {
        EXPECT_EQ(reader.entries(model::AccountId{"alpha"}, 0, 9),
                  std::vector{support::complete_entry("alpha", 1)});
    });
}

TEST_F(SqliteStorageFile, ASchemaThatIsNotOursIsCorrupt) {
    run_by_hand("DROP TABLE balances");
    auto book = storage();
    EXPECT_EQ(failure_of([&] {
                  run(book, [](Repositories& r) {
                      (void)r.balances.find(std::vector{
                          ports::BalanceKey{model::AccountId{"alpha"}, model::AssetCode{"USD"}}});
                  });
              }),
              Kind::corrupt);
}

TEST_F(SqliteStorageFile, AValueThatTheModelDoesNotHaveIsCorrupt) {
    model::AccountId const alpha{"alpha"};
    auto book = storage();
    run_by_hand("INSERT INTO balances VALUES ('alpha', 'USD', '1e3', '0', '0', '0', NULL)");
    EXPECT_EQ(failure_of([&] {
                  book.open_snapshots()->read([&](ports::BookReader& reader) {
                      (void)reader.balances(alpha, std::nullopt, 9);
                  });
              }),
              Kind::corrupt);
    run_by_hand("INSERT INTO positions VALUES ('alpha', 'X', 'Y', '0', '0', '0', '0', 'BNB')");
    EXPECT_EQ(failure_of([&] {
                  book.open_snapshots()->read([&](ports::BookReader& reader) {
                      (void)reader.positions(alpha, std::nullopt, 9);
                  });
              }),
              Kind::corrupt);
}

TEST_F(SqliteStorageFile, AValueThatBreaksARuleOfTheSchemaIsNotStored) {
    auto book = storage();
    auto entry = support::sample_entry("alpha", 1);
    entry.postings.front().amount = {};
    EXPECT_EQ(failure_of([&] {
                  run(book, [&](Repositories& r) { r.entries.append(std::vector{entry}); });
              }),
              Kind::corrupt);
    auto instrument = support::sample_instrument(support::btc_usd());
    EXPECT_EQ(failure_of([&] {
                  run(book, [&](Repositories& r) {
                      r.reference.save_instruments(std::vector{instrument});
                  });
              }),
              Kind::corrupt)
        << "an instrument of unknown assets";
}

TEST_F(SqliteStorageFile, ADamagedFileIsCorrupt) {
    {
        auto book = storage();
        run(book, [](Repositories& r) {
            for (std::uint64_t seq = 1; seq <= 200; ++seq) {
                r.entries.append(std::vector{support::sample_entry("alpha", seq)});
            }
        });
    }
    {
        std::fstream file{file_, std::ios::in | std::ios::out | std::ios::binary};
        file.seekp(4096);
        for (std::uintmax_t i = 4096; i < std::filesystem::file_size(file_); ++i) file.put('\x7f');
    }
    auto book = storage();
    EXPECT_EQ(failure_of([&] {
                  book.open_snapshots()->read([](ports::BookReader& reader) {
                      (void)reader.entries(model::AccountId{"alpha"}, 0, 1000);
                  });
              }),
              Kind::corrupt);
}

TEST_F(SqliteStorageFile, DescribesItselfAndTakesOneWriter) {
    auto book = storage();
    EXPECT_EQ(book.describe(), "sqlite:" + file_);
    EXPECT_EQ(book.useful_writers(), 1u);
}

}  // namespace
}  // namespace daybook::sqlite
