#include "fix/fix_values.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "fix/fix_message.hpp"
#include "support/fix_fixture.hpp"

namespace daybook::fix {
namespace {

using support::fix_text;

std::string read(std::string_view text) {
    auto const value = read_decimal(text);
    return value ? value->to_string() : value.error();
}

TEST(FixValuesRead, DecimalsAreExactInEverySpelling) {
    std::vector<std::pair<std::string, std::string>> const table = {
        {"7", "7"},
        {"7.00", "7"},
        {"007.5", "7.5"},
        {".5", "0.5"},
        {"5.", "5"},
        {"-0.25", "-0.25"},
        {"+3", "3"},
        {"1e-7", "0.0000001"},
        {"1.25E3", "1250"},
        {"12.5e-1", "1.25"},
        {"0.30000000000000004", "0.30000000000000004"},
        {"0.000000000000000001", "0.000000000000000001"}};
    for (auto const& [text, value] : table) EXPECT_EQ(read(text), value) << text;
}

TEST(FixValuesRead, WhatIsNoDecimalIsRefused) {
    for (auto const* text : {"", "-", ".", "1,5", "1 ", "0x1", "1e", "e5", "1e999", "NaN", "--1",
                             "1.2.3", "1e+", "1e--1"}) {
        EXPECT_EQ(read(text), "must be a decimal such as 12.5") << text;
    }
    EXPECT_EQ(read("1e-19"), "must have at most 18 decimals");
    EXPECT_EQ(read("1e30"), "must be less than 1.7 * 10^20");
    EXPECT_EQ(read(std::string(65, '1')), "must be a decimal such as 12.5");
}

TEST(FixValuesWrite, DecimalsHaveAtLeastAsManyPlacesAsWanted) {
    auto const value = model::Decimal::parse("7.5").value();
    EXPECT_EQ(write_decimal(value, 0), "7.5");
    EXPECT_EQ(write_decimal(value, 1), "7.5");
    EXPECT_EQ(write_decimal(value, 3), "7.500");
    EXPECT_EQ(write_decimal(model::Decimal::from_integer(7), 2), "7.00");
}

TEST(FixValuesRead, TimesAreReadToTheMicrosecond) {
    std::vector<std::pair<std::string, std::string>> const table = {
        {"20261121-09:30:00", "2026-11-21T09:30:00.000000Z"},
        {"20261121-09:30:00.123", "2026-11-21T09:30:00.123000Z"},
        {"20261121-09:30:00.123456789", "2026-11-21T09:30:00.123456Z"},
        {"20261231-23:59:60.5", "2027-01-01T00:00:00.500000Z"}};
    for (auto const& [text, time] : table) {
        ASSERT_TRUE(read_time(text)) << text;
        EXPECT_EQ(read_time(text)->to_string(), time);
    }
    for (auto const* text :
         {"", "20261121", "20261121 09:30:00", "20261321-09:30:00", "20261121-09:30:00.",
          "20261121-09:30:00.1234567890", "20261121-09:30:00Z", "2026112x-09:30:00"}) {
        EXPECT_EQ(read_time(text), std::nullopt) << text;
    }
}

TEST(FixValuesWrite, TimesHaveMilliseconds) {
    EXPECT_EQ(write_time(*model::Timestamp::parse("2026-11-21T09:30:00.123999Z")),
              "20261121-09:30:00.123");
}

TEST(FixMessageRead, FieldsAreFoundByTheirTags) {
    FixMessage const message{fix_text("8=FIX.4.4|35=8|11=a=b|58=|junk|=x|0=y|-1=z|11=second|")};
    EXPECT_EQ(message.type(), "8");
    EXPECT_EQ(message.get(11), "a=b");
    EXPECT_EQ(message.find(58), std::nullopt);
    EXPECT_EQ(message.fields().size(), 4u);
}

TEST(FixMessageRead, DataMayHoldSeparators) {
    FixMessage const message{fix_text("35=8|354=5|355=a|1=x|11=c|")};
    EXPECT_EQ(message.get(355), fix_text("a|1=x"));
    EXPECT_EQ(message.find(1), std::nullopt);
    EXPECT_EQ(message.get(11), "c");
    // A length that lies, or that is not the field's, counts for nothing.
    EXPECT_EQ(FixMessage{fix_text("354=500|355=a|11=c|")}.get(11), "c");
    EXPECT_EQ(FixMessage{fix_text("151=9|355=a|11=c|")}.get(11), "c");
}

TEST(FixMessagePrint, PeopleSeeWhatIsSaidAndNoControlCharacters) {
    FixMessage const message{fix_text("8=FIX.4.4|9=5|35=8|58=a\x02\xff|10=000|")};
    EXPECT_EQ(message.printable(500), "35=8|58=a??");
    EXPECT_EQ(message.printable(6), "35=8|5");
}

}  // namespace
}  // namespace daybook::fix
