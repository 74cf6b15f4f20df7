#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "migrations/embedded_migrations.hpp"
#include "sql/book_tables.hpp"
#include "sql/schema_statements.hpp"
#include "sql/sql_tokens.hpp"
#include "support/postgres_fixture.hpp"

namespace daybook::sql {
namespace {

using Kind = ports::SchemaItem::Kind;

/// What each statement that made a schema of SQLite says, by the name of what it made. A table that
/// a migration renamed has its name in quotes.
using Made = std::map<std::string, std::vector<std::string>>;

std::vector<std::string> words_of(std::string_view sql) {
    std::vector<std::string> words;
    for (auto const& token : sql_tokens(sql)) {
        std::string word{token.text};
        std::erase(word, '"');
        words.push_back(std::move(word));
    }
    return words;
}

Made made_in_sqlite(std::vector<std::string> const& scripts) {
    sqlite3* handle = nullptr;
    if (sqlite3_open(":memory:", &handle) != SQLITE_OK) throw std::runtime_error{"no memory"};
    std::unique_ptr<sqlite3, decltype(&sqlite3_close)> const owner{handle, &sqlite3_close};
    auto const run = [&](std::string const& sql, Made* made) {
        auto const read = [](void* out, int, char** values, char**) {
            static_cast<Made*>(out)->emplace(values[0], words_of(values[1]));
            return 0;
        };
        if (sqlite3_exec(handle, sql.c_str(), made ? +read : nullptr, made, nullptr) != SQLITE_OK) {
            throw std::runtime_error{sqlite3_errmsg(handle)};
        }
    };
    for (auto const& script : scripts) run(script, nullptr);
    Made made;
    run("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL", &made);
    return made;
}

std::vector<std::string> migrations_for(Dialect dialect) {
    std::vector<std::string> scripts;
    for (auto const& migration : migrations::embedded_migrations()) {
        scripts.emplace_back(dialect == Dialect::sqlite ? migration.sqlite : migration.postgres);
    }
    return scripts;
}

TEST(SqlSchemaStatements, TheTablesMakeTheSchemaOfTheMigrationsInSqlite) {
    auto const expected = made_in_sqlite(migrations_for(Dialect::sqlite));
    auto const actual = made_in_sqlite({schema_script(Dialect::sqlite)});
    for (auto const& [name, words] : expected) {
        auto const found = actual.find(name);
        ASSERT_NE(found, actual.end()) << name;
        EXPECT_EQ(found->second, words) << name;
    }
    EXPECT_EQ(actual.size(), expected.size());
}

TEST(SqlSchemaStatements, EachStatementMakesWhatItNames) {
    for (auto const dialect : {Dialect::sqlite, Dialect::postgres}) {
        for (auto const& statement : schema_statements(dialect)) {
            EXPECT_TRUE(statement.sql.starts_with("CREATE ")) << statement.sql;
            EXPECT_NE(statement.sql.find(statement.name), std::string::npos) << statement.sql;
            EXPECT_FALSE(statement.sql.ends_with(";")) << statement.sql;
        }
    }
}

class SqlSchemaInPostgres : public support::PostgresTest {
  protected:
    /// The schema as the catalogue tells it, one line a thing, after these scripts.
    std::vector<std::string> catalogue_after(std::vector<std::string> const& scripts) {
        auto const database = cluster().create_database();
        for (auto const& script : scripts) cluster().query(script, database);
        auto lines = cluster().query(catalogue, database);
        cluster().drop_database(database);
        return lines;
    }

  private:
    static constexpr auto catalogue = R"(
        WITH t AS (SELECT c.* FROM pg_class AS c
                   WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'S'))
        SELECT concat_ws(' ', 'table', relname, relkind, relpersistence, reloptions::text) FROM t
        UNION ALL
        SELECT concat_ws(' ', 'column', relname,
                         row_number() OVER (PARTITION BY relname ORDER BY attnum), attname,
                         format_type(atttypid, atttypmod), attnotnull, attcollation::regcollation,
                         pg_get_expr(adbin, adrelid), attidentity, attgenerated)
        FROM t JOIN pg_attribute AS a ON attrelid = t.oid AND attnum > 0 AND NOT attisdropped
        LEFT JOIN pg_attrdef ON adrelid = t.oid AND adnum = attnum
        UNION ALL
        SELECT concat_ws(' ', 'constraint', relname, conname, contype, convalidated,
                         pg_get_constraintdef(k.oid))
        FROM t JOIN pg_constraint AS k ON conrelid = t.oid
        UNION ALL
        SELECT concat_ws(' ', 'domain', typname, format_type(typbasetype, typtypmod), typnotnull,
                         typdefault, typcollation::regcollation, conname, convalidated,
                         pg_get_constraintdef(k.oid))
        FROM pg_type AS d LEFT JOIN pg_constraint AS k ON contypid = d.oid
        WHERE typtype = 'd' AND typnamespace = 'public'::regnamespace
        UNION ALL
        SELECT concat_ws(' ', 'index', relname, pg_get_indexdef(indexrelid), indisvalid)
        FROM t JOIN pg_index ON indrelid = t.oid
        UNION ALL
        SELECT concat_ws(' ', 'trigger', relname, tgenabled, pg_get_triggerdef(g.oid))
        FROM t JOIN pg_trigger AS g ON tgrelid = t.oid AND NOT tgisinternal
        UNION ALL
        SELECT 'function ' || pg_get_functiondef(oid)
        FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        ORDER BY 1)";
};

