#include "model/timestamp.hpp"

#include <gtest/gtest.h>

#include <string_view>

namespace daybook::model {
namespace {

struct Case {
    std::string_view text;
    /// Microseconds since 1970; -1 where the text is refused.
    std::int64_t micros;
    std::string_view canonical;
};

TEST(TimestampParse, TakesUtcToTheMicrosecond) {
    constexpr Case cases[] = {
        {"1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00.000000Z"},
        {"1970-01-01T00:00:00.000001Z", 1, "1970-01-01T00:00:00.000001Z"},
        {"2026-11-21T09:30:00.000000Z", 1795253400000000, "2026-11-21T09:30:00.000000Z"},
        {"2026-11-21T09:30:00.5Z", 1795253400500000, "2026-11-21T09:30:00.500000Z"},
        {"2000-02-29T23:59:59.999999Z", 951868799999999, "2000-02-29T23:59:59.999999Z"},
        {"2024-02-29T00:00:00Z", 1709164800000000, "2024-02-29T00:00:00.000000Z"},
        {"9999-12-31T23:59:59.999999Z", 253402300799999999, "9999-12-31T23:59:59.999999Z"},
    };
    for (auto const& [text, micros, canonical] : cases) {
        auto const time = Timestamp::parse(text);
        ASSERT_TRUE(time) << text;
        EXPECT_EQ(time->micros(), micros) << text;
        EXPECT_EQ(time->to_string(), canonical);
        EXPECT_EQ(Timestamp::parse(time->to_string()), time);
    }
}

TEST(TimestampParse, RefusesEverythingElse) {
    constexpr std::string_view texts[] = {
        "",
        "Z",
        "2026-11-21",
        "2026-11-21T09:30:00",
        "2026-11-21T09:30Z",
        "2026-11-21 09:30:00Z",
        "2026-11-21t09:30:00z",
        "2026-11-21T09:30:00.Z",
        "2026-11-21T09:30:00.0000001Z",
        "2026-11-21T09:30:00,5Z",
        "2026-11-21T09:30:00+00:00",
        "2026-11-21T09:30:00.000000Zx",
        " 2026-11-21T09:30:00Z",
        "2026-11-21T09:30:00Z ",
        "2026-1-21T09:30:00Z",
        "2026-13-21T09:30:00Z",
        "2026-00-21T09:30:00Z",
        "2026-02-30T09:30:00Z",
        "2026-02-29T09:30:00Z",
        "1900-02-29T09:30:00Z",
        "2026-11-00T09:30:00Z",
        "2026-11-31T09:30:00Z",
        "2026-11-21T24:00:00Z",
        "2026-11-21T09:60:00Z",
        "2026-11-21T09:30:60Z",
        "1969-12-31T23:59:59Z",
        "10000-01-01T00:00:00Z",
        "-2026-11-21T09:30:00Z",
        "2026-11-21T09:30:-1Z",
        "2026-11-21T+9:30:00Z",
    };
    for (auto const text : texts) EXPECT_FALSE(Timestamp::parse(text)) << text;
}

TEST(TimestampOrder, IsThatOfTime) {
    EXPECT_LT(Timestamp::from_micros(1), Timestamp::from_micros(2));
    EXPECT_EQ(Timestamp::from_micros(-1).to_string(), "1969-12-31T23:59:59.999999Z");
}

}  // namespace
}  // namespace daybook::model
