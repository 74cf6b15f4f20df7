#include <gtest/gtest.h>

#include "postgres/postgres_pool.hpp"
#include "postgres/postgres_storage.hpp"
#include "support/postgres_fixture.hpp"

namespace daybook::postgres {
namespace {

using Begin = PostgresConnection::Begin;

class PostgresPools : public support::PostgresTest {
  protected:
    static void use(PostgresPool::Lease const& lease) {
        lease->begin(Begin::snapshot);
        lease->rollback();
    }
    std::size_t sessions() {
        return cluster()
            .query("SELECT pid FROM pg_stat_activity WHERE datname = '" + book().database() + "'")
            .size();
    }
};

TEST_F(PostgresPools, AStorageThatIsNotUsedReachesNoServer) {
    PostgresStorage storage{
        {.url = PostgresUrl::parse("postgresql://no-such-host.invalid/x").value()}};
    (void)storage.open_unit_of_work();
    (void)storage.open_snapshots();
    EXPECT_EQ(storage.useful_writers(), 2u);
    EXPECT_EQ(storage.describe(), "postgresql://no-such-host.invalid/x");
}

TEST_F(PostgresPools, ConnectionsOpenWhenFirstUsedAndAreUsedAgain) {
    PostgresConnectionFactory factory{options()};
    PostgresPool pool{factory};
    EXPECT_EQ(pool.size(), 0u);
    for (int i = 0; i < 3; ++i) use(pool.borrow());
    EXPECT_EQ(pool.size(), 1u);
    EXPECT_EQ(sessions(), 1u);
}

TEST_F(PostgresPools, TenAreTheMostAndTheEleventhWaits) {
    auto impatient = options();
    impatient.pool_wait_max = std::chrono::milliseconds{1};
    PostgresConnectionFactory factory{impatient};
    PostgresPool pool{factory};
    {
        std::vector<std::unique_ptr<PostgresPool::Lease>> leases;
        for (int i = 0; i < 10; ++i) {
            leases.push_back(
                std::unique_ptr<PostgresPool::Lease>{new PostgresPool::Lease{pool.borrow()}});
            use(*leases.back());
        }
        EXPECT_EQ(pool.size(), 10u);
        EXPECT_THROW((void)pool.borrow(), ports::StorageError);
        leases.pop_back();
        use(pool.borrow());
    }
    EXPECT_EQ(pool.size(), 10u);
}

TEST_F(PostgresPools, WhatIsIdleForTwentySecondsIsClosed) {
    PostgresConnectionFactory factory{options()};
    PostgresPool pool{factory};
    use(pool.borrow());
    auto const now = std::chrono::steady_clock::now();
    pool.close_idle(now + std::chrono::seconds{19});
    EXPECT_EQ(pool.size(), 1u);
    pool.close_idle(now + std::chrono::seconds{20});
    EXPECT_EQ(pool.size(), 0u);
    use(pool.borrow());
    EXPECT_EQ(pool.size(), 1u);
}

}  // namespace
}  // namespace daybook::postgres
