#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <regex>
#include <stdexcept>

#include "e2e/daybook_process.hpp"
#include "e2e/order_flow.hpp"
#include "support/postgres_cluster.hpp"

namespace daybook::e2e {
namespace {

using support::PostgresCluster;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAreArray;
using Names = std::vector<std::string>;

std::string script() {
    std::ifstream file{DAYBOOK_SOURCE_DIR "/deploy/citus/distribute.sql"};
    return {std::istreambuf_iterator<char>(file), {}};
}

/// The names in an array of the script.
Names array_of_script(std::string const& name) {
    auto const text = script();
    auto const start = text.find(name + " constant text[] := ARRAY[");
    if (start == std::string::npos) throw std::runtime_error{"the script has no " + name};
    auto const array = text.substr(start, text.find(']', text.find("ARRAY[", start)) - start);
    static std::regex const quoted{"'([a-z_]+)'"};
    Names names;
    for (std::sregex_iterator it{array.begin(), array.end(), quoted}, end; it != end; ++it) {
        names.push_back((*it)[1]);
    }
    return names;
}

/// Functions of Citus's names that keep what they are asked and refuse what Citus refuses: a table
/// with triggers, with a foreign key to a table of another kind, with a key without the column.
constexpr char const* pretended_citus = R"(
    CREATE SCHEMA pretended;
    CREATE TABLE pretended.pg_dist_partition (
        logicalrelid regclass PRIMARY KEY, partmethod text, beside text, colocationid int);
    CREATE FUNCTION pretended.refuse(of regclass, kind text) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (SELECT FROM pg_trigger WHERE tgrelid = of AND NOT tgisinternal)
            OR EXISTS (SELECT FROM pg_constraint WHERE conrelid = of AND contype = 'f') THEN
            RAISE EXCEPTION 'triggers or foreign keys on % as it becomes %', of, kind;
        END IF;
    END $$;
    CREATE FUNCTION pretended.create_reference_table(table_name regclass) RETURNS void
    LANGUAGE plpgsql AS $$ BEGIN
        PERFORM pretended.refuse(table_name, 'a reference table');
        INSERT INTO pretended.pg_dist_partition VALUES (table_name, 'n', '', 1);
    END $$;
    CREATE FUNCTION pretended.create_distributed_table(
        table_name regclass, distribution_column text, distribution_type text DEFAULT 'hash',
        colocate_with text DEFAULT 'default', shard_count int DEFAULT NULL) RETURNS void
    LANGUAGE plpgsql AS $$ BEGIN
        PERFORM pretended.refuse(table_name, 'a distributed table');
        IF EXISTS (SELECT FROM pg_index WHERE indrelid = table_name AND indisunique AND NOT EXISTS (
            SELECT FROM pg_attribute WHERE attrelid = indrelid AND attnum = ANY (indkey)
            AND attname = distribution_column)) THEN
            RAISE EXCEPTION 'a key of % is without %', table_name, distribution_column;
        END IF;
        INSERT INTO pretended.pg_dist_partition VALUES (table_name, 'h', colocate_with, 2);
    END $$;)";

/// An empty book where Citus is pretended, and a role that shall be the workers'.
class CitusScript : public testing::Test {
  protected:
    void SetUp() override {
        if (!support::postgres_is_expected()) GTEST_SKIP() << "no Postgres server is installed";
        database_ = cluster().create_database();
        trader_ = "trader_of_" + database_;
        (void)query("CREATE ROLE " + trader_ + " LOGIN");
        auto const url = cluster().url(database_);
        ASSERT_EQ(run_daybook(folder_, {"migrate", "--database", url}).exit_code, 0);
    }
    void TearDown() override {
        if (!database_.empty()) cluster().drop_database(database_);
    }

    static PostgresCluster& cluster() { return PostgresCluster::shared(); }
    std::vector<std::string> query(std::string const& sql) {
        return cluster().query(sql, database_);
    }

    void pretend_citus() {
        (void)query(pretended_citus);
        (void)query("ALTER DATABASE " + database_ + " SET search_path = public, pretended");
    }
    void run_script() { (void)query(script_for(trader_)); }
    static std::string script_for(std::string const& role) {
        return "SET daybook.role = '" + role + "'; " + script();
    }
    std::string refusal(std::string const& sql) {
        try {
            (void)query(sql);
        } catch (std::runtime_error const& error) {
            return error.what();
        }
        return "it was done";
    }
    std::string refusal_for_trader(std::string const& sql) {
        return refusal("SET ROLE " + trader_ + "; " + sql);
    }
    Finished run_as_trader(Names arguments, std::string const& input = {}) {
        arguments.push_back("--database");
        arguments.push_back(cluster().url(database_, trader_));
        return run_daybook(folder_, arguments, input);
    }
    [[nodiscard]] std::string const& trader() const { return trader_; }

