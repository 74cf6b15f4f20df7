#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "migrations/embedded_migrations.hpp"
#include "postgres/postgres_schema_reader.hpp"
#include "sqlite/sqlite_create_text.hpp"
#include "sqlite/sqlite_migrator.hpp"
#include "sqlite/sqlite_schema_reader.hpp"
#include "support/manual_clock.hpp"
#include "support/postgres_fixture.hpp"
#include "support/sample_values.hpp"
#include "support/temporary_folder.hpp"

namespace daybook {
namespace ports {

/// How GoogleTest prints an item.
static void PrintTo(SchemaItem const& item, std::ostream* out) {
    *out << static_cast<int>(item.kind) << ' ' << item.table << ' ' << item.name << ": "
         << item.definition;
}

}  // namespace ports

namespace {

using Items = std::vector<ports::SchemaItem>;
using Kind = ports::SchemaItem::Kind;

ports::MigrationAuthor const author{.applied_by = "test", .daybook_version = "test"};

enum class Engine { sqlite, postgres };

std::vector<std::string_view> scripts(Engine engine) {
    std::vector<std::string_view> all;
    for (auto const& migration : migrations::embedded_migrations()) {
        all.push_back(engine == Engine::sqlite ? migration.sqlite : migration.postgres);
    }
    return all;
}

std::string definition_of(Items const& items, Kind kind, std::string const& table,
                          std::string const& name) {
    for (auto const& item : items) {
        if (item.kind == kind && item.table == table && item.name == name) return item.definition;
    }
    return "not there";
}

/// Tables are in order, each begins with itself and its columns.
void expect_shape(Items const& items) {
    EXPECT_TRUE(std::ranges::is_sorted(items, [](auto const& a, auto const& b) {
        bool const is_function = b.kind == Kind::function;
        return !is_function && a.kind != Kind::function && a.table < b.table;
    }));
    for (auto const& item : items) EXPECT_NE(item.table, "daybook_migrations");
    std::string table;
    for (auto const& item : items) {
        if (item.kind == Kind::function) continue;
        EXPECT_EQ(item.table == table, item.kind != Kind::table) << item.table;
        table = item.table;
    }
}

class SqliteSchema : public testing::Test {
  protected:
    SqliteSchema() {
        support::ManualClock clock{support::at_micros(1)};
        sqlite::SqliteMigrator migrator{{.path = file_}, clock};
        for (auto const& migration : migrations::embedded_migrations()) {
            migrator.apply({.version = migration.version,
                            .name = migration.name,
                            .fingerprint = "v1:",
                            .compatible_from = 1,
                            .sql = migration.sqlite},
                           author);
        }
    }

    void change(std::string const& sql) {
        sqlite::SqliteConnection{file_, SQLITE_OPEN_READWRITE}.execute(sql.c_str());
    }
    Items after() { return reader_.after(scripts(Engine::sqlite)); }

