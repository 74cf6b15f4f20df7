#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "postgres/postgres_connection.hpp"
#include "postgres/postgres_storage.hpp"
#include "support/postgres_fixture.hpp"
#include "support/sample_values.hpp"

namespace daybook::postgres {
namespace {

using model::AccountId;
using ports::Commit;
using ports::Repositories;
using support::btc_usd;
using support::order_id;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr char const* alpha = "alpha";

/// Calls every member of every repository with `count` rows, the second time with stored ones.
void call_everything(Repositories& r, std::uint32_t count) {
    std::vector<model::Order> orders;
    std::vector<model::Execution> executions;
    std::vector<model::Entry> entries;
    std::vector<model::Balance> balances;
    std::vector<model::Lot> lots;
    std::vector<std::uint64_t> versions;
    std::vector<ports::OrderKey> order_keys;
    std::vector<ports::EntryKey> entry_keys;
    for (std::uint32_t i = 1; i <= count; ++i) {
        orders.push_back(support::sample_order(alpha, order_id(i)));
        executions.push_back(support::sample_execution(alpha, order_id(i), "x", i));
        entries.push_back(support::opening_entry(alpha, i, btc_usd()));
        balances.push_back(support::sample_balance(alpha, "A" + std::to_string(i), "1"));
        lots.push_back(support::sample_lot(i));
        versions.push_back(1);
        order_keys.push_back({AccountId{alpha}, order_id(i)});
        entry_keys.push_back({AccountId{alpha}, model::IdempotencyKey{std::to_string(i)}});
    }
    std::vector const ids{AccountId{alpha}};
    std::vector const accounts{support::sample_account(alpha)};
    std::vector const positions{ports::PositionKey{AccountId{alpha}, btc_usd()}};
    std::vector const state{support::sample_position(alpha, btc_usd())};
    r.accounts.add(accounts);
    (void)r.accounts.lock(ids);
    r.accounts.update(accounts);
    r.reference.add_assets(std::vector{support::sample_asset("BTC"), support::sample_asset("USD")});
    r.reference.save_instruments(std::vector{support::sample_instrument(btc_usd())});
    (void)r.reference.find_assets(std::vector{model::AssetCode{"BTC"}});
    (void)r.reference.find_instruments(std::vector{btc_usd()});
    r.orders.add(orders);
    (void)r.orders.update(orders, versions);
    (void)r.orders.find(order_keys);
    (void)r.orders.find_by_exchange_order_id(
        std::vector{ports::ExchangeOrderKey{AccountId{alpha}, model::ExchangeOrderId{"E"}}});
    r.entries.append(entries);
    (void)r.entries.find_by_key(entry_keys);
    (void)r.entries.openings_of_positions(positions);
    (void)r.entries.hash_of(AccountId{alpha}, 1);
    r.executions.add(executions);
    (void)r.executions.of_orders(order_keys);
    (void)r.executions.trades_of_positions(positions);
    (void)r.executions.find(
        std::vector{ports::ExecutionKey{order_keys.front(), model::ExecId{"x"}}});
    r.balances.save(balances);
    (void)r.balances.find(std::vector{ports::BalanceKey{AccountId{alpha}, model::AssetCode{"A1"}}});
    r.positions.save(std::vector{support::position_change(state.front(), lots)});
    r.positions.save(std::vector{support::position_change(state.front(), lots, {count + 1})});
    (void)r.positions.find(positions);
    (void)r.positions.lots_of(positions);
    r.discrepancies.save(std::vector{support::sample_discrepancy(alpha, 1, "{}")});
    (void)r.discrepancies.find(std::vector{ports::DiscrepancyKey{AccountId{alpha}, 1}});
    (void)r.discrepancies.find_by_payload(std::vector{ports::ReportKey{AccountId{alpha}, "{}"}});
}

void read_everything(ports::BookReader& book) {
    AccountId const id{alpha};
    (void)book.assets(std::nullopt, 9);
    (void)book.instruments(std::nullopt, 9);
    (void)book.accounts(std::nullopt, 9);
    (void)book.order(id, order_id(1));
    (void)book.orders(id, {}, std::nullopt, 9);
    (void)book.orders(id, {.statuses = {model::OrderStatus::NEW}, .exchange = {}, .symbol = {}},
                      std::nullopt, 9);
    (void)book.executions(id, {}, 0, 9);
    (void)book.executions(id, {.order_id = order_id(1), .symbol = {}}, 0, 9);
    (void)book.entries(id, 0, 9);
    (void)book.balances(id, std::nullopt, 9);
    (void)book.balances_as_of(id, support::at_micros(99), ports::EntryClock::occurred);
    (void)book.positions(id, std::nullopt, 9);
    (void)book.lots(id, std::nullopt, 0, 9);
    (void)book.discrepancies(id, 0, 9);
}

class PostgresSessions : public support::PostgresTest {
  protected:
    /// How many statements the server has run so far, by its log.
    std::ptrdiff_t logged_statements() {
        auto const log = cluster().log();
        std::ptrdiff_t count = 0;
        for (std::string_view const word : {"LOG:  execute ", "LOG:  statement: "}) {
            for (auto at = log.find(word); at != std::string::npos; at = log.find(word, at + 1)) {
                ++count;
            }
        }
        return count;
    }
    std::ptrdiff_t statements_for(std::uint32_t rows) {
        support::PostgresBook const fresh{cluster()};
        (void)cluster().query("ALTER DATABASE " + fresh.database() + " SET log_statement = 'all'");
        PostgresStorage storage{{.url = PostgresUrl::parse(fresh.url()).value()}};
        auto const before = logged_statements();
        storage.open_unit_of_work()->run([&](Repositories& r) {
            call_everything(r, rows);
            return Commit::yes;
        });
        return logged_statements() - before;
    }
    void wait_until_sessions_are_gone() {
        auto const sql = "SELECT 1 FROM pg_stat_activity WHERE datname = '" + book().database() +
                         "' AND backend_type = 'client backend'";
        while (!cluster().query(sql).empty()) {
        }
    }
};

TEST_F(PostgresSessions, StatementsOfABatchDoNotDependOnItsRows) {
    auto const few = statements_for(1);
    EXPECT_GT(few, 20);
    EXPECT_LT(few, 45);
    EXPECT_EQ(statements_for(500), few);
}

TEST_F(PostgresSessions, NoStatementScansATable) {
    {
        PostgresStorage storage{options()};
        storage.open_unit_of_work()->run([](Repositories& r) {
            call_everything(r, 100);
            return Commit::yes;
        });
        storage.open_snapshots()->read(read_everything);
    }
    wait_until_sessions_are_gone();
    EXPECT_THAT(book().query("SELECT relname || ' ' || seq_scan FROM pg_stat_user_tables "
                             "WHERE seq_scan > 0 AND relname <> 'daybook_migrations'"),
                ElementsAre());
}

TEST_F(PostgresSessions, SettingsAreOursWhateverTheServerOrTheUrlSay) {
    auto strange = options();
    strange.url =
        PostgresUrl::parse(book().url() +
                           "?options=-c%20synchronous_commit%3Doff%20-c%20statement_timeout%3D7s")
            .value();
    PostgresConnectionFactory factory{strange};
    PostgresConnection connection{factory};
    connection.begin(PostgresConnection::Begin::unit_of_work);
    auto const show = [&](std::string const& name) {
        auto row = connection.execute("SHOW " + name);
        EXPECT_TRUE(row.next());
        return row.get<std::string>();
    };
    EXPECT_EQ(show("timezone"), "UTC");
    EXPECT_EQ(show("synchronous_commit"), "on");
    EXPECT_EQ(show("client_min_messages"), "warning");
    EXPECT_EQ(show("bytea_output"), "hex");
    EXPECT_EQ(show("client_encoding"), "UTF8");
    EXPECT_EQ(show("application_name"), "daybook");
    EXPECT_EQ(show("plan_cache_mode"), "force_generic_plan");
    EXPECT_EQ(show("transaction_isolation"), "read committed");
    EXPECT_EQ(show("lock_timeout"), "10s");
    EXPECT_EQ(show("statement_timeout"), "7s");
    connection.rollback();
    connection.begin(PostgresConnection::Begin::snapshot);
    EXPECT_EQ(show("transaction_isolation"), "repeatable read");
    EXPECT_EQ(show("transaction_read_only"), "on");
}

TEST_F(PostgresSessions, TheBookRefusesChangesAndRemovals) {
    PostgresStorage storage{options()};
    storage.open_unit_of_work()->run([](Repositories& r) {
        call_everything(r, 1);
        return Commit::yes;
    });
    for (auto const* table : {"entries", "postings", "executions"}) {
        for (auto const& sql :
             {std::string{"DELETE FROM "} + table, std::string{"TRUNCATE "} + table,
              std::string{"UPDATE "} + table + " SET account_id = 'beta'"}) {
            try {
                (void)book().query(sql);
                ADD_FAILURE() << sql;
            } catch (std::runtime_error const& error) {
                EXPECT_THAT(error.what(), HasSubstr("is append-only")) << sql;
            }
        }
    }
}

}  // namespace
}  // namespace daybook::postgres
