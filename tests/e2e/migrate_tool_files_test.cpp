#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "e2e/daybook_process.hpp"

namespace daybook::e2e {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

/// `daybook migrate` at the top of a tree with our own migrations, and a binary of the same.
class MigrateToolFiles : public testing::Test {
  protected:
    MigrateToolFiles() {
        fs::copy(fs::path{DAYBOOK_SOURCE_DIR} / "migrations", folder_.file("migrations"),
                 fs::copy_options::recursive);
    }

    Finished run(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "migrate");
        return run_daybook(folder_, std::move(arguments));
    }
    void write(std::string const& file, std::string const& text) const {
        std::ofstream{folder_.file("migrations/" + file)} << text;
    }
    [[nodiscard]] std::string read(std::string const& file) const {
        std::ifstream stream{folder_.file("migrations/" + file)};
        return {std::istreambuf_iterator<char>{stream}, {}};
    }
    /// Takes what is between two texts out of a file, with them.
    void cut(std::string const& file, std::string const& from, std::string const& to) const {
        auto text = read(file);
        auto const start = text.find(from);
        text.erase(start, text.find(to, start) + to.size() - start);
        write(file, text);
    }
    /// The folder of the newest migration.
    [[nodiscard]] std::string latest() const {
        auto const text = read("LATEST");
        return text.substr(0, text.size() - 1);
    }

    TemporaryFolder folder_;
};

TEST_F(MigrateToolFiles, OurOwnMigrationsAreChecked) {
    auto const checked = run({"check"});
    EXPECT_EQ(checked.exit_code, 0) << checked.out;
    EXPECT_THAT(checked.out, AllOf(HasSubstr("the last is " + latest()), HasSubstr("nothing found"),
                                   HasSubstr("sqlite    the migrations make the schema"),
                                   HasSubstr("postgres  was not checked")));
    EXPECT_EQ(run({"check", "--all"}).exit_code, 10);
}

TEST_F(MigrateToolFiles, WithoutAFolderTheBinarysOwnAreChecked) {
    fs::remove_all(folder_.file("migrations"));
    EXPECT_EQ(run({"check"}).exit_code, 0);
    for (std::vector<std::string> const& arguments :
         {std::vector<std::string>{"lint"}, {"new", "a"}, {"generate", "a"}}) {
        auto const refused = run(arguments);
        EXPECT_EQ(refused.exit_code, 2);
        EXPECT_THAT(refused.err, HasSubstr("no folder migrations here"));
    }
}

TEST_F(MigrateToolFiles, GenerateWritesWhatTheCodeHasAndTheMigrationsHaveNot) {
    cut("0006_requests_settled/sqlite.sql", "ALTER TABLE exchange_leases", ";");
    cut("0006_requests_settled/postgres.sql", "ALTER TABLE exchange_leases", ";");
    cut("0007_checkpoints/sqlite.sql", "CREATE TABLE checkpoint_heads", "WITHOUT ROWID;");
    cut("0007_checkpoints/postgres.sql", "CREATE DOMAIN checkpoint_heads_seq",
        "(fillfactor = 50);");
    auto const generated = run({"generate", "heads"});
    EXPECT_EQ(generated.exit_code, 0) << generated.err;
    EXPECT_THAT(generated.out, HasSubstr("wrote     migrations/0008_heads/postgres.sql"));
    EXPECT_THAT(
        read("0008_heads/sqlite.sql"),
        AllOf(StartsWith("-- daybook: expand\n"), HasSubstr("CREATE TABLE checkpoint_heads"),
              HasSubstr("ALTER TABLE exchange_leases ADD COLUMN cancel_all_because TEXT")));
    EXPECT_THAT(read("0008_heads/postgres.sql"),
                AllOf(HasSubstr("CREATE DOMAIN checkpoint_heads_seq AS bigint CHECK (VALUE > 0)"),
                      HasSubstr("ALTER TABLE exchange_leases ADD COLUMN cancel_all_because text")));
    auto const checked = run({"check"});
    EXPECT_EQ(checked.exit_code, 0) << checked.out;
    auto const again = run({"generate", "more"});
    EXPECT_EQ(again.exit_code, 0);
    EXPECT_THAT(again.out, StartsWith("Nothing to do"));
    EXPECT_FALSE(fs::exists(folder_.file("migrations/0009_more")));
}

TEST_F(MigrateToolFiles, GenerateMakesAnIndexOfATableInUseAMigrationOfItsOwn) {
    cut("0005_named_requests/sqlite.sql", "CREATE INDEX discrepancies_payload", ";");
    auto const generated = run({"generate", "payload"});
    EXPECT_EQ(generated.exit_code, 0) << generated.err;
    EXPECT_THAT(read(latest() + "/postgres.sql"),
                StartsWith("-- daybook: no-transaction\n-- daybook: expand\n\n"
                           "CREATE INDEX CONCURRENTLY discrepancies_payload"));
    EXPECT_EQ(run({"check"}).exit_code, 0);
}

