#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "e2e/daybook_process.hpp"
#include "e2e/postgres_book.hpp"
#include "e2e/sample_book.hpp"

namespace daybook::e2e {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

using Run = std::function<Finished(std::vector<std::string>)>;

constexpr char const* header =
    "record,occurred_at,exchange,symbol,exchange_order_id,side,type,time_in_force,quantity_base,"
    "price_quote,status,filled_base,exec_id,fee_asset,fee_amount,liquidity,asset,total\n";

/// What the sample book says of E77.
constexpr char const* known_trade =
    "trade,2026-11-21T09:30:00Z,PAPER,BTC-USD,E77,BUY,,,0.2,99.50,,,x-2,USD,0.0199,MAKER,,\n";

/// The reports of the sample book that tell no time of their own are of when they are booked.
constexpr char const* as_of = "2200-01-01T00:00:00Z";

/// A trade that the book lacks, another without an id, the end of their order, and an order that
/// was brought to the exchange by hand.
std::string statement_with_news() {
    return std::string{header} +
           "order,2026-11-21T10:00:00Z,PAPER,BTC-USD,E77,BUY,LIMIT,GTC,0.5,100,CANCELED,0.4,,,,,,"
           "\n" +
           known_trade +
           "trade,2026-11-21T09:31:00Z,PAPER,BTC-USD,E77,BUY,,,0.1,99,,,x-9,USD,0.01,MAKER,,\n"
           "trade,2026-11-21T09:32:00Z,PAPER,BTC-USD,E77,,,,0.1,98,,,,,,,,\n"
           "order,2026-11-21T09:40:00Z,PAPER,BTC-USD,E90,BUY,LIMIT,DAY,1,50,FILLED,1,,,,,,\n"
           "trade,2026-11-21T09:40:00Z,PAPER,BTC-USD,E90,BUY,,,1,50,,,y-1,USD,0.05,TAKER,,\n";
}

class ReconcileCommand : public testing::Test {
  protected:
    ReconcileCommand() {
        EXPECT_EQ(run_daybook(folder_, {"apply", "-"}, sample_commands(), variables_).exit_code, 0);
    }

    Finished run(std::vector<std::string> arguments, std::string input = {}) {
        return run_daybook(folder_, std::move(arguments), std::move(input), variables_);
    }
    Finished reconcile(std::string const& statement, std::vector<std::string> flags = {}) {
        std::ofstream{folder_.file("s.csv")} << statement;
        std::vector<std::string> arguments{"reconcile", "--account", "alpha", "--statement",
                                           folder_.file("s.csv")};
        arguments.insert(arguments.end(), flags.begin(), flags.end());
        return run(arguments);
    }

