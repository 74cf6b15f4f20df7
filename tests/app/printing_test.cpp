#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <string>

#include "app/answer_summary.hpp"
#include "app/entry_csv.hpp"
#include "app/figures.hpp"
#include "app/output.hpp"
#include "app/progress.hpp"
#include "app/show_columns.hpp"
#include "app/table.hpp"

namespace daybook::app {
namespace {

using namespace std::chrono_literals;

/// A pipe whose reader gives back what was printed.
class Printed {
  public:
    Printed() {
        if (::pipe(ends_.data()) != 0) throw std::runtime_error{"no pipe"};
    }
    ~Printed() {
        close_reader();
        ::close(ends_[1]);
    }
    [[nodiscard]] int writer() const { return ends_[1]; }
    void close_reader() {
        if (ends_[0] >= 0) ::close(ends_[0]);
        ends_[0] = -1;
    }
    std::string text() {
        std::string all(1u << 16, '\0');
        auto const size = ::read(ends_[0], all.data(), all.size());
        all.resize(static_cast<std::size_t>(size));
        return all;
    }

  private:
    std::array<int, 2> ends_{};
};

TEST(TableAdd, AlignsColumnsAndShowsNothingAsADash) {
    Printed printed;
    Output output{printed.writer()};
    Table table{output, {{"name"}, {"amount", Table::Align::right}, {"note"}}};
    table.add({"a", "1", ""});
    table.add({"bcdef", "1234567", "x"});
    table.finish();
    output.flush();
    EXPECT_EQ(printed.text(),
              "name    amount  note\n"
              "a            1  -\n"
              "bcdef  1234567  x\n");
}

TEST(TableAdd, ShowsWhatATerminalWouldActOn) {
    Printed printed;
    Output output{printed.writer()};
    Table table{output, {{"reason"}}};
    table.add({"\x1b[2Jgone"});
    table.add(
        {"\xE2\x80\xAE"
         "drow"});
    table.finish();
    output.flush();
    EXPECT_EQ(printed.text(), "reason\n\\u001b[2Jgone\n\\u202edrow\n");
}

TEST(TableAdd, RowsAfterTheMeasuredOnesPushThemselvesApart) {
    Printed printed;
    Output output{printed.writer()};
    Table table{output, {{"n"}, {"m"}}};
    for (int i = 0; i < 500; ++i) table.add({"1", "2"});
    table.add({"wide", "2"});
    table.finish();
    output.flush();
    EXPECT_THAT(printed.text(), testing::EndsWith("1  2\nwide  2\n"));
}

TEST(TableFinish, PrintsNothingWithoutRows) {
    Printed printed;
    Output output{printed.writer()};
    Table table{output, {{"n"}}};
    table.finish();
    output.write("end");
    output.flush();
    EXPECT_EQ(printed.text(), "end");
}

TEST(OutputFlush, SaysWhenItsReaderHasGone) {
    auto const before = std::signal(SIGPIPE, SIG_IGN);
    Printed printed;
    printed.close_reader();
    Output output{printed.writer()};
    output.write("lost");
    EXPECT_THROW(output.flush(), OutputClosed);
    EXPECT_NO_THROW(output.flush());
    std::signal(SIGPIPE, before);
}

TEST(Figures, AreWrittenForPeople) {
    EXPECT_EQ(with_separators(0), "0");
    EXPECT_EQ(with_separators(999), "999");
    EXPECT_EQ(with_separators(1'000), "1,000");
    EXPECT_EQ(with_separators(1'234'567), "1,234,567");
    EXPECT_EQ(per_second(1'000, 500ms), 2'000u);
    EXPECT_EQ(per_second(7, 0ms), 7u);
    EXPECT_EQ(duration_text(421ms), "0.42 s");
    EXPECT_EQ(duration_text(42s), "42.0 s");
    EXPECT_EQ(duration_text(185s), "3 min 5 s");
    EXPECT_EQ(duration_text(2h + 10min), "2 h 10 min");
    EXPECT_EQ(counted(1, "entry", "entries"), "1 entry");
    EXPECT_EQ(counted(2'000, "entry", "entries"), "2,000 entries");
}

TEST(ProgressText, HasTheRateAndWhatIsLeft) {
    EXPECT_EQ(progress_text({45'000, "commands", 3s, 0.25}),
              "45,000 commands  15,000/s  25 %  9 s left");
    EXPECT_EQ(progress_text({45'000, "commands", 3s, {}}), "45,000 commands  15,000/s");
}

TEST(AnswerSummaryPrint, CountsByStatusAndRefusal) {
    AnswerSummary summary;
    for (std::uint64_t line = 1; line <= 1'000; ++line) summary.add({}, line);
    model::Answer refused{.status = model::AnswerStatus::REFUSED,
                          .refusal = model::Refusal::unknown_account,
                          .field = "account_id",
                          .discrepancy = {},
                          .detail = "there is no account beta",
                          .entry_seq = {},
                          .order = {}};
    summary.add(refused, 1'017);
    summary.add(refused, 1'018);
    Printed printed;
    Output output{printed.writer()};
    summary.print(output, 501ms);
    output.flush();
    EXPECT_EQ(printed.text(),
              "1,002 commands in 0.50 s, 2,000/s\n"
              "  DONE                                             1,000\n"
              "  REFUSED                                              2\n"
              "    unknown_account                                    2"
              "  first in line 1017: there is no account beta\n");
    EXPECT_EQ(summary.with(model::AnswerStatus::REFUSED), 2u);
}

TEST(EntryCsv, WritesALineForEachPosting) {
    model::InstrumentKey const market{model::ExchangeCode{"X,Y"}, model::Symbol{"BTC-USD"}};
    model::Entry entry;
    entry.account_id = model::AccountId{"alpha"};
    entry.seq = 7;
    entry.kind = model::EntryKind::withdraw;
    entry.idempotency_key = model::IdempotencyKey{"say \"no\""};
    entry.postings = {{model::Bucket::AVAILABLE,
                       model::AssetCode{"USD"},
                       {},
                       model::Amount{model::Decimal::from_integer(-5)}},
                      {model::Bucket::TRADING, model::AssetCode{"USD"}, market,
                       model::Amount{model::Decimal::from_integer(5)}}};
    std::string text;
    append_csv(text, entry);
    std::string const common =
        "alpha,7,withdraw,1970-01-01T00:00:00.000000Z,1970-01-01T00:00:00.000000Z,"
        "\"say \"\"no\"\"\",,";
    EXPECT_EQ(text, common + "AVAILABLE,USD,,,-5\n" + common + "TRADING,USD,\"X,Y\",BTC-USD,5\n");
    auto const columns = csv_header();
    EXPECT_EQ(std::ranges::count(columns, ','), 11);
}

TEST(WithDecimals, AddsZerosAndNeverRounds) {
    auto const text = [](char const* value, int decimals) {
        return with_decimals(model::Decimal::parse(value).value(), decimals);
    };
    EXPECT_EQ(text("5", 2), "5.00");
    EXPECT_EQ(text("-0.5", 2), "-0.50");
    EXPECT_EQ(text("12270323.642", 2), "12270323.642");
    EXPECT_EQ(text("7", 0), "7");
}

TEST(ColumnsOf, EveryKindHasAsManyCellsAsColumns) {
    EXPECT_EQ(cells_of(model::Account{}).size(), columns_of(ShowKind::accounts).size());
    EXPECT_EQ(cells_of(model::Instrument{}).size(), columns_of(ShowKind::instruments).size());
    EXPECT_EQ(cells_of(model::Order::restore({})).size(), columns_of(ShowKind::orders).size());
    EXPECT_EQ(cells_of(model::Execution{}).size(), columns_of(ShowKind::executions).size());
    EXPECT_EQ(cells_of(DisplayedBalance{}).size(), columns_of(ShowKind::balances).size());
    EXPECT_EQ(cells_of(model::PositionState{}).size(), columns_of(ShowKind::positions).size());
    EXPECT_EQ(cells_of(AccountLot{}).size(), columns_of(ShowKind::lots).size());
    EXPECT_EQ(cells_of(model::Entry{}).size(), columns_of(ShowKind::entries).size());
    EXPECT_EQ(cells_of(model::Discrepancy{}).size(), columns_of(ShowKind::discrepancies).size());
}

}  // namespace
}  // namespace daybook::app