TEST_F(SqlSchemaInPostgres, TheTablesMakeTheSchemaOfTheMigrations) {
    auto const expected = catalogue_after(migrations_for(Dialect::postgres));
    EXPECT_GT(expected.size(), 200u);
    auto const actual = catalogue_after({schema_script(Dialect::postgres)});
    std::vector<std::string> differences;
    std::ranges::set_symmetric_difference(actual, expected, std::back_inserter(differences));
    EXPECT_THAT(differences, testing::IsEmpty());
}

std::vector<ports::SchemaItem> items_of(std::string const& table, Kind kind,
                                        std::vector<ports::SchemaItem> const& items) {
    std::vector<ports::SchemaItem> found;
    for (auto const& item : items) {
        if (item.table == table && item.kind == kind) found.push_back(item);
    }
    return found;
}

std::vector<std::string> definitions(std::vector<ports::SchemaItem> const& items) {
    std::vector<std::string> all;
    for (auto const& item : items) all.push_back(item.definition);
    return all;
}

TEST(SqlCodeSchema, DefinitionsAreTheWordsOfTheCode) {
    auto const items = code_schema();
    EXPECT_EQ(definitions(items_of("executions", Kind::table, items)),
              std::vector<std::string>{"append-only"});
    EXPECT_EQ(definitions(items_of("lots", Kind::column, items)),
              (std::vector<std::string>{"text NOT NULL", "text NOT NULL", "text NOT NULL",
                                        "integer NOT NULL", "decimal NOT NULL", "decimal NOT NULL",
                                        "timestamp NOT NULL"}));
    EXPECT_EQ(definitions(items_of("postings", Kind::check, items)),
              (std::vector<std::string>{
                  "entry_seq > 0", "line > 0",
                  "bucket IN ('AVAILABLE', 'HELD', 'TRADING', 'FEES', 'EXTERNAL')", "amount <> 0",
                  "(bucket = 'TRADING' OR bucket = 'FEES') = (exchange IS NOT NULL)",
                  "(exchange IS NULL) = (symbol IS NULL)"}));
    EXPECT_EQ(definitions(items_of("instruments", Kind::foreign_key, items)),
              (std::vector<std::string>{"base_asset REFERENCES assets (code)",
                                        "quote_asset REFERENCES assets (code)"}));
    EXPECT_EQ(definitions(items_of("entries", Kind::index, items)),
              (std::vector<std::string>{
                  "UNIQUE (account_id, idempotency_key) WHERE idempotency_key IS NOT NULL",
                  "(account_id, seq) WHERE kind = 'deposit'"}));
}

TEST(SqlCodeSchema, WhatOneEngineHasToBeToldHasNoWords) {
    auto const in_sqlite = definitions(items_of("lots", Kind::check, code_schema(Dialect::sqlite)));
    EXPECT_EQ(in_sqlite, std::vector<std::string>{"number > 0"});
    auto const in_postgres = items_of("lots", Kind::check, code_schema(Dialect::postgres));
    EXPECT_EQ(definitions(in_postgres), (std::vector<std::string>{"number > 0", "", ""}));
    auto const uuid = items_of("orders", Kind::check, code_schema(Dialect::sqlite));
    EXPECT_EQ(uuid.front().definition, "");
    EXPECT_EQ(items_of("entries", Kind::trigger, code_schema(Dialect::sqlite)).size(), 2u);
    EXPECT_EQ(items_of("entries", Kind::trigger, code_schema(Dialect::postgres)).size(), 1u);
}

TEST(SqlCodeSchema, WithoutThatItIsTheSameForBothEngines) {
    auto items = code_schema(Dialect::postgres);
    std::erase_if(items, [](ports::SchemaItem const& item) {
        return item.definition.empty() && item.kind != Kind::table;
    });
    EXPECT_EQ(items, code_schema());
}

TEST(SqlAddColumn, TheColumnIsDefinedAsInItsTable) {
    EXPECT_EQ(
        add_column_statements("orders", "reject_reason", Dialect::postgres),
        std::vector<std::string>{"ALTER TABLE orders ADD COLUMN reject_reason text COLLATE \"C\""});
    EXPECT_EQ(add_column_statements("entries", "order_id", Dialect::sqlite),
              std::vector<std::string>{
                  "ALTER TABLE entries ADD COLUMN order_id BLOB CHECK (length(order_id) = 16)"});
    EXPECT_EQ(add_column_statements("executions", "liquidity", Dialect::sqlite),
              std::vector<std::string>{"ALTER TABLE executions ADD COLUMN liquidity TEXT "
                                       "CHECK (liquidity IN ('MAKER', 'TAKER'))"});
}

TEST(SqlAddColumn, ADomainGetsItsCheckWhenTheColumnIsThere) {
    EXPECT_EQ(add_column_statements("executions", "liquidity", Dialect::postgres),
              (std::vector<std::string>{
                  "CREATE DOMAIN executions_liquidity AS text COLLATE \"C\"",
                  "ALTER TABLE executions ADD COLUMN liquidity executions_liquidity",
                  "ALTER DOMAIN executions_liquidity ADD CHECK (VALUE IN ('MAKER', 'TAKER'))"}));
}

TEST(SqlAddColumn, WhatIsNotThereIsRefusedInWords) {
    EXPECT_THROW((void)add_column_statements("trades", "id", Dialect::sqlite),
                 std::invalid_argument);
    EXPECT_THROW((void)add_column_statements("orders", "colour", Dialect::sqlite),
                 std::invalid_argument);
}

}  // namespace
}  // namespace daybook::sql
