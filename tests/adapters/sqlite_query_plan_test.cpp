#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sqlite/sqlite_book_reader.hpp"
#include "sqlite/sqlite_connection_factory.hpp"
#include "sqlite/sqlite_discrepancy_repository.hpp"
#include "sqlite/sqlite_entry_repository.hpp"
#include "sqlite/sqlite_exchange_lease_repository.hpp"
#include "sqlite/sqlite_execution_repository.hpp"
#include "sqlite/sqlite_order_repository.hpp"
#include "sqlite/sqlite_outbox_repository.hpp"
#include "support/sample_values.hpp"
#include "support/sqlite_book.hpp"
#include "support/temporary_folder.hpp"

namespace daybook::sqlite {
namespace {

using support::order_id;

model::AccountId const alpha{"alpha"};

/// How SQLite runs the statements of a connection that have been prepared, one line a step.
std::vector<std::string> plans_of(SqliteConnection& connection) {
    std::vector<std::string> statements;
    for (auto* statement = sqlite3_next_stmt(connection.handle(), nullptr); statement;
         statement = sqlite3_next_stmt(connection.handle(), statement)) {
        statements.emplace_back(sqlite3_sql(statement));
    }
    std::vector<std::string> steps;
    for (auto const& sql : statements) {
        SqliteStatement explain{connection, "EXPLAIN QUERY PLAN " + sql};
        auto rows = explain.query();
        while (rows.next()) {
            int ignored = 0;
            std::string step;
            rows.read(ignored, ignored, ignored, step);
            steps.push_back(step + "   of " + sql);
        }
    }
    return steps;
}

/// Fails for each step that walks a whole table or all that belongs to an account.
void expect_lookups_only(SqliteConnection& connection) {
    auto const steps = plans_of(connection);
    EXPECT_FALSE(steps.empty());
    for (auto const& step : steps) {
        // What a subquery has found is walked, of course.
        EXPECT_FALSE(step.starts_with("SCAN") && !step.starts_with("SCAN (subquery")) << step;
        EXPECT_EQ(step.find("PRIMARY KEY (account_id=?)"), std::string::npos) << step;
    }
}

class SqliteQueryPlan : public testing::Test {
  protected:
    SqliteQueryPlan() {
        support::make_sqlite_book(file_);
        connection_ =
            SqliteConnectionFactory{{.path = file_}}.open(SqliteConnectionFactory::Access::write);
    }

    support::TemporaryFolder folder_;
    std::string file_ = folder_.file("daybook.db");
    std::unique_ptr<SqliteConnection> connection_;
};

TEST_F(SqliteQueryPlan, RepositoriesLookTheirKeysUp) {
    SqliteOrderRepository orders{*connection_};
    (void)orders.find(std::vector{ports::OrderKey{alpha, order_id(1)}});
    (void)orders.find_by_exchange_order_id(
        std::vector{ports::ExchangeOrderKey{alpha, model::ExchangeOrderId{"E1"}}});
    std::vector<std::uint64_t> const versions{1};
    (void)orders.update(std::vector{support::sample_order("alpha", order_id(1))}, versions);
    SqliteExecutionRepository executions{*connection_};
    (void)executions.find(
        std::vector{ports::ExecutionKey{{alpha, order_id(1)}, model::ExecId{"x"}}});
    (void)executions.of_orders(std::vector{ports::OrderKey{alpha, order_id(1)}});
    SqliteEntryRepository entries{*connection_};
    (void)entries.find_by_key(std::vector{ports::EntryKey{alpha, model::IdempotencyKey{"k"}}});
    (void)entries.hash_of(alpha, 1);
    SqliteDiscrepancyRepository discrepancies{*connection_};
    (void)discrepancies.find(std::vector{ports::DiscrepancyKey{alpha, 1}});
    (void)discrepancies.find_by_payload(std::vector{ports::ReportKey{alpha, "{}"}});
    expect_lookups_only(*connection_);
}

TEST_F(SqliteQueryPlan, TheOutboxLooksUpWhatIsStillToBeDone) {
    SqliteOutboxRepository outbox{*connection_};
    std::vector const accounts{alpha};
    (void)outbox.pending(model::ExchangeCode{"PAPER"}, accounts, 9);
    (void)outbox.sent(model::ExchangeCode{"PAPER"}, accounts, 9);
    auto const of_unanswered = plans_of(*connection_);
    ASSERT_EQ(of_unanswered.size(), 2u);
    for (auto const& step : of_unanswered) {
        EXPECT_TRUE(step.starts_with("SEARCH outbox USING INDEX outbox_unanswered (account_id=?)"))
            << step;
    }
}

TEST_F(SqliteQueryPlan, RequestsAndLeasesAreLookedUpByTheirKeys) {
    SqliteOutboxRepository outbox{*connection_};
    (void)outbox.of_orders(std::vector{ports::OrderKey{alpha, order_id(1)}});
    outbox.update(std::vector<model::OutboxRequest>(1));
    outbox.answer(std::vector<ports::AnsweredRequest>(1));
    SqliteExchangeLeaseRepository leases{*connection_};
    (void)leases.lock(model::ExchangeCode{"PAPER"});
    leases.update({});
    expect_lookups_only(*connection_);
}

TEST_F(SqliteQueryPlan, ListsWalkTheirKeys) {
    SqliteBookReader book{*connection_};
    (void)book.accounts(std::nullopt, 9);
    (void)book.orders(alpha, {}, std::nullopt, 9);
    ports::OrderFilter working{.statuses = {model::OrderStatus::NEW}, .exchange = {}, .symbol = {}};
    (void)book.orders(alpha, working, std::nullopt, 9);
    (void)book.count_orders(alpha, {}, 9);
    (void)book.count_orders(alpha, working, 9);
    working.order = ports::ListOrder::newest_first;
    (void)book.orders(alpha, working, std::nullopt, 9);
    working.statuses.clear();
    (void)book.orders(alpha, working, std::nullopt, 9);
    (void)book.executions(alpha, {}, 0, 9);
    (void)book.executions(alpha, {order_id(1), {}}, 0, 9);
    (void)book.entries(alpha, 0, 9);
    (void)book.balances(alpha, std::nullopt, 9);
    (void)book.positions(alpha, std::nullopt, 9);
    (void)book.lots(alpha, std::nullopt, 0, 9);
    (void)book.discrepancies(alpha, 0, 9);
    expect_lookups_only(*connection_);
}

}  // namespace
}  // namespace daybook::sqlite
