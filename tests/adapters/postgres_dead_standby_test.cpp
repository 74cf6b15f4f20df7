#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <variant>

#include "model/answer.hpp"
#include "postgres/postgres_storage.hpp"
#include "services/command_processor.hpp"
#include "support/command_text.hpp"
#include "support/postgres_cluster.hpp"
#include "support/postgres_standby.hpp"
#include "support/processor_bench.hpp"
#include "system/openssl_sha256.hpp"
#include "system/system_clock.hpp"
#include "system/uuid_v7_source.hpp"

namespace daybook::postgres {
namespace {

using namespace std::chrono_literals;
using Kind = ports::StorageError::Kind;

/// What became of one command: its answer in short, or of which kind the failure was.
using Outcome = std::variant<std::string, Kind>;

/// How a session ends that waits for the standby; a function of Postgres.
class PostgresDeadStandby : public testing::TestWithParam<char const*> {
  protected:
    void SetUp() override {
        if (!support::postgres_is_expected()) GTEST_SKIP() << "no Postgres server is installed";
        primary_.emplace();
        database_ = primary_->create_book();
        standby_.emplace(*primary_);
        ASSERT_EQ(send("define_asset asset=USD display_decimals=2").get(), Outcome{"DONE"});
        ASSERT_EQ(send("open_account funding=MARGIN cost_basis=FIFO").get(), Outcome{"DONE"});
        answered_.clear();
        standby_->stop();
    }

    /// Books one command as a lane does, on a thread of its own.
    std::future<Outcome> send(std::string const& line) {
        return std::async(std::launch::async, [this, line]() -> Outcome {
            PostgresStorage storage{{.url = *PostgresUrl::parse(primary_->url(database_))}};
            auto const unit_of_work = storage.open_unit_of_work();
            services::CommandProcessor processor{
                {*unit_of_work, clock_, order_ids_, sha256_, [](auto) {}, retry_deadline_}};
            try {
                auto const batches = std::vector{model::CommandBatch{{support::command(line)}}};
                auto const answer = support::said(processor.run(batches).front().front());
                std::scoped_lock const lock{mutex_};
                answered_.push_back(line);
                return answer;
            } catch (ports::StorageError const& error) {
                return error.kind();
            }
        });
    }
    /// Ends whatever waits for the standby; returns what did.
    std::vector<std::string> end_waits() {
        return primary_->query("SELECT " + std::string{GetParam()} +
                               "(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
    }
    void end_first_wait() {
        while (end_waits().empty()) {
        }
    }
    /// Ends one wait after another until the command has its outcome.
    Outcome end_waits_of(std::future<Outcome> outcome) {
        while (outcome.wait_for(0ms) != std::future_status::ready) (void)end_waits();
        return outcome.get();
    }
    void wait_for_a_wait() {
        std::string const sql = "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'SyncRep'";
        while (primary_->query(sql).empty()) {
        }
    }
    /// How many deposits a server has.
    [[nodiscard]] static std::size_t deposits_of(std::string const& url) {
        std::size_t entries = 0;
        PostgresStorage storage{{.url = *PostgresUrl::parse(url)}};
        storage.open_snapshots()->read([&](ports::BookReader& book) {
            entries = book.entries(model::AccountId{"alpha"}, 0, 9).size();
        });
        return entries - 1;  // The opening.
    }
    [[nodiscard]] std::size_t deposits_of_primary() const {
        return deposits_of(primary_->url(database_));
    }
    [[nodiscard]] std::size_t deposits_of_standby() const {
        return deposits_of(standby_->url(database_));
    }

    std::optional<support::PostgresCluster> primary_;
    std::optional<support::PostgresStandby> standby_;
    std::string database_;
    std::chrono::milliseconds retry_deadline_{300};
    std::mutex mutex_;
    /// Whoever sent these was told that they are booked.
    std::vector<std::string> answered_;
    system::SystemClock clock_;
    system::UuidV7Source order_ids_{clock_};
    system::OpensslSha256 sha256_;
};

INSTANTIATE_TEST_SUITE_P(Every, PostgresDeadStandby,
                         testing::Values("pg_cancel_backend", "pg_terminate_backend"),
                         [](auto const& tested) { return std::string{tested.param}; });

TEST_P(PostgresDeadStandby, NothingIsAnsweredThatThePromotedStandbyLacks) {
    EXPECT_EQ(end_waits_of(send("deposit 1 USD key=d-1")), Outcome{Kind::unknown_outcome});
    EXPECT_EQ(deposits_of_primary(), 1U) << "the primary has it, alone";
    // Whoever got no answer sends it again, and finds it there.
    EXPECT_EQ(end_waits_of(send("deposit 1 USD key=d-1")), Outcome{Kind::unknown_outcome});
    EXPECT_THAT(answered_, testing::IsEmpty());

    primary_->stop("immediate");
    standby_->start();
    standby_->promote();
    EXPECT_EQ(deposits_of_standby(), 0U);
}

TEST_P(PostgresDeadStandby, WhatWasUnknownIsAnsweredWhenTheStandbyHasIt) {
    retry_deadline_ = 60s;
    auto outcome = send("deposit 1 USD key=d-1");
    end_first_wait();
    // The look-up finds the entry, and waits for the standby as the commit did.
    wait_for_a_wait();
    EXPECT_EQ(outcome.wait_for(0ms), std::future_status::timeout);
    EXPECT_EQ(deposits_of_primary(), 1U);
    standby_->start();
    EXPECT_EQ(outcome.get(), Outcome{"DONE"});

    primary_->stop("immediate");
    standby_->promote();
    EXPECT_EQ(deposits_of_standby(), 1U);
}

TEST_P(PostgresDeadStandby, ACrashOfThePrimaryInTheCommitIsSettledWithTheStandbyToo) {
    retry_deadline_ = 60s;
    auto outcome = send("deposit 1 USD key=d-1");
    wait_for_a_wait();
    primary_->restart("immediate");
    wait_for_a_wait();
    EXPECT_EQ(outcome.wait_for(0ms), std::future_status::timeout);
    standby_->start();
    EXPECT_EQ(outcome.get(), Outcome{"DONE"});
    EXPECT_EQ(deposits_of_primary(), 1U);
}

}  // namespace
}  // namespace daybook::postgres
