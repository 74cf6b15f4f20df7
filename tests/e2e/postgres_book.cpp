#include "e2e/postgres_book.hpp"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <utility>

namespace daybook::e2e {

std::size_t scale() {
    auto const* value = std::getenv("DAYBOOK_TEST_SCALE");
    return value == nullptr ? 1 : static_cast<std::size_t>(std::max(1, std::atoi(value)));
}

std::string verified_export(TemporaryFolder const& folder, std::string const& database) {
    auto const verified = run_daybook(folder, {"verify", "--database", database});
    if (verified.exit_code != 0) throw std::runtime_error{verified.out + verified.err};
    auto exported = run_daybook(folder, {"export", "--format", "ndjson", "--database", database});
    if (exported.exit_code != 0) throw std::runtime_error{exported.err};
    return std::move(exported.out);
}

void expect_book_of(OrderFlow const& flow, TemporaryFolder const& folder,
                    std::string const& database) {
    auto const calm = "sqlite:" + folder.file("calm.db");
    auto const applied = run_daybook(folder, {"apply", "-", "--database", calm}, flow.all());
    EXPECT_EQ(applied.exit_code, 0) << applied.out << applied.err;
    EXPECT_TRUE(comparable(verified_export(folder, database)) ==
                comparable(verified_export(folder, calm)))
        << "the book differs from that of an undisturbed run";
}

void PostgresBookTest::SetUp() {
    if (!support::postgres_is_expected()) GTEST_SKIP() << "no Postgres server is installed";
    database_ = cluster().create_database();
    auto const migrated = daybook({"migrate", "up"});
    ASSERT_EQ(migrated.exit_code, 0) << migrated.out << migrated.err;
}

void PostgresBookTest::TearDown() {
    if (!database_.empty()) cluster().drop_database(database_);
}

Finished PostgresBookTest::daybook(std::vector<std::string> arguments, std::string input) const {
    return run_daybook(folder_, std::move(arguments), std::move(input), {{"DATABASE_URL", url()}});
}

}  // namespace daybook::e2e
