#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "e2e/postgres_book.hpp"

namespace daybook::e2e {
namespace {

/// The first of the flow's commands, and the rest: what a copy of the book holds, and what not.
struct Halves {
    std::string first;
    std::string second;
};

Halves halves_of(OrderFlow const& flow) {
    auto const lines = lines_of(flow.all());
    Halves halves;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        (i < lines.size() / 2 ? halves.first : halves.second) += lines[i] + "\n";
    }
    return halves;
}

class PostgresRestore : public PostgresBookTest {
  protected:
    /// Runs a program of the server's client tools on the book's database.
    void run_tool(std::string const& command) const { ASSERT_EQ(std::system(command.c_str()), 0); }
};

TEST_F(PostgresRestore, OfACopyAndEverythingSentAgainIsTheBookWithoutTheAccident) {
    auto const flow = make_order_flow(5, 4, 100 * scale());
    auto const [first, second] = halves_of(flow);
    EXPECT_EQ(daybook({"apply", "-"}, first).exit_code, 0);
    auto const copy = folder().file("book.dump");
    auto const backed_up = daybook({"db", "backup", copy});
    ASSERT_EQ(backed_up.exit_code, 0) << backed_up.err;
    EXPECT_EQ(daybook({"apply", "-"}, second).exit_code, 0);

    (void)cluster().query("DROP DATABASE " + database() + " WITH (FORCE)");
    (void)cluster().query("CREATE DATABASE " + database());
    EXPECT_EQ(daybook({"apply", "-"}, second).exit_code, 3);
    run_tool("pg_restore --exit-on-error --dbname='" + url() + "' " + copy);
    auto const again = daybook({"apply", "-"}, flow.all());
    EXPECT_EQ(again.exit_code, 0) << again.out << again.err;
    expect_book_of(flow, folder(), url());
}

TEST(SqliteRestore, OfACopyAndEverythingSentAgainIsTheBookWithoutTheAccident) {
    TemporaryFolder folder;
    auto const flow = make_order_flow(5, 4, 100 * scale());
    auto const [first, second] = halves_of(flow);
    auto const file = folder.file("book.db");
    auto const database = "sqlite:" + file;
    auto const apply = [&](std::string const& commands) {
        auto const applied = run_daybook(folder, {"apply", "-", "--database", database}, commands);
        EXPECT_EQ(applied.exit_code, 0) << applied.out << applied.err;
    };
    apply(first);
    auto const copy = folder.file("copy.db");
    auto const backed_up = run_daybook(folder, {"db", "backup", copy, "--database", database});
    EXPECT_EQ(backed_up.exit_code, 0) << backed_up.err;
    apply(second);
    for (auto const* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(file + suffix);
    std::filesystem::rename(copy, file);
    apply(flow.all());
    expect_book_of(flow, folder, database);
}

}  // namespace
}  // namespace daybook::e2e
