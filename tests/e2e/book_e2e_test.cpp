#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "e2e/daybook_process.hpp"
#include "e2e/sample_book.hpp"

namespace daybook::e2e {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

/// A book in `book.db` with the sample commands applied.
class Book : public testing::Test {
  protected:
    Book() {
        auto const applied = apply(sample_commands());
        EXPECT_EQ(applied.exit_code, 0) << applied.out << applied.err;
    }

    Finished run(std::vector<std::string> arguments, std::string input = {}) {
        return run_daybook(folder_, std::move(arguments), std::move(input), variables_);
    }
    Finished apply(std::string const& commands, std::vector<std::string> flags = {}) {
        std::vector<std::string> arguments{"apply", "-"};
        arguments.insert(arguments.end(), flags.begin(), flags.end());
        return run(arguments, commands);
    }
    std::vector<std::string> show(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "show");
        auto const finished = run(arguments);
        EXPECT_EQ(finished.exit_code, 0) << finished.err;
        return lines_of(finished.out);
    }

    TemporaryFolder folder_;
    Variables variables_{{"DATABASE_URL", "sqlite:book.db"}};
};

TEST_F(Book, AppliedAgainChangesNothing) {
    auto const before = run({"export", "--format", "ndjson"}).out;
    auto const again = apply(sample_commands());
    EXPECT_EQ(again.exit_code, 0);
    EXPECT_THAT(again.out, AllOf(StartsWith("11 commands"), HasSubstr("REPLAYED"),
                                 HasSubstr("DUPLICATE"), Not(HasSubstr("DONE"))));
    EXPECT_EQ(run({"export", "--format", "ndjson"}).out, before);
}

TEST_F(Book, RefusedCommandsAreCountedByRuleAndCode12) {
    auto const finished = apply(
        "{\"command\":\"deposit\",\"account_id\":\"gamma\",\"idempotency_key\":\"d\","
        "\"asset\":\"USD\",\"amount\":\"1\"}\n"
        "\n"
        "nonsense\n"
        "{\"command\":\"deposit\",\"account_id\":\"beta\",\"idempotency_key\":\"d\","
        "\"asset\":\"USD\",\"amount\":\"1\"}\n");
    EXPECT_EQ(finished.exit_code, 12);
    EXPECT_THAT(finished.out, AllOf(StartsWith("3 commands"), HasSubstr("DONE"),
                                    HasSubstr("malformed_json"), HasSubstr("first in line 3"),
                                    HasSubstr("unknown_account"), HasSubstr("first in line 1")));
    EXPECT_THAT(finished.err, IsEmpty());
}

TEST_F(Book, AnswersComeOneALineInTheOrderOfTheCommands) {
    auto const finished = apply(
        "{\"command\":\"deposit\",\"account_id\":\"beta\",\"idempotency_key\":\"d\","
        "\"asset\":\"USD\",\"amount\":\"1\"}\n[]\n{\"command\":\"open_account\","
        "\"account_id\":\"beta\",\"funding\":\"MARGIN\",\"cost_basis\":\"AVERAGE\"}",
        {"--json", "--batch", "1"});
    EXPECT_EQ(finished.exit_code, 12);
    EXPECT_THAT(lines_of(finished.out),
                ElementsAre("{\"status\":\"DONE\",\"entry\":{\"seq\":2}}",
                            StartsWith("{\"status\":\"REFUSED\",\"refusal\":"),
                            StartsWith("{\"status\":\"DUPLICATE\"")));
    EXPECT_THAT(finished.err, StartsWith("3 commands"));
}