    TemporaryFolder folder_;
    Variables variables_{{"DATABASE_URL", "sqlite:book.db"}};
};

/// Books the news of a statement on a sample book, and finds nothing left to do.
void expect_news_booked_once(TemporaryFolder const& folder, Run const& run) {
    auto const file = folder.file("news.csv");
    std::ofstream{file} << statement_with_news();
    std::vector<std::string> const arguments{"reconcile", "--account", "alpha", "--statement",
                                             file,        "--as-of",   as_of};
    auto with = [&](std::vector<std::string> flags) {
        flags.insert(flags.begin(), arguments.begin(), arguments.end());
        return run(flags);
    };
    auto const entries = [&] { return lines_of(run({"show", "entries", "--json"}).out).size(); };
    auto const before = entries();

    auto const compared = with({});
    EXPECT_EQ(compared.exit_code, 14) << compared.err;
    EXPECT_EQ(entries(), before);
    auto const booked = with({"--book"});
    EXPECT_EQ(booked.exit_code, 0) << booked.out << booked.err;
    EXPECT_THAT(booked.out, AllOf(HasSubstr("booked 6 of 6 commands, left: no differences\n"),
                                  Not(HasSubstr("after booking"))));
    EXPECT_EQ(entries(), before + 6);
    auto const again = with({"--book"});
    EXPECT_EQ(again.exit_code, 0) << again.out;
    EXPECT_EQ(entries(), before + 6);
    EXPECT_EQ(with({}).exit_code, 0);
    auto const verified = run({"verify"});
    EXPECT_EQ(verified.exit_code, 0) << verified.out;
    EXPECT_THAT(run({"show", "positions", "--json"}).out,
                HasSubstr("\"quantity_base\":\"1.4\",\"cost_quote\":\"89.6\""));
}

TEST_F(ReconcileCommand, BooksWhatIsMissingOnceInSqlite) {
    expect_news_booked_once(folder_, [&](auto arguments) { return run(std::move(arguments)); });
}

class ReconcileOnPostgres : public PostgresBookTest {};

TEST_F(ReconcileOnPostgres, BooksWhatIsMissingOnce) {
    ASSERT_EQ(daybook({"apply", "-"}, sample_commands()).exit_code, 0);
    expect_news_booked_once(folder(),
                            [&](auto arguments) { return daybook(std::move(arguments)); });
}

TEST_F(ReconcileCommand, EndsWithCode0WhereNothingDiffers) {
    auto const finished = reconcile(std::string{header} + known_trade);
    EXPECT_EQ(finished.exit_code, 0) << finished.out << finished.err;
    EXPECT_EQ(finished.out,
              "no differences in 0 orders, 1 trade and 0 balances from "
              "2026-11-21T09:30:00.000000Z to 2026-11-21T09:30:00.000000Z\n");
}

TEST_F(ReconcileCommand, PrintsATableOfEachKind) {
    auto const finished =
        reconcile(std::string{header} +
                  "trade,2026-11-21T09:29:00Z,PAPER,BTC-USD,E77,,,,0.2,97,,,x-8,,,,,\n"
                  "order,2026-11-21T09:50:00Z,PAPER,BTC-USD,E77,SELL,,,,,,,,,,,,\n");
    EXPECT_EQ(finished.exit_code, 14);
    auto const lines = lines_of(finished.out);
    ASSERT_THAT(lines, SizeIs(13));
    EXPECT_EQ(lines[0], "missing here:");
    EXPECT_THAT(lines[2], AllOf(StartsWith("   2  trade "), HasSubstr("x-8")));
    EXPECT_EQ(lines[4], "missing there:");
    EXPECT_THAT(lines[6], HasSubstr("x-2"));
    EXPECT_EQ(lines[7], "");
    EXPECT_EQ(lines[8], "different:");
    EXPECT_THAT(lines[10], AllOf(StartsWith("   3  order "), HasSubstr("  side    BUY   SELL")));
    EXPECT_THAT(lines[12], StartsWith("3 differences: 1 missing here, 1 missing there, 1 different "
                                      "in 1 order, 1 trade and 0 balances from "));
}

TEST_F(ReconcileCommand, PrintsJsonOneObjectALine) {
    auto const finished =
        reconcile(std::string{header} + known_trade +
                      "trade,2026-11-21T09:29:00Z,PAPER,BTC-USD,E77,,,,0.1,97,,,x-8,,,,,\n"
                      "balance,,,,,,,,,,,,,,,,USD,5\nbalance,,,,,,,,,,,,,,,,BTC,0.3\n",
                  {"--book", "--json"});
    EXPECT_EQ(finished.exit_code, 14) << finished.err;
    EXPECT_THAT(
        lines_of(finished.out),
        ElementsAre(
            StartsWith("{\"type\":\"difference\",\"kind\":\"missing_here\",\"record\":\"trade\","
                       "\"line\":3,"),
            AllOf(StartsWith("{\"type\":\"difference\",\"kind\":\"different\",\"record\":"
                             "\"balance\",\"line\":4,"),
                  HasSubstr("\"asset\":\"USD\"")),
            HasSubstr("\"fields\":[{\"field\":\"total\",\"here\":\"0.2\",\"there\":\"0.3\"}]"),
            AllOf(StartsWith("{\"type\":\"booking\",\"line\":3,\"command\":{\"command\":"
                             "\"book_execution\",\"account_id\":\"alpha\","),
                  HasSubstr("\"exec_id\":\"x-8\""), HasSubstr("\"answer\":{\"status\":\"DONE\"")),
            StartsWith("{\"type\":\"left\",\"kind\":\"different\",\"record\":\"balance\","),
            AllOf(StartsWith("{\"type\":\"summary\",\"agrees\":false,"),
                  HasSubstr("\"missing_here\":1,\"missing_there\":0,\"different\":2,"
                            "\"commands\":1,\"booked\":1,\"left\":1}"))));
}

TEST_F(ReconcileCommand, ShowsRefusalsAndWhatTheyLeftOut) {
    auto const finished =
        reconcile(std::string{header} + known_trade +
                      "order,2026-11-21T09:30:00Z,PAPER,ETH-USD,E90,BUY,LIMIT,DAY,1,50,NEW,,,,,,,\n"
                      "trade,2026-11-21T09:30:00Z,PAPER,ETH-USD,E90,BUY,,,1,50,,,y-1,,,,,\n",
                  {"--book"});
    EXPECT_EQ(finished.exit_code, 14);
    EXPECT_THAT(finished.out,
                AllOf(HasSubstr("REFUSED"), HasSubstr("unknown_instrument"), HasSubstr("SKIPPED"),
                      HasSubstr("its order was refused"), HasSubstr("booked 0 of 3 commands")));
    EXPECT_THAT(lines_of(run({"show", "discrepancies", "--json"}).out), IsEmpty());
}

TEST_F(ReconcileCommand, ReadsTheStatementFromStandardInput) {
    auto const finished = run({"reconcile", "--account", "alpha", "--statement", "-"},
                              std::string{header} + known_trade);
    EXPECT_EQ(finished.exit_code, 0) << finished.err;
}

TEST_F(ReconcileCommand, BooksNothingOfAStatementThatIsWrong) {
    auto const before = run({"export", "--format", "ndjson"}).out;
    auto const finished = reconcile(
        statement_with_news() + "trade,2026-11-21T09:31:00Z,PAPER,BTC-USD,E77,BUY,,,x,99,,,,,,,,\n",
        {"--book"});
    EXPECT_EQ(finished.exit_code, 2);
    EXPECT_THAT(finished.err,
                HasSubstr("s.csv line 8: quantity_base is \"x\": it must be a plain"));
    EXPECT_THAT(finished.out, IsEmpty());
    EXPECT_EQ(run({"export", "--format", "ndjson"}).out, before);
}

TEST_F(ReconcileCommand, IsToldWhatItCannotDo) {
    auto const unknown = [&](std::vector<std::string> arguments) {
        auto const finished = run(std::move(arguments), std::string{header} + known_trade);
        EXPECT_EQ(finished.exit_code, 2);
        return finished.err;
    };
    EXPECT_EQ(unknown({"reconcile", "--account", "nobody", "--statement", "-"}),
              "daybook: there is no account nobody\n");
    EXPECT_EQ(unknown({"reconcile", "--account", "@book", "--statement", "-"}),
              "daybook: there is no account @book\n");
    EXPECT_THAT(unknown({"reconcile", "--account", "alpha"}), HasSubstr("--statement"));
    EXPECT_THAT(unknown({"reconcile", "--account", "alpha", "--statement", "-", "--as-of", "now"}),
                HasSubstr("\"now\" is not a time such as 2026-11-21T09:30:00Z"));
    auto const memory =
        run({"reconcile", "--account", "a", "--statement", "-", "--book", "--database", "memory:"},
            std::string{header} + known_trade);
    EXPECT_EQ(memory.exit_code, 10);
    auto const nothing = run({"reconcile", "--account", "a", "--statement", "-", "--book",
                              "--database", "sqlite:nothing.db"},
                             std::string{header} + known_trade);
    EXPECT_NE(nothing.exit_code, 0);
    EXPECT_FALSE(std::ifstream{folder_.file("nothing.db")}.good());
}

TEST_F(ReconcileCommand, HasHelpWithAnExample) {
    auto const finished = run({"reconcile", "--help"});
    EXPECT_EQ(finished.exit_code, 0);
    EXPECT_THAT(finished.out, HasSubstr("daybook reconcile --account alpha --statement"));
}

}  // namespace
}  // namespace daybook::e2e