    support::TemporaryFolder folder_;
    std::string file_ = folder_.file("daybook.db");
    sqlite::SqliteSchemaReader reader_{{.path = file_}};
};

TEST_F(SqliteSchema, OfAMigratedFileIsWhatTheScriptsMake) {
    auto const live = reader_.live();
    EXPECT_EQ(live, after());
    expect_shape(live);
    EXPECT_EQ(definition_of(live, Kind::table, "orders", ""), "STRICT, WITHOUT ROWID");
    EXPECT_EQ(definition_of(live, Kind::column, "orders", "price_quote"), "TEXT");
    EXPECT_EQ(definition_of(live, Kind::column, "orders", "side"), "TEXT NOT NULL");
    EXPECT_EQ(definition_of(live, Kind::primary_key, "orders", ""), "PRIMARY KEY (account_id, id)");
    EXPECT_EQ(definition_of(live, Kind::foreign_key, "instruments", ""),
              "FOREIGN KEY (base_asset) REFERENCES assets (code)");
    EXPECT_EQ(definition_of(live, Kind::check, "orders", ""), "CHECK (length(id) = 16)");
    EXPECT_EQ(definition_of(live, Kind::index, "executions", "executions_exec_id"),
              "UNIQUE (account_id, order_id, exec_id)");
    EXPECT_EQ(definition_of(live, Kind::index, "outbox", "outbox_unanswered"),
              "(account_id, entry_seq) where state = 'PENDING' or state = 'SENT'");
    EXPECT_EQ(definition_of(live, Kind::trigger, "entries", "entries_no_update"),
              "before update on entries begin select raise(abort, 'entries is append-only'); end");
}

TEST_F(SqliteSchema, StaysTheSameWhenTheFileIsRewritten) {
    change("VACUUM; ANALYZE");
    EXPECT_EQ(reader_.live(), after());
}

TEST_F(SqliteSchema, DiffersByWhatWasChangedByHand) {
    for (std::string const sql :
         {"ALTER TABLE orders ADD COLUMN venue TEXT",
          "ALTER TABLE orders DROP COLUMN reject_reason", "DROP INDEX orders_open",
          "DROP INDEX outbox_unanswered; CREATE INDEX outbox_unanswered ON outbox (account_id, "
          "entry_seq) WHERE state = 'PENDING'",
          "DROP INDEX executions_exec_id; CREATE INDEX executions_exec_id ON executions "
          "(account_id, order_id, exec_id)",
          "DROP TRIGGER entries_no_update",
          "DROP TRIGGER postings_no_update; CREATE TRIGGER postings_no_update BEFORE UPDATE ON "
          "postings BEGIN SELECT 1; END",
          "CREATE TABLE more (id INTEGER)",
          "DROP TABLE daybook_meta; CREATE TABLE daybook_meta (key TEXT NOT NULL PRIMARY KEY, "
          "value BLOB NOT NULL) STRICT, WITHOUT ROWID",
          "DROP TABLE daybook_meta; CREATE TABLE daybook_meta (key TEXT NOT NULL PRIMARY KEY, "
          "value TEXT NOT NULL CHECK (value <> '')) STRICT, WITHOUT ROWID",
          "DROP TABLE daybook_meta; CREATE TABLE daybook_meta (key TEXT NOT NULL PRIMARY KEY, "
          "value TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID",
          "DROP TABLE daybook_meta; CREATE TABLE daybook_meta (key TEXT NOT NULL PRIMARY KEY, "
          "value TEXT NOT NULL COLLATE NOCASE) STRICT, WITHOUT ROWID",
          "DROP TABLE daybook_meta; CREATE TABLE daybook_meta (key TEXT NOT NULL PRIMARY KEY, "
          "value TEXT NOT NULL) STRICT"}) {
        auto const before = reader_.live();
        change(sql);
        auto const now = reader_.live();
        EXPECT_NE(now, before) << sql;
        EXPECT_NE(now, after()) << sql;
    }
}

TEST_F(SqliteSchema, IsTheSameHoweverItIsWritten) {
    std::vector<std::string_view> const tidy{
        "CREATE TABLE t (a INTEGER NOT NULL CHECK (a >= 0), b TEXT AS (a + 1) STORED, UNIQUE (b));"
        "CREATE INDEX i ON t (a) WHERE a IS NOT NULL;"};
    std::vector<std::string_view> const untidy{
        "create table \"t\"(a INTEGER not null check(a>=0),/* why */b TEXT as(a+1) stored,\n"
        "unique(b)); create index \"i\" on \"t\"(\"a\")\nwhere a is not null"};
    auto const items = reader_.after(tidy);
    EXPECT_EQ(items, reader_.after(untidy));
    EXPECT_EQ(definition_of(items, Kind::column, "t", "b"),
              "TEXT GENERATED ALWAYS AS (a + 1) STORED");
    EXPECT_EQ(definition_of(items, Kind::index, "t", ""), "UNIQUE (b)");
}

TEST_F(SqliteSchema, AScriptThatFailsNamesItsLine) {
    std::vector<std::string_view> const broken{"CREATE TABLE t (a INTEGER);\nDROP TABLE u;"};
    try {
        (void)reader_.after(broken);
        ADD_FAILURE();
    } catch (ports::MigrationError const& error) {
        EXPECT_EQ(error.line(), 2u);
    }
}

class PostgresSchema : public support::PostgresTest {
  protected:
    void SetUp() override {
        PostgresTest::SetUp();
        if (!IsSkipped()) reader_.emplace(options().url);
    }
    Items live() { return reader_->live(); }
    Items after() { return reader_->after(scripts(Engine::postgres)); }