TEST_F(Book, ALineThatIsTooLongIsRefusedAndTheRestBooked) {
    variables_["DAYBOOK_LINE_BYTES_MAX"] = "1024";
    auto const finished = apply(std::string(5'000, 'x') + "\n" + sample_commands());
    EXPECT_EQ(finished.exit_code, 12);
    EXPECT_THAT(finished.out, AllOf(StartsWith("12 commands"), HasSubstr("first in line 1"),
                                    HasSubstr("DAYBOOK_LINE_BYTES_MAX")));
}

TEST_F(Book, MemoryIsABookForOneRun) {
    auto const finished = run({"apply", "-", "--database", "memory:"}, sample_commands());
    EXPECT_EQ(finished.exit_code, 0) << finished.err;
    EXPECT_THAT(finished.out, StartsWith("11 commands"));
}

TEST_F(Book, TheDefaultDatabaseIsMadeUnderHome) {
    variables_.clear();
    EXPECT_EQ(apply(sample_commands()).exit_code, 0);
    auto const file = folder_.file(".local/share/daybook/daybook.db");
    EXPECT_TRUE(std::filesystem::exists(file));
    auto const mode = std::filesystem::status(folder_.file(".local/share/daybook")).permissions();
    EXPECT_EQ(mode, std::filesystem::perms::owner_all);
    EXPECT_EQ(run({"verify"}).exit_code, 0);
}

TEST_F(Book, ShowsTablesForPeople) {
    EXPECT_THAT(show({"balances", "--account", "alpha"}),
                ElementsAre(StartsWith("account_id  asset"), HasSubstr("BTC    0.20000000"),
                            HasSubstr("USD")));
    EXPECT_THAT(show({"positions"}), ElementsAre(StartsWith("account_id"), StartsWith("alpha")));
    EXPECT_THAT(show({"accounts"}), SizeIs(3));
    EXPECT_THAT(show({"instruments"}), SizeIs(2));
    EXPECT_THAT(show({"lots"}), SizeIs(2));
    EXPECT_THAT(show({"executions"}), SizeIs(4));
    EXPECT_THAT(show({"entries"}), SizeIs(9));
    EXPECT_THAT(show({"entries", "--account", "@book"}), SizeIs(5));
    EXPECT_THAT(show({"discrepancies"}), IsEmpty());
}

TEST_F(Book, ShowsJsonOneObjectALine) {
    EXPECT_THAT(show({"balances", "--account", "alpha", "--json"}),
                ElementsAre("{\"asset\":\"BTC\",\"available\":\"0.2\",\"held\":\"0\","
                            "\"fees\":\"0\",\"external\":\"0\",\"overdrawn\":null}",
                            StartsWith("{\"asset\":\"USD\"")));
    EXPECT_THAT(show({"positions", "--json"}),
                ElementsAre(StartsWith("{\"account_id\":\"alpha\",\"exchange\":\"PAPER\"")));
}

TEST_F(Book, ShowsOnlyWhatTheFiltersLetThrough) {
    EXPECT_THAT(show({"orders", "--json"}), SizeIs(2));
    EXPECT_THAT(show({"orders", "--json", "--status", "CANCELED"}), SizeIs(1));
    EXPECT_THAT(show({"orders", "--json", "--status", "CANCELED,PARTIALLY_FILLED"}), SizeIs(2));
    EXPECT_THAT(show({"orders", "--json", "--symbol", "ETH-USD"}), IsEmpty());
    EXPECT_THAT(show({"orders", "--json", "--idempotency-key", "o-2"}), SizeIs(1));
    EXPECT_THAT(show({"orders", "--json", "--limit", "1"}), SizeIs(1));
    EXPECT_THAT(show({"entries", "--json", "--account", "alpha", "--after", "6"}), SizeIs(1));
    EXPECT_THAT(show({"entries", "--json", "--kind", "place_order"}), SizeIs(2));
    EXPECT_THAT(show({"executions", "--json", "--exec-type", "TRADE"}), SizeIs(1));
}

TEST_F(Book, AFilterThatCannotMatchIsAUsageError) {
    for (std::vector<std::string> const& arguments :
         {std::vector<std::string>{"show", "orders", "--status", "OPEN"},
          {"show", "balances", "--status", "NEW"},
          {"show", "instruments", "--account", "alpha"},
          {"show", "orders", "--after", "1"},
          {"show", "orders", "--account", "gamma"},
          {"show", "executions", "--order-id", "7"},
          {"verify", "--account", "gamma"},
          {"export", "--format", "csv", "--account", "gamma"}}) {
        auto const finished = run(arguments);
        EXPECT_EQ(finished.exit_code, 2) << testing::PrintToString(arguments);
        EXPECT_THAT(finished.out, Not(HasSubstr("alpha")));
    }
}

TEST_F(Book, ExportsEntriesInOrderDefinitionsFirst) {
    auto const lines = lines_of(run({"export", "--format", "ndjson"}).out);
    ASSERT_THAT(lines, SizeIs(13));
    EXPECT_THAT(lines[0], AllOf(StartsWith("{\"book_id\":\"0"), HasSubstr(",\"timeline\":\"0")));
    for (std::size_t i = 1; i < 5; ++i) {
        EXPECT_THAT(lines[i],
                    StartsWith("{\"account_id\":\"@book\",\"seq\":" + std::to_string(i) + ","));
    }
    EXPECT_THAT(lines[4], HasSubstr("\"kind\":\"checkpoint\""));
    EXPECT_THAT(lines[5], StartsWith("{\"account_id\":\"alpha\",\"seq\":1,"));
    EXPECT_THAT(lines[12], StartsWith("{\"account_id\":\"beta\",\"seq\":1,"));
    EXPECT_THAT(lines_of(run({"export", "--format", "ndjson", "--account", "beta"}).out),
                SizeIs(2));
}

TEST_F(Book, ExportsPostingsAsCsv) {
    auto const lines = lines_of(run({"export", "--format", "csv"}).out);
    EXPECT_THAT(lines[0], StartsWith("account_id,seq,kind,"));
    EXPECT_THAT(lines, Contains(HasSubstr(",d-1,,AVAILABLE,USD,,,10000")));
    EXPECT_THAT(lines, Contains(HasSubstr(",d-1,,EXTERNAL,USD,,,-10000")));
    EXPECT_THAT(lines, Contains(AllOf(HasSubstr("2026-11-21T09:30:00.000000Z"),
                                      HasSubstr(",TRADING,BTC,PAPER,BTC-USD,"))));
}

TEST_F(Book, EndsQuietlyWhenNobodyReadsOn) {
    auto const command = "cd " + folder_.path() +
                         "; { " DAYBOOK_BINARY
                         " export --format ndjson --database sqlite:book.db; echo $? >&2; }"
                         " 2> err | true";
    ASSERT_EQ(std::system(command.c_str()), 0);
    std::ifstream err{folder_.file("err")};
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>{err}, {}), "0\n");
}

