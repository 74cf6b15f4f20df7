#include "log/log_line.hpp"

#include <gtest/gtest.h>

#include <string>

namespace daybook::log {
namespace {

static_assert(is_event("database away") && is_event("http listening"));
static_assert(!is_event("") && !is_event("Away") && !is_event("a  b") && !is_event("a ") &&
              !is_event("a=b") && !is_event("a\nb"));
static_assert(is_key("account_id") && is_key("DAYBOOK_LINE_BYTES_MAX"));
static_assert(!is_key("") && !is_key("a b") && !is_key("a=") && !is_key("time") &&
              !is_key("level") && !is_key("message"));

std::string text(Fields fields) { return line_content(Format::text, "exchange paused", fields); }
std::string json(Fields fields) { return line_content(Format::json, "exchange paused", fields); }

TEST(LogLine, HasUtcTimeLevelEventAndFields) {
    auto const time = model::Timestamp::from_micros(1'500'000);
    std::string out;
    append_line(out, Format::text, Level::warn, time, text({{"exchange", "PAPER"}}));
    append_line(out, Format::json, Level::warn, time, json({{"exchange", "PAPER"}}));
    EXPECT_EQ(out,
              "1970-01-01T00:00:01.500000Z warn exchange paused exchange=PAPER\n"
              R"({"time":"1970-01-01T00:00:01.500000Z","level":"warn",)"
              R"("message":"exchange paused","exchange":"PAPER"})"
              "\n");
}

TEST(LogLine, NamesLevelsAsTheConfigurationDoes) {
    EXPECT_EQ(name_of(Level::debug), "debug");
    EXPECT_EQ(name_of(Level::info), "info");
    EXPECT_EQ(name_of(Level::warn), "warn");
    EXPECT_EQ(name_of(Level::error), "error");
}

TEST(LogLine, WritesNumbersAndTruthsAsSuch) {
    EXPECT_EQ(text({{"count", 18'446'744'073'709'551'615u}, {"change", -3}, {"is_up", true}}),
              "exchange paused count=18446744073709551615 change=-3 is_up=true");
    EXPECT_EQ(json({{"count", 7}, {"is_up", false}, {"exec_id", "7"}}),
              R"("message":"exchange paused","count":7,"is_up":false,"exec_id":"7")");
}

TEST(LogLine, QuotesATextThatIsMoreThanOneWord) {
    EXPECT_EQ(text({{"a", ""}, {"b", "two words"}, {"c", "sqlite:/book.db"}, {"d", "k=v"}}),
              R"(exchange paused a="" b="two words" c=sqlite:/book.db d="k=v")");
}

TEST(LogLine, LetsNoValuePassForAFieldOrALine) {
    EXPECT_EQ(text({{"reason", "x\" level=error"}}), R"(exchange paused reason="x\" level=error")");
    EXPECT_EQ(json({{"reason", "x\",\"level\":\"error"}}),
              R"("message":"exchange paused","reason":"x\",\"level\":\"error")");
    EXPECT_EQ(text({{"reason", "a\nb\r\t\\"}}), R"(exchange paused reason="a\nb\r\t\\")");
    EXPECT_EQ(text({{"reason", "back\\slash"}}), R"(exchange paused reason="back\\slash")");
}

TEST(LogLine, EscapesWhatATerminalWouldActOn) {
    auto const escaped = R"(exchange paused reason="\u001b[2J\u007f\u009b\u2028\u202e\u2066")";
    EXPECT_EQ(text({{"reason", "\x1b[2J\x7f\xC2\x9B\xE2\x80\xA8\xE2\x80\xAE\xE2\x81\xA6"}}),
              escaped);
    EXPECT_EQ(json({{"reason", "\xC2\x9B"}}), R"("message":"exchange paused","reason":"\u009b")");
}

TEST(LogLine, KeepsOtherCharactersAndMendsWhatIsNoUtf8) {
    EXPECT_EQ(text({{"reason", "Z\xC3\xBCrich \xE2\x82\xAC \xF0\x9F\x93\x92"}}),
              "exchange paused reason=\"Z\xC3\xBCrich \xE2\x82\xAC \xF0\x9F\x93\x92\"");
    EXPECT_EQ(text({{"reason", "a\xFF\xC2"}}),
              "exchange paused reason=\"a\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

}  // namespace
}  // namespace daybook::log
