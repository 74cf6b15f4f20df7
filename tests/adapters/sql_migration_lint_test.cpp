#include "sql/migration_lint.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "migrations/embedded_migrations.hpp"

namespace daybook::sql {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr auto sqlite = Dialect::sqlite;
constexpr auto postgres = Dialect::postgres;

/// `line rule` of each finding.
std::vector<std::string> findings(Dialect dialect, std::string_view sql, int version = 7) {
    std::vector<std::string> all;
    for (auto const& finding :
         lint({.path = "m.sql", .dialect = dialect, .sql = sql, .version = version})) {
        all.push_back(std::to_string(finding.line) + " " + finding.rule);
    }
    return all;
}

struct Example {
    std::string rule;
    std::vector<Dialect> dialects;
    std::string bad;
    std::string good;
};

std::vector<Example> const examples{
    {"index-not-concurrent",
     {postgres},
     "CREATE UNIQUE INDEX i ON orders (a);",
     "CREATE TABLE t (a bigint); CREATE INDEX i ON t (a);"},
    {"index-not-concurrent",
     {postgres},
     "CREATE INDEX ON ONLY public.orders (a);",
     "-- daybook: no-transaction\nCREATE INDEX CONCURRENTLY i ON orders (a);"},
    {"concurrently-in-transaction",
     {postgres},
     "CREATE INDEX CONCURRENTLY i ON orders (a);",
     "REFRESH MATERIALIZED VIEW CONCURRENTLY v;"},
    {"concurrently-in-transaction",
     {postgres},
     "DROP INDEX CONCURRENTLY i;",
     "-- daybook: no-transaction\nDROP INDEX CONCURRENTLY i;"},
    {"not-null-without-default",
     {sqlite, postgres},
     "ALTER TABLE orders ADD COLUMN venue text NOT NULL;",
     "ALTER TABLE orders ADD COLUMN venue text NOT NULL DEFAULT 'x';"},
    {"not-null-without-default",
     {sqlite, postgres},
     "ALTER TABLE orders ADD venue text DEFAULT NULL NOT NULL;",
     "ALTER TABLE orders ADD venue text CHECK (venue <> '');"},
    {"volatile-default",
     {sqlite, postgres},
     "ALTER TABLE orders ADD COLUMN a bigint DEFAULT random();",
     "ALTER TABLE orders ADD COLUMN a bigint DEFAULT -1 CHECK (length(a) < 3);"},
    {"volatile-default",
     {sqlite},
     "ALTER TABLE orders ADD COLUMN a text DEFAULT CURRENT_TIMESTAMP;",
     "ALTER TABLE orders ADD COLUMN a text DEFAULT 'now()';"},
    {"volatile-default",
     {postgres},
     "ALTER TABLE orders ADD COLUMN a uuid DEFAULT gen_random_uuid();",
     "ALTER TABLE orders ADD COLUMN a timestamptz DEFAULT now();"},
    {"alter-column-type",
     {postgres},
     "ALTER TABLE orders ALTER COLUMN facts SET DATA TYPE bigint;",
     "ALTER TABLE orders ALTER COLUMN facts SET DEFAULT 1;"},
    {"rename",
     {sqlite, postgres},
     "ALTER TABLE orders RENAME COLUMN venue TO market;",
     "ALTER TABLE orders RENAME CONSTRAINT a TO b;"},
    {"rename",
     {sqlite, postgres},
     "ALTER TABLE IF EXISTS orders RENAME TO trades;",
     "CREATE TABLE new (a text); ALTER TABLE new RENAME TO orders;"},
    {"drop-without-compatible-from",
     {sqlite, postgres},
     "DROP TABLE IF EXISTS lots;",
     "-- daybook: compatible-from 6\nDROP TABLE lots;"},
    {"drop-without-compatible-from",
     {sqlite, postgres},
     "ALTER TABLE orders DROP venue;",
     "ALTER TABLE orders DROP CONSTRAINT venue;"},
    {"drop-without-compatible-from",
     {sqlite},
     "CREATE TABLE new (a TEXT) STRICT; DROP TABLE lots;",
     "CREATE TABLE new (a TEXT) STRICT; DROP TABLE lots; ALTER TABLE new RENAME TO lots;"},
    {"constraint-not-valid",
     {postgres},
     "ALTER TABLE orders ADD CONSTRAINT c CHECK (a > 0);",
     "ALTER TABLE orders ADD CONSTRAINT c CHECK (a > 0) NOT VALID;"},
    {"constraint-not-valid",
     {postgres},
     "ALTER TABLE orders ADD FOREIGN KEY (a) REFERENCES b (c);",
     "CREATE TABLE t (a text); ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES b (c);"},
    {"unique-using-index",
     {postgres},
     "ALTER TABLE orders ADD CONSTRAINT u UNIQUE (a);",
     "ALTER TABLE orders ADD CONSTRAINT u UNIQUE USING INDEX i;"},
    {"unique-using-index",
     {postgres},
     "ALTER TABLE orders ADD PRIMARY KEY (a);",
     "ALTER TABLE orders ADD CONSTRAINT p PRIMARY KEY USING INDEX i;"},
    {"session-statement", {sqlite, postgres}, "BEGIN;", "SELECT 'BEGIN;';"},
    {"session-statement",
     {sqlite, postgres},
     "set lock_timeout = 0;",
     "UPDATE orders SET facts = 0;"},
    {"session-statement",
     {sqlite},
     "PRAGMA foreign_keys = OFF;",
     "CREATE TRIGGER t BEFORE UPDATE ON orders BEGIN SELECT 1; END;"},
    {"append-only",
     {sqlite, postgres},
     "DELETE FROM entries WHERE seq = 1;",
     "DELETE FROM outbox WHERE attempts = 1;"},
    {"append-only",
     {sqlite, postgres},
     "WITH x AS (SELECT 1) UPDATE public.postings SET line = 2;",
     "CREATE TRIGGER t BEFORE UPDATE OR DELETE OR TRUNCATE ON entries EXECUTE FUNCTION f();"},
    {"append-only", {postgres}, "TRUNCATE TABLE lots, ONLY executions;", "TRUNCATE lots;"},
    {"float-type",
     {sqlite, postgres},
     "CREATE TABLE t (price double precision, CHECK (price > 0));",
     "CREATE TABLE t (price numeric(39,18), real_price text);"},
    {"float-type",
     {sqlite, postgres},
     "ALTER TABLE orders ADD COLUMN a REAL;",
     "ALTER TABLE orders ADD COLUMN a text DEFAULT 'real';"},
    {"float-type", {postgres}, "INSERT INTO t SELECT a::float8 FROM b;", "SELECT a::text FROM b;"},
    {"money-type",
     {sqlite, postgres},
     "CREATE TABLE t (a money);",
     "CREATE TABLE t (money numeric(39,18));"},
    {"timestamp-without-time-zone",
     {sqlite, postgres},
     "CREATE TABLE t (at timestamp(3) without time zone);",
     "CREATE TABLE t (at timestamp(3) with time zone, b timestamptz);"},
    {"serial-type",
     {sqlite, postgres},
     "CREATE TABLE t (a bigserial);",
     "CREATE TABLE t (a bigint);"},
    {"json-type", {sqlite, postgres}, "CREATE TABLE t (a json);", "CREATE TABLE t (a jsonb);"},
    {"non-ascii", {sqlite, postgres}, "SELECT 1; -- \xc3\xa9", "SELECT 1; -- e"},
    {"carriage-return", {sqlite, postgres}, "SELECT 1;\r\n", "SELECT 1;\n"},
};

TEST(MigrationLint, FindsTheBadAndLetsTheGoodPass) {
    for (auto const& [rule, dialects, bad, good] : examples) {
        for (auto const dialect : dialects) {
            EXPECT_THAT(findings(dialect, bad), ElementsAre("1 " + rule)) << bad;
            EXPECT_THAT(findings(dialect, good), IsEmpty()) << good;
        }
    }
}

TEST(MigrationLint, EveryRuleHasAnExample) {
    std::set<std::string_view> shown;
    for (auto const& example : examples) shown.insert(example.rule);
    auto const rules = lint_rules();
    EXPECT_EQ(shown, (std::set<std::string_view>{rules.begin(), rules.end()}));
}

TEST(MigrationLint, RulesOfPostgresAreNotForSqlite) {
    EXPECT_THAT(findings(sqlite, "CREATE INDEX i ON orders (a);"), IsEmpty());
}

TEST(MigrationLint, FindingsAreNamedByFileAndLine) {
    auto const all = lint({.path = "migrations/0007_a/postgres.sql",
                           .dialect = postgres,
                           .sql = "SELECT 1;\n\nALTER TABLE orders\n  DROP a,\n  ADD b text NOT "
                                  "NULL;\n"});
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].path, "migrations/0007_a/postgres.sql");
    EXPECT_EQ(all[0].line, 4u);
    EXPECT_THAT(all[0].message, HasSubstr("column orders.a"));
    EXPECT_EQ(all[1].line, 5u);
    EXPECT_THAT(all[1].message, HasSubstr("orders.b"));
}