TEST_F(Book, VerifyHoldsAndNamesWhatIsWrong) {
    auto const sound = run({"verify"});
    EXPECT_EQ(sound.exit_code, 0);
    EXPECT_THAT(sound.out, HasSubstr("2 accounts, 12 entries"));
    EXPECT_EQ(run({"verify", "--json"}).out,
              "{\"holds\":true,\"accounts\":2,\"entries\":12,\"finding\":null}\n");

    run_sql(folder_.file("book.db"),
            "UPDATE balances SET available = '10001' WHERE account_id = 'alpha' "
            "AND asset = 'USD'");
    auto const wrong = run({"verify"});
    EXPECT_EQ(wrong.exit_code, 13);
    EXPECT_THAT(wrong.out, AllOf(HasSubstr("alpha"), HasSubstr("balance USD")));
    EXPECT_THAT(run({"verify", "--json"}).out, HasSubstr("\"holds\":false"));
    EXPECT_EQ(run({"verify", "--account", "beta"}).exit_code, 0);
}

TEST_F(Book, BacksUpWhatItHoldsAndOverwritesNothing) {
    EXPECT_EQ(run({"db", "backup", "copy.db"}).exit_code, 0);
    EXPECT_EQ(run({"export", "--format", "ndjson", "--database", "sqlite:copy.db"}).out,
              run({"export", "--format", "ndjson"}).out);
    EXPECT_EQ(run({"verify", "--database", "sqlite:copy.db"}).exit_code, 0);
    auto const again = run({"db", "backup", "copy.db"});
    EXPECT_EQ(again.exit_code, 2);
    EXPECT_THAT(again.err, HasSubstr("copy.db exists"));
}

TEST_F(Book, DbCheckShowsStoreSettingsSchemaAndSoundness) {
    auto const checked = run({"db", "check"});
    EXPECT_EQ(checked.exit_code, 0);
    EXPECT_THAT(checked.out, AllOf(HasSubstr("sqlite:book.db"), HasSubstr("SQLite 3."),
                                   HasSubstr("journal_mode wal"), HasSubstr("synchronous FULL"),
                                   HasSubstr("current"), HasSubstr("sound")));
    EXPECT_THAT(run({"db", "check", "--json"}).out, HasSubstr("\"integrity\":[]"));
}

TEST_F(Book, ASchemaThatIsNotOursIsRefusedByEveryCommand) {
    struct Case {
        std::string sql;
        int code;
    };
    auto const newer = [](char const* compatible_from) {
        return "INSERT INTO daybook_migrations (version, name, fingerprint, state, "
               "compatible_from, applied_by, daybook_version, started_at) SELECT max(version) + "
               "1, 'later', 'v1:x', 'applied', " +
               std::string{compatible_from} + ", 'ada', '9.9.9', 0 FROM daybook_migrations";
    };
    for (auto const& [sql, code] :
         {Case{newer("1"), 0}, Case{newer("max(version) + 1"), 4},
          Case{"UPDATE daybook_migrations SET fingerprint = 'v1:edited' WHERE version = 1", 5},
          Case{"DELETE FROM daybook_migrations", 5}}) {
        std::filesystem::copy_file(folder_.file("book.db"), folder_.file("other.db"),
                                   std::filesystem::copy_options::overwrite_existing);
        run_sql(folder_.file("other.db"), sql);
        for (std::vector<std::string> arguments : {std::vector<std::string>{"show", "accounts"},
                                                   {"verify"},
                                                   {"apply", "-"},
                                                   {"migrate", "status"},
                                                   {"migrate", "up"}}) {
            arguments.insert(arguments.end(), {"--database", "sqlite:other.db"});
            EXPECT_EQ(run(arguments).exit_code, code) << testing::PrintToString(arguments) << sql;
        }
    }
}

TEST_F(Book, MigrateMakesADatabaseAndStatusSaysSo) {
    std::string const url = "sqlite:folder/new.db";
    auto const before = run({"migrate", "status", "--database", url});
    EXPECT_EQ(before.exit_code, 3);
    EXPECT_THAT(before.out, AllOf(HasSubstr("pending"), HasSubstr("Run: daybook migrate")));
    EXPECT_FALSE(std::filesystem::exists(folder_.file("folder/new.db")));
    EXPECT_EQ(run({"migrate", "--database", url}).exit_code, 0);
    auto const after = run({"migrate", "status", "--database", url, "--json"});
    EXPECT_EQ(after.exit_code, 0);
    EXPECT_THAT(after.out, AllOf(HasSubstr("\"state\":\"current\""), HasSubstr("\"applied\"")));
    EXPECT_EQ(run({"migrate", "up", "--database", url}).exit_code, 0);
    EXPECT_EQ(run({"verify", "--database", url}).exit_code, 0);
}

}  // namespace
}  // namespace daybook::e2e
