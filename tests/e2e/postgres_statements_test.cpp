#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <optional>

#include "e2e/postgres_book.hpp"

namespace daybook::e2e {
namespace {

using testing::HasSubstr;

/// `mixes` times the same few commands, in turn on four accounts: money in and out, an order that
/// is placed, acknowledged, filled in part and cancelled, and one that is refused.
std::string mixes_of_commands(std::size_t mixes, std::string const& name) {
    std::string text;
    for (std::size_t n = 0; n < mixes; ++n) {
        auto const account = "\"account_id\":\"desk-" + std::to_string(n % 4) + "\",";
        auto const key = name + "-" + std::to_string(n);
        auto const order = account + "\"order\":{\"idempotency_key\":\"" + key + "\"},";
        auto const place = "{\"command\":\"place_order\"," + account +
                           "\"exchange\":\"PAPER\",\"symbol\":\"ACME\",\"side\":\"BUY\",\"type\":"
                           "\"LIMIT\",\"time_in_force\":\"DAY\",\"price_quote\":\"2.50\",";
        text += "{\"command\":\"deposit\"," + account + "\"idempotency_key\":\"in-" + key +
                "\",\"asset\":\"USD\",\"amount\":\"1000\"}\n" +  //
                "{\"command\":\"withdraw\"," + account + "\"idempotency_key\":\"out-" + key +
                "\",\"asset\":\"USD\",\"amount\":\"1\"}\n" +  //
                place + "\"idempotency_key\":\"" + key + "\",\"quantity_base\":\"10\"}\n" + place +
                "\"idempotency_key\":\"big-" + key + "\",\"quantity_base\":\"99999999999\"}\n" +
                "{\"command\":\"book_execution\"," + order + "\"exec_id\":\"new-" + key +
                "\",\"exec_type\":\"NEW\"}\n" +  //
                "{\"command\":\"book_execution\"," + order + "\"exec_id\":\"trade-" + key +
                "\",\"exec_type\":\"TRADE\",\"last_quantity_base\":\"4\",\"last_price_quote\":"
                "\"2.50\",\"fee\":{\"asset\":\"USD\",\"amount\":\"0.01\"}}\n" +  //
                "{\"command\":\"cancel_order\"," +
                order.substr(0, order.size() - 1) + "}\n";
    }
    return text;
}

/// A book on a server that counts statements.
class PostgresStatements : public PostgresBookTest {
  protected:
    void SetUp() override {
        if (!support::postgres_is_expected()) GTEST_SKIP() << "no Postgres server is installed";
        counting_.emplace(support::PostgresCluster::Options{
            .is_durable = false,
            .settings = "shared_preload_libraries = 'pg_stat_statements'\n"
                        "pg_stat_statements.track_utility = on\n"});
        (void)counting_->query("CREATE DATABASE counted");
        (void)counting_->query("CREATE EXTENSION pg_stat_statements", "counted");
        ASSERT_EQ(apply("").exit_code, 3);
        ASSERT_EQ(counted({"migrate", "up"}, "").exit_code, 0);
    }

    Finished counted(std::vector<std::string> arguments, std::string input) {
        return run_daybook(folder(), std::move(arguments), std::move(input),
                           {{"DATABASE_URL", counting_->url("counted")}, {"DAYBOOK_LANES", "1"}});
    }
    Finished apply(std::string const& commands) {
        return counted({"apply", "-", "--batch", "10000"}, commands);
    }
    /// Each statement that applying `commands` in one batch runs, with how often.
    std::vector<std::string> statements_of(std::string const& commands) {
        (void)counting_->query("SELECT pg_stat_statements_reset()", "counted");
        auto const applied = apply(commands);
        EXPECT_EQ(applied.exit_code, 12) << applied.out << applied.err;
        EXPECT_THAT(applied.out, HasSubstr("insufficient_funds"));
        return counting_->query(
            "SELECT calls || ' ' || query FROM pg_stat_statements JOIN pg_database ON oid = dbid "
            "WHERE datname = 'counted' AND query NOT LIKE '%pg_stat_statements%' ORDER BY 1",
            "counted");
    }

  private:
    std::optional<support::PostgresCluster> counting_;
};

TEST_F(PostgresStatements, OfABatchAreTheSameHoweverManyCommandsItHas) {
    auto const definitions = make_order_flow(1, 4, 0);
    ASSERT_EQ(apply(definitions.all()).exit_code, 0);
    auto const of_one = statements_of(mixes_of_commands(1, "one"));
    std::printf("different statements=%zu\n", of_one.size());
    EXPECT_FALSE(of_one.empty());
    EXPECT_EQ(statements_of(mixes_of_commands(10, "ten")), of_one);
    EXPECT_EQ(statements_of(mixes_of_commands(100, "hundred")), of_one);
    EXPECT_EQ(statements_of(mixes_of_commands(700, "seven hundred")), of_one);
}

}  // namespace
}  // namespace daybook::e2e
