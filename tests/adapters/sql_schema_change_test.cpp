#include "sql/schema_change.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "sql/migration_lint.hpp"

namespace daybook::sql {
namespace {

using ports::SchemaItem;
using Kind = SchemaItem::Kind;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// A code of two tables, and migrations that have made the first.
SchemaChangeSource source() {
    SchemaChangeSource made;
    made.migrated = {{Kind::table, "orders", "orders", ""},
                     {Kind::column, "orders", "id", "BLOB NOT NULL"},
                     {Kind::primary_key, "orders", "", "PRIMARY KEY (id)"}};
    made.code = made.migrated;
    made.sqlite = {{Kind::table, "orders", "orders", "CREATE TABLE orders (id BLOB)"},
                   {Kind::index, "orders", "by_venue", "CREATE INDEX by_venue ON orders (venue)"},
                   {Kind::index, "orders", "by_id", "CREATE UNIQUE INDEX by_id ON orders (id)"},
                   {Kind::table, "venues", "venues", "CREATE TABLE venues (name TEXT)"},
                   {Kind::index, "venues", "by_name", "CREATE INDEX by_name ON venues (name)"},
                   {Kind::trigger, "venues", "venues_no_update",
                    "CREATE TRIGGER venues_no_update BEFORE UPDATE ON venues BEGIN SELECT 1; END"},
                   {Kind::trigger, "orders", "orders_no_update",
                    "CREATE TRIGGER orders_no_update BEFORE UPDATE ON orders BEGIN SELECT 1; END"}};
    made.postgres = made.sqlite;
    made.postgres.resize(5);
    made.postgres.push_back({Kind::function, "refuse", "refuse", "CREATE FUNCTION refuse() ..."});
    for (std::string const table : {"venues", "orders"}) {
        made.postgres.push_back({Kind::trigger, table, table + "_append_only",
                                 "CREATE TRIGGER " + table + "_append_only BEFORE UPDATE ON " +
                                     table + " EXECUTE FUNCTION refuse()"});
    }
    made.add_column = [](std::string_view table, std::string_view column, Dialect) {
        return std::vector{"ALTER TABLE " + std::string{table} + " ADD COLUMN " +
                           std::string{column} + " text"};
    };
    return made;
}

/// What lint says of generated migrations.
std::vector<std::string> lint_findings(SchemaChange const& change) {
    std::vector<std::string> all;
    for (auto const& migration : change.migrations) {
        for (auto const& [dialect, sql] : {std::pair{Dialect::sqlite, migration.sqlite},
                                           std::pair{Dialect::postgres, migration.postgres}}) {
            for (auto const& finding : lint({.path = "", .dialect = dialect, .sql = sql})) {
                all.push_back(finding.message + sql);
            }
        }
    }
    return all;
}

TEST(SchemaChange, IsNothingWhereTheMigrationsMakeTheCode) {
    auto const change = decide_schema_change(source());
    EXPECT_THAT(change.migrations, IsEmpty());
    EXPECT_THAT(change.refusals, IsEmpty());
}

TEST(SchemaChange, ANewTableComesWithItsIndexesAndTriggers) {
    auto from = source();
    from.code.push_back({Kind::table, "venues", "venues", ""});
    from.code.push_back({Kind::index, "venues", "by_name", "(name)"});
    auto const change = decide_schema_change(from);
    EXPECT_THAT(change.refusals, IsEmpty());
    ASSERT_THAT(change.migrations, SizeIs(1));
    EXPECT_EQ(change.migrations[0].suffix, "");
    EXPECT_EQ(change.migrations[0].sqlite,
              "-- daybook: expand\n\nCREATE TABLE venues (name TEXT);\n\n"
              "CREATE INDEX by_name ON venues (name);\n\n"
              "CREATE TRIGGER venues_no_update BEFORE UPDATE ON venues BEGIN SELECT 1; END;\n");
    EXPECT_EQ(change.migrations[0].postgres,
              "-- daybook: expand\n\nCREATE TABLE venues (name TEXT);\n\n"
              "CREATE INDEX by_name ON venues (name);\n\nCREATE FUNCTION refuse() ...;\n\n"
              "CREATE TRIGGER venues_append_only BEFORE UPDATE ON venues EXECUTE FUNCTION "
              "refuse();\n");
}

TEST(SchemaChange, AFunctionThatIsThereIsNotMadeAgain) {
    auto from = source();
    from.code.push_back({Kind::table, "venues", "venues", ""});
    from.postgres_migrations = {"CREATE OR REPLACE FUNCTION refuse() RETURNS trigger ..."};
    EXPECT_THAT(decide_schema_change(from).migrations[0].postgres,
                testing::Not(HasSubstr("FUNCTION refuse() ...")));
}

TEST(SchemaChange, ANewColumnComesWithItsChecks) {
    auto from = source();
    from.code.push_back({Kind::column, "orders", "venue", "TEXT"});
    from.code.push_back({Kind::check, "orders", "", "venue <> ''"});
    auto const change = decide_schema_change(from);
    EXPECT_THAT(change.refusals, IsEmpty());
    ASSERT_THAT(change.migrations, SizeIs(1));
    EXPECT_EQ(change.migrations[0].sqlite,
              "-- daybook: expand\n\nALTER TABLE orders ADD COLUMN venue text;\n");
    EXPECT_EQ(change.migrations[0].postgres, change.migrations[0].sqlite);
    EXPECT_THAT(lint_findings(change), IsEmpty());
}

TEST(SchemaChange, AnIndexOfATableInUseIsAMigrationOfItsOwn) {
    auto from = source();
    from.code.push_back({Kind::index, "orders", "by_id", "UNIQUE (id)"});
    auto const alone = decide_schema_change(from);
    ASSERT_THAT(alone.migrations, SizeIs(1));
    EXPECT_EQ(alone.migrations[0].suffix, "");
    EXPECT_EQ(alone.migrations[0].sqlite, "CREATE UNIQUE INDEX by_id ON orders (id);\n");
    EXPECT_EQ(
        alone.migrations[0].postgres,
        "-- daybook: no-transaction\n\nCREATE UNIQUE INDEX CONCURRENTLY by_id ON orders (id);\n");
    from.code.push_back({Kind::column, "orders", "venue", "TEXT"});
    from.code.push_back({Kind::index, "orders", "by_venue", "(venue)"});
    auto const change = decide_schema_change(from);
    ASSERT_THAT(change.migrations, SizeIs(3));
    EXPECT_EQ(change.migrations[0].suffix, "");
    EXPECT_EQ(change.migrations[1].suffix, "_by_id");
    EXPECT_EQ(change.migrations[2].suffix, "_by_venue");
    EXPECT_EQ(change.migrations[2].postgres,
              "-- daybook: no-transaction\n-- daybook: expand\n\n"
              "CREATE INDEX CONCURRENTLY by_venue ON orders (venue);\n");
    EXPECT_THAT(lint_findings(change), IsEmpty());
}

TEST(SchemaChange, ATriggerOfATableInUseIsMadeForBoth) {
    auto from = source();
    from.code.push_back({Kind::trigger, "orders", "orders_no_update", "..."});
    auto const change = decide_schema_change(from);
    ASSERT_THAT(change.migrations, SizeIs(1));
    EXPECT_THAT(change.migrations[0].sqlite, HasSubstr("CREATE TRIGGER orders_no_update"));
    EXPECT_THAT(change.migrations[0].postgres, AllOf(HasSubstr("CREATE FUNCTION refuse"),
                                                     HasSubstr("CREATE TRIGGER orders_append")));
}

TEST(SchemaChange, WhatIsNotAdditiveIsRefusedByTableAndColumn) {
    auto dropped = source();
    dropped.migrated.push_back({Kind::column, "orders", "market", "TEXT"});
    EXPECT_THAT(decide_schema_change(dropped).refusals,
                ElementsAre(AllOf(HasSubstr("column orders.market"),
                                  HasSubstr("dropped or renamed"), HasSubstr("migrate new"))));
    auto renamed = dropped;
    renamed.code.push_back({Kind::column, "orders", "venue", "TEXT"});
    EXPECT_THAT(decide_schema_change(renamed).refusals, SizeIs(1));
    EXPECT_THAT(decide_schema_change(renamed).migrations, IsEmpty());
    auto changed = source();
    changed.code[1].definition = "TEXT NOT NULL";
    EXPECT_THAT(decide_schema_change(changed).refusals,
                ElementsAre(HasSubstr("column orders.id is \"BLOB NOT NULL\" in the migrations")));
    auto required = source();
    required.code.push_back({Kind::column, "orders", "venue", "TEXT NOT NULL"});
    EXPECT_THAT(decide_schema_change(required).refusals,
                ElementsAre(AllOf(HasSubstr("column orders.venue"), HasSubstr("NOT NULL"))));
    auto checked = source();
    checked.code.push_back({Kind::check, "orders", "", "id <> ''"});
    EXPECT_THAT(decide_schema_change(checked).refusals,
                ElementsAre(HasSubstr("check of orders (id <> '')")));
}

TEST(SchemaChange, AColumnMayTakeSeveralStatements) {
    auto from = source();
    from.code.push_back({Kind::column, "orders", "venue", "TEXT"});
    from.add_column = [](std::string_view, std::string_view, Dialect dialect) {
        std::vector<std::string> statements{"ALTER TABLE orders ADD COLUMN venue venue"};
        if (dialect == Dialect::postgres) {
            statements.insert(statements.begin(), "CREATE DOMAIN venue AS text");
            statements.push_back("ALTER DOMAIN venue ADD CHECK (VALUE <> '')");
        }
        return statements;
    };
    auto const change = decide_schema_change(from);
    ASSERT_THAT(change.migrations, SizeIs(1));
    EXPECT_EQ(change.migrations[0].sqlite,
              "-- daybook: expand\n\nALTER TABLE orders ADD COLUMN venue venue;\n");
    EXPECT_EQ(change.migrations[0].postgres,
              "-- daybook: expand\n\nCREATE DOMAIN venue AS text;\n\n"
              "ALTER TABLE orders ADD COLUMN venue venue;\n\n"
              "ALTER DOMAIN venue ADD CHECK (VALUE <> '');\n");
    EXPECT_THAT(lint_findings(change), IsEmpty());
}

}  // namespace
}  // namespace daybook::sql
