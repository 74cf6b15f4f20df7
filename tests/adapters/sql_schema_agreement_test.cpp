#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "migrations/embedded_migrations.hpp"
#include "postgres/postgres_schema_reader.hpp"
#include "sql/schema_difference.hpp"
#include "sql/schema_statements.hpp"
#include "sql/schema_text.hpp"
#include "sqlite/sqlite_schema_reader.hpp"
#include "support/postgres_fixture.hpp"

namespace daybook::sql {
namespace {

using ports::SchemaItem;
using testing::IsEmpty;

std::vector<std::string_view> migrations_of(Dialect dialect) {
    std::vector<std::string_view> scripts;
    for (auto const& migration : migrations::embedded_migrations()) {
        scripts.push_back(dialect == Dialect::sqlite ? migration.sqlite : migration.postgres);
    }
    return scripts;
}

std::vector<SchemaItem> describe_code(ports::SchemaReader& reader, Dialect dialect) {
    auto const script = schema_script(dialect);
    std::string_view const view{script};
    return reader.after(std::span{&view, 1});
}

/// How the migrations differ from the code, a sentence each.
std::vector<std::string> disagreements(ports::SchemaReader& reader, Dialect dialect) {
    std::vector<std::string> sentences;
    for (auto const& difference :
         schema_differences(reader.after(migrations_of(dialect)), describe_code(reader, dialect))) {
        sentences.push_back(
            difference_text(difference, {.found = "the migrations", .wanted = "the code"}));
    }
    return sentences;
}

std::string text_of_migrations(ports::SchemaReader& reader, Dialect dialect) {
    return schema_text(reader.after(migrations_of(dialect)),
                       {describe_code(reader, dialect), code_schema(dialect)});
}

sqlite::SqliteSchemaReader sqlite_reader() {
    return sqlite::SqliteSchemaReader{{.path = ":memory:"}};
}

class PostgresSchemaAgreement : public support::PostgresTest {
  protected:
    postgres::PostgresSchemaReader reader() {
        return postgres::PostgresSchemaReader{options().url};
    }
};

TEST(SqliteSchemaAgreement, TheMigrationsMakeTheSchemaOfTheCode) {
    auto reader = sqlite_reader();
    EXPECT_THAT(disagreements(reader, Dialect::sqlite), IsEmpty());
}

TEST(SqliteSchemaAgreement, ItsTextIsTheCodes) {
    auto reader = sqlite_reader();
    EXPECT_EQ(text_of_migrations(reader, Dialect::sqlite), schema_text(code_schema()));
}

TEST_F(PostgresSchemaAgreement, TheMigrationsMakeTheSchemaOfTheCode) {
    auto of_postgres = reader();
    EXPECT_THAT(disagreements(of_postgres, Dialect::postgres), IsEmpty());
}

TEST_F(PostgresSchemaAgreement, ItsTextIsTheCodes) {
    auto of_postgres = reader();
    EXPECT_EQ(text_of_migrations(of_postgres, Dialect::postgres), schema_text(code_schema()));
}

TEST_F(PostgresSchemaAgreement, AMigratedDatabaseIsWhatTheMigrationsMake) {
    auto of_postgres = reader();
    EXPECT_THAT(
        schema_differences(of_postgres.live(), of_postgres.after(migrations_of(Dialect::postgres))),
        IsEmpty());
}

}  // namespace
}  // namespace daybook::sql
