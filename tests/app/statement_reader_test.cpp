#include "app/statement_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "app/exit_code.hpp"
#include "support/sample_values.hpp"
#include "support/temporary_folder.hpp"

namespace daybook::app {
namespace {

using support::amount;
using support::at_micros;
using support::quantity;
using testing::EndsWith;
using testing::SizeIs;

class StatementReader : public testing::Test {
  protected:
    services::Statement read(std::string const& text, StatementFile file = {}) {
        file.path = folder_.file("s.csv");
        std::ofstream{file.path, std::ios::binary} << text;
        return read_statement(file);
    }

    /// What is wrong with the text, from the file's name on.
    std::string refusal(std::string const& text, StatementFile const& file = {}) {
        try {
            (void)read(text, file);
        } catch (Failure const& failure) {
            EXPECT_EQ(failure.code(), ExitCode::usage);
            std::string const sentence = failure.what();
            auto const at = sentence.find("s.csv ");
            return at == std::string::npos ? sentence : sentence.substr(at);
        }
        return "(none)";
    }

    support::TemporaryFolder folder_;
};

constexpr char const* trade_header =
    "record,occurred_at,exchange,symbol,exchange_order_id,quantity_base,price_quote\n";

TEST_F(StatementReader, ReadsRecordsOfAllKinds) {
    auto const statement = read(
        "record,occurred_at,exchange,symbol,order_id,client_order_id,exchange_order_id,side,type,"
        "time_in_force,quantity_base,price_quote,status,filled_base,exec_id,fee_asset,fee_amount,"
        "liquidity,asset,total\n"
        "order,2026-11-21T09:30:05Z,PAPER,BTC-USD,,c-1,E1,BUY,LIMIT,GTC,2,100.5,NEW,0,,,,,,\n"
        "trade,2026-11-21T09:30:02Z,PAPER,BTC-USD,00000000-0000-0000-0000-000000000007,,,SELL,,,"
        "1,99,,,x-1,USD,-0.5,MAKER,,\n"
        "balance,,,,,,,,,,,,,,,,,,USD,12\n");
    ASSERT_THAT(statement.orders, SizeIs(1));
    auto const& order = statement.orders[0];
    EXPECT_EQ(order.line, 2u);
    EXPECT_EQ(order.instrument, support::btc_usd());
    EXPECT_EQ(order.names.client_order_id, model::ClientOrderId{"c-1"});
    EXPECT_EQ(order.names.exchange_order_id, model::ExchangeOrderId{"E1"});
    EXPECT_EQ(order.side, model::Side::BUY);
    EXPECT_EQ(order.type, model::OrderType::LIMIT);
    EXPECT_EQ(order.time_in_force, model::TimeInForce::GTC);
    EXPECT_EQ(order.quantity_base, quantity("2"));
    EXPECT_EQ(order.price_quote, support::price("100.5"));
    EXPECT_EQ(order.status, model::OrderStatus::NEW);
    EXPECT_EQ(order.filled_base, quantity("0"));
    EXPECT_FALSE(order.stop_price_quote);
    ASSERT_THAT(statement.trades, SizeIs(1));
    auto const& trade = statement.trades[0];
    EXPECT_EQ(trade.line, 3u);
    EXPECT_TRUE(trade.names.order_id);
    EXPECT_EQ(trade.side, model::Side::SELL);
    EXPECT_EQ(trade.exec_id, model::ExecId{"x-1"});
    EXPECT_EQ(trade.fee, (model::Money{model::AssetCode{"USD"}, amount("-0.5")}));
    EXPECT_EQ(trade.liquidity, model::Liquidity::MAKER);
    ASSERT_THAT(statement.balances, SizeIs(1));
    EXPECT_EQ(statement.balances[0].total, amount("12"));
    // The period is that of the times in it, and a balance without a time is of its end.
    EXPECT_EQ(statement.from, at_micros(2'000'000));
    EXPECT_EQ(statement.as_of, at_micros(5'000'000));
    EXPECT_EQ(statement.balances[0].occurred_at, at_micros(5'000'000));
}

TEST_F(StatementReader, TakesThePeriodThatIsGiven) {
    StatementFile file;
    file.from = at_micros(1);
    file.as_of = at_micros(2);
    auto const statement = read("record,asset,total\nbalance,USD,1\n", file);
    EXPECT_EQ(statement.from, at_micros(1));
    EXPECT_EQ(statement.balances[0].occurred_at, at_micros(2));
    EXPECT_EQ(refusal("record,asset,total\nbalance,USD,1\n"),
              "the statement tells no time at all: --as-of is required");
    file.from = at_micros(3);
    EXPECT_THAT(refusal("record,asset,total\n", file),
                "--from is 2026-11-21T09:30:00.000003Z: it must not be after the statement's "
                "instant, 2026-11-21T09:30:00.000002Z");
}

TEST_F(StatementReader, TakesQuotesLineEndsAndAByteOrderMark) {
    auto const statement = read(
        "\xEF\xBB\xBFrecord,\"occurred_at\",exchange,symbol,exchange_order_id,quantity_base,"
        "price_quote\r\n\r\n"
        "trade,2026-11-21T09:30:00Z,PAPER,\"BTC,\"\"USD\"\"\",E 1,1,\"2\"\r\n"
        "trade,2026-11-21T09:30:00Z,PAPER,X,E2,1,3");
    ASSERT_THAT(statement.trades, SizeIs(2));
    EXPECT_EQ(statement.trades[0].instrument.symbol.value(), "BTC,\"USD\"");
    EXPECT_EQ(statement.trades[0].names.exchange_order_id->value(), "E 1");
    EXPECT_EQ(statement.trades[0].line, 3u);
    EXPECT_EQ(statement.trades[1].line, 4u);
}

TEST_F(StatementReader, SaysWhereAndWhatIsWrong) {
    EXPECT_EQ(
        refusal(""),
        "s.csv line 0: the file is empty: a header with the names of its columns is required");
    EXPECT_THAT(refusal("record,prize\n"),
                testing::StartsWith("s.csv line 1: there is no column \"prize\": the columns are "
                                    "record, occurred_at,"));
    EXPECT_EQ(refusal("record,asset,asset\n"), "s.csv line 1: the column asset is there twice");
    EXPECT_EQ(refusal("asset,total\n"), "s.csv line 1: the column record is required");

    std::string const header = trade_header;
    std::string const start = "trade,2026-11-21T09:30:00Z,PAPER,BTC-USD,";
    EXPECT_EQ(refusal(header + "fill,,,,,,\n"),
              "s.csv line 2: record is \"fill\": it must be one of order, trade, balance");
    EXPECT_EQ(refusal(header + start + "E1,1\n"),
              "s.csv line 2: the record has 6 fields, the header has 7");
    EXPECT_EQ(refusal(header + start + "E1,1,1e5\n"),
              "s.csv line 2: price_quote is \"1e5\": it must be a plain decimal such as 12.5, "
              "without exponent, '+' or spaces");
    EXPECT_EQ(refusal(header + start + "E1,0,1\n"),
              "s.csv line 2: quantity_base is \"0\": it must be positive");
    EXPECT_EQ(refusal(header + start + "E1,1,-1\n"),
              "s.csv line 2: price_quote is \"-1\": it must not be negative");
    EXPECT_EQ(refusal(header + start + "E1,,1\n"),
              "s.csv line 2: quantity_base is empty: it is required in the record of a trade");
    EXPECT_EQ(refusal(header + start + ",1,1\n"),
              "s.csv line 2: the record names no order: one of order_id, client_order_id and "
              "exchange_order_id is required");
    EXPECT_THAT(
        refusal(header + "trade,yesterday,PAPER,BTC-USD,E1,1,1\n"),
        testing::StartsWith("s.csv line 2: occurred_at is \"yesterday\": it must be a time"));
    EXPECT_EQ(refusal("record,asset,total\nbalance,usd,1\n"),
              "s.csv line 2: asset is \"usd\": it must match [A-Z0-9][A-Z0-9._-]{0,23}");
    EXPECT_EQ(refusal("record,asset,total\nbalance,USD,\n"),
              "s.csv line 2: the record tells no amount: one of total, available and held is "
              "required");
    EXPECT_EQ(refusal("record,asset,total,exec_id\nbalance,USD,1,x\n"),
              "s.csv line 2: exec_id is \"x\": it must be empty in the record of a balance");
    EXPECT_EQ(refusal("record,fee_asset,fee_amount,occurred_at,exchange,symbol,order_id,"
                      "quantity_base,price_quote\ntrade,USD,,2026-11-21T09:30:00Z,P,S,"
                      "00000000-0000-0000-0000-000000000007,1,1\n"),
              "s.csv line 2: the record has one of fee_asset and fee_amount: both or none are "
              "required");
}

TEST_F(StatementReader, RefusesWhatIsNoCsv) {
    std::string const header = trade_header;
    EXPECT_THAT(refusal(header + "trade,\"a\"b,,,,,\n"),
                "s.csv line 2: the record has text between a closing quote and the next comma");
    EXPECT_THAT(refusal(header + "trade,a\"b,,,,,\n"),
                testing::StartsWith("s.csv line 2: the record has a quote inside of a field"));
    EXPECT_EQ(refusal(header + "\ntrade,\"never\nclosed\n"),
              "s.csv line 3: the record has a quote that is never closed");
    EXPECT_EQ(refusal(header + "trade,\xFF,,,,,\n"), "s.csv line 2: the text is not UTF-8");
    StatementFile file;
    file.line_bytes_max = 100;
    EXPECT_THAT(refusal(header + "trade," + std::string(200, 'x') + ",,,,,\n", file),
                EndsWith("is longer than 100 bytes (DAYBOOK_LINE_BYTES_MAX)"));
    // So is a record of many short lines.
    std::string open = "trade,\"";
    for (int i = 0; i < 40; ++i) open += "abc\n";
    EXPECT_EQ(refusal(header + open, file),
              "s.csv line 2: the record is longer than 100 bytes (DAYBOOK_LINE_BYTES_MAX)");
}

TEST_F(StatementReader, NeedsAFileThatIsThere) {
    StatementFile file;
    file.path = folder_.file("nothing.csv");
    EXPECT_THROW((void)read_statement(file), Failure);
}

}  // namespace
}  // namespace daybook::app