  private:
    std::string database_;
    std::string trader_;
    TemporaryFolder folder_;
};

TEST_F(CitusScript, NamesEveryTableOnceAndDistributesThoseWithAnAccount) {
    auto const tables_where = [this](std::string const& condition) {
        return query(
            "SELECT relname FROM pg_class AS c WHERE relnamespace = 'public'::regnamespace AND "
            "relkind = 'r' AND " +
            condition);
    };
    std::string const has_account =
        "EXISTS (SELECT FROM pg_attribute WHERE attrelid = c.oid AND attname = 'account_id')";
    auto const distributed = array_of_script("distributed_tables");
    EXPECT_THAT(distributed, UnorderedElementsAreArray(tables_where(has_account)));
    auto others = array_of_script("reference_tables");
    for (auto const& name : array_of_script("local_tables")) others.push_back(name);
    EXPECT_THAT(others, UnorderedElementsAreArray(tables_where("NOT " + has_account)));
    EXPECT_THAT(array_of_script("append_only_tables"),
                UnorderedElementsAreArray(tables_where(
                    "EXISTS (SELECT FROM pg_trigger WHERE tgrelid = c.oid AND NOT tgisinternal)")));
}

TEST_F(CitusScript, DistributesEachTableOnceHoweverOftenItRuns) {
    pretend_citus();
    run_script();
    std::string const what_is =
        "SELECT concat_ws(' ', logicalrelid, partmethod, beside) FROM pg_dist_partition";
    Names expected{"assets n ", "instruments n ", "accounts h none"};
    for (auto const* table :
         {"orders", "executions", "entries", "postings", "balances", "positions", "lots",
          "discrepancies", "outbox", "earlier_exchange_order_ids", "checkpoint_heads"}) {
        expected.push_back(std::string{table} + " h accounts");
    }
    EXPECT_THAT(query(what_is), UnorderedElementsAreArray(expected));
    EXPECT_NO_THROW(run_script());
    EXPECT_THAT(query(what_is), UnorderedElementsAreArray(expected));
    EXPECT_THAT(
        query("SELECT conname FROM pg_constraint WHERE contype = 'f'"),
        UnorderedElementsAreArray({"instruments_base_asset_fkey", "instruments_quote_asset_fkey"}));
    EXPECT_THAT(query("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"), IsEmpty());
}

TEST_F(CitusScript, LeavesTheWorkersWhatTheyNeedAndNoWayToChangeWhatIsBooked) {
    pretend_citus();
    run_script();
    auto const applied = run_as_trader({"apply", "-"}, make_order_flow(7, 3, 60).all());
    EXPECT_EQ(applied.exit_code, 0) << applied.out << applied.err;
    for (auto const& arguments : std::vector<Names>{{"verify"}, {"migrate", "status"}}) {
        auto const finished = run_as_trader(arguments);
        EXPECT_EQ(finished.exit_code, 0) << arguments.front() << finished.out << finished.err;
    }
    for (auto const* table : {"entries", "postings", "executions"}) {
        for (std::string const& change :
             {"DELETE FROM " + std::string{table}, "TRUNCATE " + std::string{table},
              "UPDATE " + std::string{table} + " SET account_id = ''"}) {
            EXPECT_THAT(refusal_for_trader(change), HasSubstr("denied")) << change;
        }
    }
    EXPECT_THAT(refusal_for_trader("UPDATE daybook_migrations SET name = ''"), HasSubstr("denied"));
}

TEST_F(CitusScript, ChangesNothingWhereItCannotBeRun) {
    EXPECT_THAT(refusal(script_for(trader())), HasSubstr("has no Citus"));
    pretend_citus();
    EXPECT_THAT(refusal(script()), HasSubstr("daybook.role is not set"));
    EXPECT_THAT(refusal(script_for("daybook")),
                HasSubstr("daybook.role is daybook: it must be no superuser"));
    EXPECT_THAT(refusal(script_for("nobody")), HasSubstr("\"nobody\""));
    EXPECT_EQ(query("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal").at(0), "3");
    EXPECT_THAT(query("SELECT logicalrelid FROM pg_dist_partition"), IsEmpty());
}

}  // namespace
}  // namespace daybook::e2e