TEST_F(MigrateToolFiles, GenerateRefusesWhatIsNotAdditive) {
    write("0006_requests_settled/sqlite.sql", read("0006_requests_settled/sqlite.sql") +
                                                  "ALTER TABLE orders ADD COLUMN market TEXT;\n"
                                                  "ALTER TABLE lots DROP COLUMN opened_at;\n");
    auto const refused = run({"generate", "market"});
    EXPECT_EQ(refused.exit_code, 6);
    EXPECT_THAT(refused.err,
                AllOf(HasSubstr("column orders.market"), HasSubstr("dropped or renamed"),
                      HasSubstr("column lots.opened_at"), HasSubstr("NOT NULL")));
    EXPECT_EQ(latest(), "0007_checkpoints");
    auto const checked = run({"check"});
    EXPECT_EQ(checked.exit_code, 11) << "DROP COLUMN is found by lint";
    EXPECT_THAT(checked.out, HasSubstr("another schema than the code"));
}

TEST_F(MigrateToolFiles, NewWritesAnEmptyPairThatLintWantsFilled) {
    auto const made = run({"new", "tighten_status"});
    EXPECT_EQ(made.exit_code, 0);
    EXPECT_EQ(latest(), "0008_tighten_status");
    EXPECT_EQ(read(latest() + "/postgres.sql"), "");
    auto const linted = run({"lint"});
    EXPECT_EQ(linted.exit_code, 11);
    EXPECT_THAT(linted.out, HasSubstr("migrations/0008_tighten_status/sqlite.sql:1: directive: "
                                      "there is no statement"));
    for (std::string const name : {"Add", "a-b", "_a", "a__b", ""}) {
        EXPECT_EQ(run({"new", name}).exit_code, 2) << name;
    }
}

TEST_F(MigrateToolFiles, LintNamesFileLineAndRule) {
    run({"new", "add_venue"});
    write("0008_add_venue/sqlite.sql", "-- daybook: nothing-to-do only there\n");
    write("0008_add_venue/postgres.sql", "-- Why.\nALTER TABLE orders RENAME TO trades;\n");
    auto const linted = run({"lint"});
    EXPECT_EQ(linted.exit_code, 11);
    EXPECT_THAT(linted.out, HasSubstr("migrations/0008_add_venue/postgres.sql:2: rename: "));
    auto const one = run({"lint", "migrations/0008_add_venue/postgres.sql", "--json"});
    EXPECT_EQ(one.exit_code, 11);
    EXPECT_THAT(one.out, StartsWith("{\"files\":1,\"findings\":[{\"path\":\"migrations/0008_add_"
                                    "venue/postgres.sql\",\"line\":2,\"rule\":\"rename\","));
    EXPECT_EQ(run({"lint", "migrations/0008_add_venue/sqlite.sql"}).exit_code, 0);
    EXPECT_EQ(run({"lint", "migrations/LATEST"}).exit_code, 2);
    EXPECT_EQ(run({"lint", "missing/sqlite.sql"}).exit_code, 2);
}

TEST_F(MigrateToolFiles, CheckFindsWhatTheBuildWouldRefuse) {
    write("LATEST", "0001_init\n");
    EXPECT_THAT(run({"check"}).out, HasSubstr("LATEST: holds one line"));
    fs::rename(folder_.file("migrations/0004_domains"), folder_.file("migrations/0005_domains"));
    fs::remove(folder_.file("migrations/0005_domains/sqlite.sql"));
    auto const checked = run({"check"});
    EXPECT_EQ(checked.exit_code, 11);
    EXPECT_THAT(checked.out, AllOf(HasSubstr("number 4 is missing before it"),
                                   HasSubstr("0005_domains/sqlite.sql: is missing")));
}

TEST_F(MigrateToolFiles, CheckNamesTheStatementThatDoesNotRun) {
    write("0002_outbox/sqlite.sql", "-- daybook: expand\n\nCREATE TABLE orders (a TEXT) STRICT;\n");
    auto const checked = run({"check"});
    EXPECT_EQ(checked.exit_code, 7);
    EXPECT_THAT(checked.out,
                AllOf(HasSubstr("migrations/0002_outbox/sqlite.sql:3: table orders already exists"),
                      HasSubstr("    CREATE TABLE orders (a TEXT) STRICT")));
}

}  // namespace
}  // namespace daybook::e2e
