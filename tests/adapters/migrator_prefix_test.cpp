#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>

#include "migrations/embedded_migrations.hpp"
#include "postgres/postgres_migrator.hpp"
#include "sqlite/sqlite_connection.hpp"
#include "sqlite/sqlite_migrator.hpp"
#include "support/manual_clock.hpp"
#include "support/postgres_fixture.hpp"
#include "support/sample_values.hpp"
#include "support/temporary_folder.hpp"

namespace daybook {
namespace {

ports::MigrationAuthor const author{.applied_by = "test", .daybook_version = "test"};

/// Rows of schema 1: a parent with its children, and a row of a table that later ones stand beside.
constexpr char const* insert_rows =
    "INSERT INTO assets VALUES ('USD', 2), ('BTC', 8);"
    "INSERT INTO instruments (exchange, symbol, kind, base_asset, quote_asset, "
    "price_increment_quote, quantity_increment_base, min_quantity_base, min_notional_quote, "
    "maker_fee_rate, taker_fee_rate, state) VALUES ('PAPER', 'BTC-USD', 'SPOT', 'BTC', 'USD', "
    "'0.01', "
    "'0.00000001', NULL, NULL, '0.001', '0.002', 'OPEN');"
    "INSERT INTO balances (account_id, asset, available, held, fees, external) "
    "VALUES ('alpha', 'USD', '1', '2', '3', '-6');"
    "INSERT INTO daybook_meta VALUES ('k', 'v');";
constexpr char const* count_rows =
    "SELECT (SELECT count(*) FROM assets) + 10 * (SELECT count(*) FROM instruments) + 100 * "
    "(SELECT count(*) FROM balances WHERE asset = 'USD') + 1000 * (SELECT count(*) FROM "
    "daybook_meta)";

enum class Engine { sqlite, postgres };

void apply(ports::Migrator& migrator, Engine engine, std::size_t first, std::size_t end) {
    auto const all = migrations::embedded_migrations();
    for (auto const& migration : all.subspan(first, end - first)) {
        ASSERT_EQ(migrator.apply(
                      {.version = migration.version,
                       .name = migration.name,
                       .fingerprint = "v1:",
                       .compatible_from = 1,
                       .sql = engine == Engine::sqlite ? migration.sqlite : migration.postgres},
                      author),
                  ports::Migrator::Applied::now);
    }
}

TEST(MigrationPrefix, OfAFileReachesTheHeadWithItsRows) {
    auto const count = migrations::embedded_migrations().size();
    for (std::size_t prefix = 1; prefix <= count; ++prefix) {
        support::TemporaryFolder const folder;
        auto const file = folder.file("daybook.db");
        support::ManualClock clock{support::at_micros(1)};
        sqlite::SqliteMigrator migrator{{.path = file}, clock};
        apply(migrator, Engine::sqlite, 0, prefix);
        sqlite::SqliteConnection{file, SQLITE_OPEN_READWRITE}.execute(insert_rows);
        apply(migrator, Engine::sqlite, prefix, count);
        sqlite::SqliteConnection reader{file, SQLITE_OPEN_READWRITE};
        EXPECT_EQ(reader.value_of(count_rows), "1112");
        EXPECT_EQ(reader.value_of("PRAGMA foreign_key_check"), "");
        EXPECT_EQ(migrator.history().size(), count);
        EXPECT_TRUE(migrator.check_integrity().empty());
    }
}

class MigrationPrefixPostgres : public support::PostgresTest {};

TEST_F(MigrationPrefixPostgres, OfADatabaseReachesTheHeadWithItsRows) {
    auto const count = migrations::embedded_migrations().size();
    for (std::size_t prefix = 1; prefix <= count; ++prefix) {
        auto const database = cluster().create_database();
        support::ManualClock clock{support::at_micros(1)};
        postgres::PostgresMigrator migrator{
            {.url = postgres::PostgresUrl::parse(cluster().url(database)).value()}, clock};
        apply(migrator, Engine::postgres, 0, prefix);
        cluster().query(insert_rows, database);
        apply(migrator, Engine::postgres, prefix, count);
        EXPECT_THAT(cluster().query(count_rows, database), testing::ElementsAre("1112"));
        EXPECT_EQ(migrator.history().size(), count);
        cluster().drop_database(database);
    }
}

}  // namespace
}  // namespace daybook
