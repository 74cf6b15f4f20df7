#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "postgres/postgres_storage.hpp"
#include "support/postgres_fixture.hpp"
#include "support/sample_values.hpp"

namespace daybook::postgres {
namespace {

using ports::Commit;
using ports::Repositories;
using testing::HasSubstr;
using Kind = ports::StorageError::Kind;

/// A server whose commits wait for a synchronous standby that does not exist.
class PostgresWithoutStandby : public support::PostgresTest {
  protected:
    void SetUp() override {
        PostgresTest::SetUp();
        if (!IsSkipped()) wait_for_standby("'ghost'");
    }
    void TearDown() override {
        if (!IsSkipped()) wait_for_standby("''");
    }

    void wait_for_standby(std::string const& name) {
        (void)cluster().query("ALTER SYSTEM SET synchronous_standby_names = " + name);
        cluster().restart("immediate");
    }

    /// What the commit of a new account ends with, on a thread of its own.
    std::future<ports::StorageError> commit(PostgresStorage& storage) {
        return std::async(std::launch::async, [&storage] {
            auto const unit_of_work = storage.open_unit_of_work();
            try {
                unit_of_work->run([](Repositories& r) {
                    r.accounts.add(std::vector{support::sample_account("alpha")});
                    return Commit::yes;
                });
            } catch (ports::StorageError const& error) {
                return error;
            }
            return ports::StorageError{Kind::corrupt, "the commit was answered"};
        });
    }

    /// Evaluates `action` for the session that waits for the standby.
    void do_to_waiting_session(std::string const& action) {
        std::vector<std::string> done;
        while (done.empty()) {
            done = cluster().query("SELECT " + action +
                                   " FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
        }
    }

    std::string count_accounts() { return book().query("SELECT count(*) FROM accounts").at(0); }
};

TEST_F(PostgresWithoutStandby, ACancelledWaitIsAnUnknownOutcomeThoughTheServerSaysDone) {
    PostgresStorage storage{options()};
    auto outcome = commit(storage);
    do_to_waiting_session("pg_cancel_backend(pid)");
    auto const error = outcome.get();
    EXPECT_EQ(error.kind(), Kind::unknown_outcome) << error.what();
    EXPECT_THAT(error.what(), HasSubstr("synchronous replication"));
    EXPECT_EQ(count_accounts(), "1");
}

TEST_F(PostgresWithoutStandby, ASessionThatIsKilledInItsCommitIsAnUnknownOutcome) {
    PostgresStorage storage{options()};
    auto outcome = commit(storage);
    do_to_waiting_session("pg_terminate_backend(pid, 5000)");
    auto const error = outcome.get();
    EXPECT_EQ(error.kind(), Kind::unknown_outcome) << error.what();
    EXPECT_EQ(count_accounts(), "1");
}

TEST_F(PostgresWithoutStandby, ACommitThatIsNotAnsweredInTimeIsAnUnknownOutcome) {
    auto impatient = options();
    impatient.answer_deadline = std::chrono::milliseconds{200};
    PostgresStorage storage{impatient};
    auto const error = commit(storage).get();
    EXPECT_EQ(error.kind(), Kind::unknown_outcome) << error.what();
    EXPECT_THAT(error.what(), HasSubstr("did not answer in time"));
    // The server was not told to cancel: nobody may see the commit while it waits.
    EXPECT_EQ(count_accounts(), "0");
    do_to_waiting_session("pg_terminate_backend(pid, 5000)");
    EXPECT_EQ(count_accounts(), "1");
}

TEST_F(PostgresWithoutStandby, LookingUpAnUnknownCommitWaitsForIt) {
    auto patient = options();
    PostgresStorage storage{patient};
    (void)book().query(
        "SET synchronous_commit = local; INSERT INTO accounts VALUES ('alpha', 'PREFUNDED', "
        "'FIFO', 'OPEN', 0, decode(repeat('00', 32), 'hex'), 0)");
    auto impatient = options();
    impatient.answer_deadline = std::chrono::milliseconds{200};
    PostgresStorage cut{impatient};
    auto const writer = cut.open_unit_of_work();
    EXPECT_THROW(writer->run([](Repositories& r) {
        (void)r.accounts.lock(std::vector{model::AccountId{"alpha"}});
        r.entries.append(std::vector{support::sample_entry("alpha", 1)});
        return Commit::yes;
    }),
                 ports::StorageError);
    auto found = std::async(std::launch::async, [&storage] {
        std::optional<model::Hash> hash;
        storage.open_unit_of_work()->run([&](Repositories& r) {
            hash = r.entries.hash_of(model::AccountId{"alpha"}, 1);
            return Commit::no;
        });
        return hash;
    });
    // The look-up waits for the lock of the account, which the commit still holds.
    while (
        cluster().query("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'").empty()) {
    }
    do_to_waiting_session("pg_terminate_backend(pid, 5000)");
    EXPECT_EQ(found.get(), support::hash(1));
}

}  // namespace
}  // namespace daybook::postgres