    std::optional<postgres::PostgresSchemaReader> reader_;
};

TEST_F(PostgresSchema, OfAMigratedDatabaseIsWhatTheScriptsMake) {
    auto const live = this->live();
    EXPECT_EQ(live, after());
    expect_shape(live);
    EXPECT_EQ(definition_of(live, Kind::table, "balances", ""), "WITH (fillfactor=50)");
    EXPECT_EQ(definition_of(live, Kind::column, "orders", "price_quote"), "numeric(39,18)");
    EXPECT_EQ(definition_of(live, Kind::column, "orders", "side"), "text COLLATE \"C\" NOT NULL");
    EXPECT_EQ(definition_of(live, Kind::check, "orders", ""),
              "side IS orders_side CHECK (VALUE = ANY (ARRAY['BUY'::text, 'SELL'::text]))");
    EXPECT_EQ(definition_of(live, Kind::primary_key, "orders", ""), "PRIMARY KEY (account_id, id)");
    EXPECT_EQ(definition_of(live, Kind::foreign_key, "instruments", ""),
              "FOREIGN KEY (base_asset) REFERENCES assets(code)");
    EXPECT_EQ(definition_of(live, Kind::index, "executions", "executions_exec_id"),
              "UNIQUE (account_id, order_id, exec_id)");
    EXPECT_EQ(definition_of(live, Kind::trigger, "entries", "entries_append_only"),
              "BEFORE DELETE OR UPDATE OR TRUNCATE ON entries FOR EACH STATEMENT EXECUTE FUNCTION "
              "daybook_append_only()");
    EXPECT_EQ(live.back().kind, Kind::function);
}

TEST_F(PostgresSchema, ReplayingLeavesNothingBehind) {
    (void)after();
    EXPECT_TRUE(book().query("SELECT 1 FROM pg_namespace WHERE nspname LIKE 'daybook%'").empty());
}

TEST_F(PostgresSchema, DiffersByWhatWasChangedByHand) {
    for (std::string const sql :
         {"ALTER DOMAIN orders_facts DROP CONSTRAINT orders_facts_check",
          "ALTER DOMAIN orders_facts SET NOT NULL", "ALTER TABLE orders ADD COLUMN venue text",
          "ALTER TABLE orders DROP COLUMN venue, DROP "
          "COLUMN reject_reason",
          "ALTER TABLE orders ALTER COLUMN facts TYPE bigint",
          "ALTER TABLE orders ALTER COLUMN facts SET DEFAULT 0",
          "ALTER TABLE orders ALTER COLUMN facts DROP NOT NULL",
          "ALTER TABLE orders ALTER COLUMN symbol TYPE text COLLATE \"POSIX\"",
          "ALTER TABLE orders ALTER COLUMN side TYPE text COLLATE \"C\"",
          "ALTER TABLE orders ADD CHECK (facts < 100) NOT VALID",
          "ALTER TABLE executions DROP CONSTRAINT executions_check", "DROP INDEX orders_open",
          "DROP INDEX outbox_unanswered; CREATE INDEX outbox_unanswered ON outbox (account_id, "
          "entry_seq) WHERE state = 'PENDING'",
          "ALTER TABLE entries DISABLE TRIGGER entries_append_only",
          "DROP TRIGGER postings_append_only ON postings",
          "CREATE OR REPLACE FUNCTION daybook_append_only() RETURNS trigger LANGUAGE plpgsql AS "
          "'BEGIN RETURN NULL; END'",
          "ALTER TABLE balances SET (fillfactor = 70)",
          "ALTER TABLE instruments DROP CONSTRAINT instruments_base_asset_fkey",
          "CREATE TABLE more (id integer)"}) {
        auto const before = live();
        book().query(sql);
        auto const now = live();
        EXPECT_NE(now, before) << sql;
        EXPECT_NE(now, after()) << sql;
    }
}

TEST_F(PostgresSchema, ConcurrentIndexesAreReplayedAndTheHistoryIsLeftOut) {
    auto all = scripts(Engine::postgres);
    all.push_back(
        "-- daybook: no-transaction\ncreate index concurrently more ON lots (opened_at);");
    auto const items = reader_->after(all);
    EXPECT_EQ(definition_of(items, Kind::index, "lots", "more"), "(opened_at)");
    book().query("CREATE INDEX more ON lots (opened_at)");
    EXPECT_EQ(live(), items);
}

TEST_F(PostgresSchema, AScriptThatFailsNamesItsLine) {
    std::vector<std::string_view> const broken{"CREATE TABLE t (a integer);\nDROP TABLE u;"};
    try {
        (void)reader_->after(broken);
        ADD_FAILURE();
    } catch (ports::MigrationError const& error) {
        EXPECT_EQ(error.line(), 2u);
    }
}

}  // namespace
}  // namespace daybook
