#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <latch>
#include <thread>

#include "postgres/postgres_connection.hpp"
#include "postgres/postgres_storage.hpp"
#include "support/postgres_fixture.hpp"
#include "support/sample_values.hpp"

namespace daybook::postgres {
namespace {

using model::AccountId;
using ports::Commit;
using ports::Repositories;
using support::sample_account;
using testing::HasSubstr;
using testing::Not;
using Kind = ports::StorageError::Kind;

/// Runs `work` and returns the error that it throws.
template <class Work>
ports::StorageError error_of(Work const& work) {
    try {
        work();
    } catch (ports::StorageError const& error) {
        return error;
    }
    throw std::logic_error{"nothing was thrown"};
}

class PostgresFailures : public support::PostgresTest {
  protected:
    /// Ends all other sessions of the book's database.
    void terminate_sessions() {
        (void)cluster().query(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '" +
            book().database() + "' AND pid <> pg_backend_pid()");
    }
    static void add_account(ports::UnitOfWork& unit_of_work, std::string_view id) {
        unit_of_work.run([&](Repositories& r) {
            r.accounts.add(std::vector{sample_account(id)});
            return Commit::yes;
        });
    }
    static void lock_account(Repositories& r, std::string_view id) {
        (void)r.accounts.lock(std::vector{AccountId{id}});
    }
    std::string count_accounts() { return book().query("SELECT count(*) FROM accounts").at(0); }
};

TEST_F(PostgresFailures, ASessionThatIsKilledWithinATransactionIsUnavailable) {
    PostgresStorage storage{options()};
    auto const unit_of_work = storage.open_unit_of_work();
    auto const error = error_of([&] {
        unit_of_work->run([&](Repositories& r) {
            r.accounts.add(std::vector{sample_account("alpha")});
            terminate_sessions();
            // The first failure is final, even where it is swallowed.
            EXPECT_THROW(lock_account(r, "alpha"), ports::StorageError);
            EXPECT_THROW(lock_account(r, "alpha"), ports::StorageError);
            return Commit::yes;
        });
    });
    EXPECT_EQ(error.kind(), Kind::unavailable) << error.what();
    EXPECT_EQ(count_accounts(), "0");
    add_account(*unit_of_work, "alpha");
    EXPECT_EQ(count_accounts(), "1");
}

TEST_F(PostgresFailures, ASessionThatDiedBetweenTransactionsIsReplacedUnseen) {
    PostgresStorage storage{options()};
    auto const unit_of_work = storage.open_unit_of_work();
    auto const snapshots = storage.open_snapshots();
    add_account(*unit_of_work, "alpha");
    snapshots->read([](ports::BookReader& reader) { (void)reader.assets(std::nullopt, 1); });
    terminate_sessions();
    add_account(*unit_of_work, "beta");
    snapshots->read(
        [](ports::BookReader& reader) { EXPECT_EQ(reader.accounts(std::nullopt, 9).size(), 2u); });
}

TEST_F(PostgresFailures, ACrashOfTheServerIsSurvived) {
    PostgresStorage storage{options()};
    auto const unit_of_work = storage.open_unit_of_work();
    auto const snapshots = storage.open_snapshots();
    add_account(*unit_of_work, "alpha");
    auto const error = error_of([&] {
        unit_of_work->run([&](Repositories& r) {
            r.accounts.add(std::vector{sample_account("lost")});
            cluster().restart("immediate");
            return Commit::yes;
        });
    });
    EXPECT_EQ(error.kind(), Kind::unknown_outcome) << error.what();
    add_account(*unit_of_work, "beta");
    EXPECT_EQ(count_accounts(), "2");
    cluster().restart("immediate");
    add_account(*unit_of_work, "gamma");
    snapshots->read(
        [](ports::BookReader& reader) { EXPECT_EQ(reader.accounts(std::nullopt, 9).size(), 3u); });
}

TEST_F(PostgresFailures, AServerThatIsAwayIsUnavailableAndTriedAgain) {
    PostgresStorage storage{options()};
    auto const unit_of_work = storage.open_unit_of_work();
    add_account(*unit_of_work, "alpha");
    cluster().stop("fast");
    auto const refused = error_of([&] { add_account(*unit_of_work, "beta"); });
    EXPECT_EQ(refused.kind(), Kind::unavailable);
    EXPECT_THAT(refused.what(), HasSubstr("refused"));
    auto const at_once = error_of([&] { add_account(*unit_of_work, "beta"); });
    EXPECT_EQ(at_once.kind(), Kind::unavailable);
    EXPECT_THAT(at_once.what(), HasSubstr("refused"));
    cluster().start();
    bool is_back = false;
    while (!is_back) {  // The pauses between tries end by themselves.
        try {
            add_account(*unit_of_work, "beta");
            is_back = true;
        } catch (ports::StorageError const& error) {
            ASSERT_EQ(error.kind(), Kind::unavailable) << error.what();
            std::this_thread::yield();
        }
    }
    EXPECT_EQ(count_accounts(), "2");
}

TEST_F(PostgresFailures, WhoWaitsTooLongForALockIsUnavailable) {
    auto impatient = options();
    impatient.lock_timeout = std::chrono::milliseconds{20};
    PostgresStorage storage{impatient};
    auto const holder = storage.open_unit_of_work();
    auto const waiter = storage.open_unit_of_work();
    add_account(*holder, "alpha");
    holder->run([&](Repositories& held) {
        lock_account(held, "alpha");
        auto const error = error_of([&] {
            waiter->run([](Repositories& r) {
                lock_account(r, "alpha");
                return Commit::yes;
            });
        });
        EXPECT_EQ(error.kind(), Kind::unavailable);
        EXPECT_THAT(error.what(), HasSubstr("55P03"));
        return Commit::yes;
    });
    waiter->run([](Repositories& r) {
        lock_account(r, "alpha");
        return Commit::yes;
    });
}

TEST_F(PostgresFailures, ADeadlockIsAConflictForOneOfTheTwo) {
    PostgresStorage storage{options()};
    auto const setup = storage.open_unit_of_work();
    add_account(*setup, "alpha");
    add_account(*setup, "beta");
    std::latch both_hold_one{2};
    auto const lock_both = [&](std::string_view first, std::string_view second) {
        auto const unit_of_work = storage.open_unit_of_work();
        try {
            unit_of_work->run([&](Repositories& r) {
                lock_account(r, first);
                both_hold_one.arrive_and_wait();
                lock_account(r, second);
                return Commit::yes;
            });
        } catch (ports::StorageError const& error) {
            EXPECT_EQ(error.kind(), Kind::conflict) << error.what();
            EXPECT_THAT(error.what(), HasSubstr("40P01"));
            return 1;
        }
        return 0;
    };
    auto other = std::async(std::launch::async, lock_both, "beta", "alpha");
    int const mine = lock_both("alpha", "beta");
    EXPECT_EQ(mine + other.get(), 1);
}

TEST_F(PostgresFailures, AStatementThatTakesTooLongIsUnavailable) {
    auto impatient = options();
    impatient.statement_timeout = std::chrono::milliseconds{20};
    PostgresConnectionFactory factory{impatient};
    PostgresConnection connection{factory};
    connection.begin(PostgresConnection::Begin::unit_of_work);
    auto const error = error_of([&] { connection.execute("SELECT pg_sleep(60)"); });
    EXPECT_EQ(error.kind(), Kind::unavailable);
    EXPECT_THAT(error.what(), HasSubstr("57014"));
    EXPECT_EQ(error_of([&] { connection.commit(); }).kind(), Kind::unavailable);
    EXPECT_TRUE(connection.is_open());
}

TEST_F(PostgresFailures, AServerThatDoesNotAnswerIsGivenUp) {
    auto impatient = options();
    impatient.answer_deadline = std::chrono::milliseconds{50};
    PostgresConnectionFactory factory{impatient};
    PostgresConnection connection{factory};
    connection.begin(PostgresConnection::Begin::unit_of_work);
    PostgresHousekeeper const housekeeper{std::chrono::milliseconds{5},
                                          [&](auto now) { factory.deadlines().cut_due(now); }};
    auto const error = error_of([&] { connection.execute("SELECT pg_sleep(60)"); });
    EXPECT_EQ(error.kind(), Kind::unavailable);
    EXPECT_THAT(error.what(), HasSubstr("did not answer in time"));
    EXPECT_FALSE(connection.is_open());
}

TEST_F(PostgresFailures, AUnitOfWorkThatStallsLosesItsLocksButAReaderMayTakeItsTime) {
    auto impatient = options();
    impatient.idle_in_transaction_timeout = std::chrono::milliseconds{20};
    PostgresStorage storage{impatient};
    auto const unit_of_work = storage.open_unit_of_work();
    add_account(*unit_of_work, "alpha");
    auto const error = error_of([&] {
        unit_of_work->run([&](Repositories& r) {
            lock_account(r, "alpha");
            (void)book().query("SELECT * FROM accounts FOR UPDATE");  // Waits for the lock.
            lock_account(r, "alpha");
            return Commit::yes;
        });
    });
    EXPECT_EQ(error.kind(), Kind::unavailable) << error.what();
    storage.open_snapshots()->read([&](ports::BookReader& reader) {
        (void)book().query("SELECT pg_sleep(0.1)");
        EXPECT_EQ(reader.accounts(std::nullopt, 9).size(), 1u);
    });
}

TEST_F(PostgresFailures, AMissingTableIsCorruptAndSaysWhatToRun) {
    (void)book().query("DROP TABLE balances");
    PostgresStorage storage{options()};
    auto const unit_of_work = storage.open_unit_of_work();
    auto const error = error_of([&] {
        unit_of_work->run([](Repositories& r) {
            r.balances.save(std::vector{support::sample_balance("alpha", "USD", "1")});
            return Commit::yes;
        });
    });
    EXPECT_EQ(error.kind(), Kind::corrupt);
    EXPECT_THAT(error.what(), HasSubstr("42P01"));
    EXPECT_THAT(error.what(), HasSubstr("Run: daybook migrate"));
}

TEST_F(PostgresFailures, NoErrorHoldsThePassword) {
    auto const failing = [&](std::string const& url) {
        PostgresStorage storage{{.url = PostgresUrl::parse(url).value()}};
        EXPECT_THAT(storage.describe(), Not(HasSubstr("hunter2")));
        auto const unit_of_work = storage.open_unit_of_work();
        auto const error = error_of([&] { add_account(*unit_of_work, "alpha"); });
        EXPECT_EQ(error.kind(), Kind::unavailable);
        EXPECT_THAT(error.what(), Not(HasSubstr("hunter2")));
        return std::string{error.what()};
    };
    auto const port = std::to_string(cluster().port());
    auto const server = "@127.0.0.1:" + port + "/";
    EXPECT_THAT(failing("postgresql://guarded:hunter2" + server + book().database()),
                HasSubstr("the password for user \"guarded\""));
    EXPECT_THAT(failing("postgresql://daybook:hunter2" + server + "nowhere"),
                HasSubstr("no database \"nowhere\""));
    EXPECT_THAT(failing("postgresql://daybook:hunter2@127.0.0.1:1/x"), HasSubstr("refused"));
    PostgresStorage storage{
        {.url = PostgresUrl::parse("postgresql://guarded:pass%20word" + server + book().database())
                    .value()}};
    auto const snapshots = storage.open_snapshots();
    EXPECT_EQ(error_of([&] {
                  snapshots->read(
                      [](ports::BookReader& reader) { (void)reader.assets(std::nullopt, 1); });
              }).kind(),
              Kind::forbidden);  // Let in, but not allowed to read.
}

}  // namespace
}  // namespace daybook::postgres