TEST(MigrationLint, AnAllowedRuleIsLeftOut) {
    EXPECT_THAT(findings(postgres,
                         "-- daybook: allow rename because it is new\nALTER TABLE a RENAME TO b;"),
                IsEmpty());
}

TEST(MigrationLint, AnAllowThatAllowsNothingIsAnError) {
    EXPECT_THAT(findings(postgres, "\n-- daybook: allow rename because it is new\nSELECT 1;"),
                ElementsAre("2 directive"));
    EXPECT_THAT(findings(postgres, "-- daybook: allow renaming because it is new\nSELECT 1;"),
                ElementsAre("1 directive"));
    EXPECT_THAT(findings(postgres, "-- daybook: allow directive because we like it\nSELECT 1;"),
                ElementsAre("1 directive"));
}

TEST(MigrationLint, DirectivesFitTheStatements) {
    EXPECT_THAT(findings(sqlite, "-- daybook: nothing-to-do no index here"), IsEmpty());
    EXPECT_THAT(findings(sqlite, "-- daybook: nothing-to-do no index here\nSELECT 1;"),
                ElementsAre("2 directive"));
    EXPECT_THAT(findings(sqlite, "-- Only a comment.\n"), ElementsAre("1 directive"));
    EXPECT_THAT(findings(sqlite, "-- daybook: no-transaction\nSELECT 1;"),
                ElementsAre("1 directive"));
    EXPECT_THAT(findings(postgres, "-- daybook: no-transaction\nSELECT 1;\nSELECT 2;"),
                ElementsAre("3 directive"));
    EXPECT_THAT(findings(postgres,
                         "-- daybook: no-transaction\n"
                         "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON a (b);"),
                ElementsAre("2 directive"));
    EXPECT_THAT(
        findings(postgres, "-- daybook: no-transaction\nDROP INDEX CONCURRENTLY IF EXISTS i;"),
        ElementsAre("2 directive"));
    EXPECT_THAT(
        findings(postgres, "-- daybook: no-transaction\nCREATE INDEX CONCURRENTLY ON a (b);"),
        ElementsAre("2 directive"));
    EXPECT_THAT(findings(postgres, "-- daybook: compatible-from 8\nSELECT 1;"),
                ElementsAre("1 directive"));
    EXPECT_THAT(findings(postgres, "SELECT 1;\n-- daybook: expand"), ElementsAre("2 directive"));
}

TEST(MigrationLint, OurOwnMigrationsAreClean) {
    for (auto const& migration : migrations::embedded_migrations()) {
        EXPECT_THAT(findings(sqlite, migration.sqlite, migration.version), IsEmpty());
        EXPECT_THAT(findings(postgres, migration.postgres, migration.version), IsEmpty());
    }
}

}  // namespace
}  // namespace daybook::sql
