#include <gtest/gtest.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>

#include "paper/tape_reader.hpp"
#include "ports/outbound/exchange_gateway.hpp"
#include "support/sample_values.hpp"
#include "support/temporary_folder.hpp"

namespace daybook::paper {
namespace {

using namespace model;
using support::price;
using support::quantity;

class TapeReaderFile : public testing::Test {
  protected:
    std::string write(std::string const& text) {
        auto path = folder_.file("tape.csv");
        std::ofstream{path, std::ios::binary} << text;
        return path;
    }
    std::string write_packed(std::string const& text) {
        auto path = folder_.file("tape.csv.gz");
        auto* const file = gzopen(path.c_str(), "wb");
        gzwrite(file, text.data(), static_cast<unsigned>(text.size()));
        gzclose(file);
        return path;
    }
    /// What the reader throws, without the path; empty where it reads to the end.
    std::string fault(std::string const& text, TapeFormat format = {}) {
        format.path = write(text);
        try {
            TapeReader reader{format};
            while (reader.next()) {
            }
        } catch (ports::ExchangeError const& error) {
            std::string const what = error.what();
            EXPECT_TRUE(what.starts_with("tape " + format.path)) << what;
            return what.substr(5 + format.path.size());
        }
        return {};
    }

    support::TemporaryFolder folder_;
};

TapeFormat binance(std::string path) {
    return {std::move(path), {"ts_ms", "price", "qty", "side_taker"}, TapeTime::MILLISECONDS};
}

TEST_F(TapeReaderFile, ReadsTheColumnsThatItIsToldAndPassesOverOthers) {
    TapeReader reader{
        binance(write("ts_ms,agg_id,side_taker,price,qty\n"
                      "1570752011620,13519807,sell,0.00141342,23.00000000\n"
                      "1570752011620,13519808,buy,0.00141266,54\n"))};
    auto const time = Timestamp::parse("2019-10-11T00:00:11.620000Z").value();
    EXPECT_EQ(reader.next(), (MarketTrade{time, price("0.00141342"), quantity("23"), Side::SELL}));
    EXPECT_EQ(reader.next(), (MarketTrade{time, price("0.00141266"), quantity("54"), Side::BUY}));
    EXPECT_EQ(reader.next(), std::nullopt);
    EXPECT_EQ(reader.next(), std::nullopt);
}

TEST_F(TapeReaderFile, ReadsTextTimesBothLineEndsAndALastLineWithoutEnd) {
    TapeReader reader{
        {write("time,price,quantity\r\n2026-11-21T09:30:00Z,100,1\r\n2026-11-21T09:30:00.5Z,99,2"),
         {},
         TapeTime::RFC_3339}};
    EXPECT_EQ(reader.next(),
              (MarketTrade{support::at_micros(0), price("100"), quantity("1"), std::nullopt}));
    EXPECT_EQ(reader.next(),
              (MarketTrade{support::at_micros(500'000), price("99"), quantity("2"), std::nullopt}));
    EXPECT_EQ(reader.next(), std::nullopt);
}

TEST_F(TapeReaderFile, ReadsAPackedTapeLongerThanItsBuffer) {
    std::string text = "time,price,quantity\n";
    for (int i = 0; i < 20'000; ++i) text += std::to_string(i) + ",100.5,3\n";
    TapeReader reader{{write_packed(text), {}, TapeTime::SECONDS}};
    std::int64_t count = 0;
    while (auto const trade = reader.next()) {
        ASSERT_EQ(trade->time, Timestamp::from_micros(count * 1'000'000));
        ++count;
    }
    EXPECT_EQ(count, 20'000);
}

TEST_F(TapeReaderFile, SaysThatAPackedTapeIsCutOff) {
    std::string text = "time,price,quantity\n";
    for (int i = 0; i < 20'000; ++i)
        text += std::to_string(i) + ",100." + std::to_string(i) + ",3\n";
    auto const path = write_packed(text);
    std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
    TapeReader reader{{path, {}, TapeTime::SECONDS}};
    try {
        while (reader.next()) {
        }
        FAIL() << "nothing is thrown";
    } catch (ports::ExchangeError const& error) {
        EXPECT_NE(std::string{error.what()}.find("cannot be read after line"), std::string::npos)
            << error.what();
    }
}

TEST_F(TapeReaderFile, NamesLineColumnAndValueOfWhatItCannotRead) {
    std::string const header = "time,price,quantity\n";
    TapeFormat seconds;
    seconds.time = TapeTime::SECONDS;
    EXPECT_EQ(fault(""), " is empty, a header is needed");
    EXPECT_EQ(fault("time,qty\n"), " line 1: the header has no column \"price\"");
    EXPECT_EQ(fault("time,price,price,quantity\n"),
              " line 1: the header has more than one column \"price\"");
    EXPECT_EQ(fault(header + "1,2\n", seconds), " line 2: 2 values, the header has 3 columns");
    EXPECT_EQ(fault(header + "1,2,3\n\n", seconds), " line 3: 1 values, the header has 3 columns");
    EXPECT_EQ(fault(header + "1,2,3\nx,2,3\n", seconds),
              " line 3: column time: \"x\" must be whole seconds since 1970");
    EXPECT_EQ(fault(header + "1.5,2,3\n", seconds),
              " line 2: column time: \"1.5\" must be whole seconds since 1970");
    EXPECT_EQ(fault(header + "9999999999999,2,3\n", seconds),
              " line 2: column time: \"9999999999999\" must be whole seconds since 1970");
    EXPECT_EQ(fault(header + "1,2,3\n"),
              " line 2: column time: \"1\" must be a time such as 2026-11-21T09:30:00.000000Z");
    EXPECT_EQ(fault(header + "5,2,3\n4,2,3\n", seconds),
              " line 3: column time: \"4\" must not be before the time of the line above");
    EXPECT_EQ(fault(header + "1,0,3\n", seconds),
              " line 2: column price: \"0\" must be a positive decimal number with at most 18 "
              "decimals");
    EXPECT_EQ(fault(header + "1,2,-3\n", seconds),
              " line 2: column quantity: \"-3\" must be a positive decimal number with at most 18 "
              "decimals");
    EXPECT_EQ(fault(header + "1,\"2\",3\n", seconds),
              " line 2: column price: \"\"2\"\" must be a positive decimal number with at most 18 "
              "decimals");
    EXPECT_EQ(fault(header + std::string(5000, '1') + "\n", seconds),
              " line 2 is longer than 4096 bytes");
    seconds.columns.taker_side = "side";
    EXPECT_EQ(fault("time,price,quantity,side\n1,2,3,up\n", seconds),
              " line 2: column side: \"up\" must be buy or sell");
}

TEST_F(TapeReaderFile, NamesAFileThatCannotBeOpened) {
    try {
        TapeReader reader{{folder_.file("none.csv"), {}, TapeTime::SECONDS}};
        FAIL() << "nothing is thrown";
    } catch (ports::ExchangeError const& error) {
        EXPECT_EQ(std::string{error.what()},
                  "tape " + folder_.file("none.csv") + ": No such file or directory");
    }
}

}  // namespace
}  // namespace daybook::paper
