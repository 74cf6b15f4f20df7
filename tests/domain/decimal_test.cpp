#include <gtest/gtest.h>

#include <array>
#include <string>
#include <tuple>

#include "model/decimal.hpp"
#include "support/decimal_cases.hpp"
#include "support/sample_values.hpp"

namespace daybook::model {
namespace {

using support::decimal;
using support::decimal_max_text;
using support::decimal_min_text;
using support::DecimalCase;

std::string said(DecimalResult const& result) {
    if (result) return result->to_string();
    constexpr std::array names{"overflow", "division_by_zero", "malformed", "too_many_decimals"};
    return names[static_cast<std::size_t>(result.error())];
}

TEST(DecimalMultiply, RoundsHalfEvenAtTheLastPlace) {
    for (auto const& [a, b, c, expected] : support::multiply_cases) {
        EXPECT_EQ(said(multiply(decimal(a), decimal(b))), expected) << a << " * " << b;
        EXPECT_EQ(said(multiply(decimal(b), decimal(a))), expected) << b << " * " << a;
    }
}

TEST(DecimalDivide, RoundsHalfEvenAtTheLastPlace) {
    for (auto const& [a, b, c, expected] : support::divide_cases) {
        EXPECT_EQ(said(divide(decimal(a), decimal(b))), expected) << a << " / " << b;
    }
}

TEST(DecimalAllocate, RoundsTheExactQuotientOnce) {
    for (auto const& [total, part, whole, expected] : support::allocate_cases) {
        EXPECT_EQ(said(allocate(decimal(total), decimal(part), decimal(whole))), expected)
            << total << " * " << part << " / " << whole;
    }
}

TEST(DecimalMultiplyWithRate, RoundsUpOnce) {
    for (auto const& [a, b, rate, expected] : support::multiply_with_rate_up_cases) {
        EXPECT_EQ(said(multiply_with_rate_up(decimal(a), decimal(b), decimal(rate))), expected)
            << a << " * " << b << " * (1 + " << rate << ")";
    }
}

TEST(DecimalCompareRatios, IsExact) {
    for (auto const& [a, b, c, d, expected] : support::compare_ratios_cases) {
        auto const order = compare_ratios(decimal(a), decimal(b), decimal(c), decimal(d));
        EXPECT_EQ(order < 0 ? -1 : (order > 0 ? 1 : 0), expected)
            << a << " / " << b << " against " << c << " / " << d;
    }
}

struct SumCase {
    std::string_view a;
    std::string_view b;
    std::string_view sum;
    std::string_view difference;
};

TEST(DecimalAddAndSubtract, AreExactOrOverflow) {
    constexpr SumCase cases[] = {
        {"0", "0", "0", "0"},
        {"1.5", "2.25", "3.75", "-0.75"},
        {"-1.5", "2.25", "0.75", "-3.75"},
        {"0.000000000000000001", "-0.000000000000000001", "0", "0.000000000000000002"},
        {decimal_max_text, "0", decimal_max_text, decimal_max_text},
        {decimal_max_text, "0.000000000000000001", "overflow",
         "170141183460469231731.687303715884105726"},
        {decimal_min_text, "0.000000000000000001", "-170141183460469231731.687303715884105726",
         "overflow"},
        {decimal_max_text, decimal_max_text, "overflow", "0"},
        {decimal_max_text, decimal_min_text, "0", "overflow"},
        {decimal_min_text, decimal_min_text, "overflow", "0"},
        {decimal_min_text, decimal_max_text, "0", "overflow"},
        // One more than the least would be the 128-bit integer without a counterpart.
        {decimal_min_text, "-0.000000000000000001", "overflow",
         "-170141183460469231731.687303715884105726"},
    };
    for (auto const& [a, b, sum, difference] : cases) {
        EXPECT_EQ(said(add(decimal(a), decimal(b))), sum) << a << " + " << b;
        EXPECT_EQ(said(subtract(decimal(a), decimal(b))), difference) << a << " - " << b;
    }
}

TEST(DecimalSum, OfProvedBoundsAssertsOnOverflow) {
    auto const most = decimal(decimal_max_text);
    auto const tiny = decimal("0.000000000000000001");
    EXPECT_DEATH(static_cast<void>(most + tiny), "sum.has_value");
    EXPECT_DEATH(static_cast<void>(-most - tiny), "difference.has_value");
    EXPECT_EQ((-most).abs(), most);
    EXPECT_EQ(-decimal("0"), decimal("0"));
}

struct TextCase {
    std::string_view text;
    /// The canonical text, or the name of the error.
    std::string_view expected;
};

TEST(DecimalParse, TakesPlainNotationAlone) {
    constexpr TextCase cases[] = {
        {"0", "0"},
        {"-0", "0"},
        {"-0.000", "0"},
        {"12.50", "12.5"},
        {"007", "7"},
        {"-1.10", "-1.1"},
        {"0.000000000000000001", "0.000000000000000001"},
        {"-0.000000000000000001", "-0.000000000000000001"},
        {"0.1000000000000000000000000000", "0.1"},
        {"0.0000000000000000001", "too_many_decimals"},
        {"0.00000000000000000010", "too_many_decimals"},
        {"1.2345678901234567890", "1.234567890123456789"},
        {decimal_max_text, decimal_max_text},
        {decimal_min_text, decimal_min_text},
        {"170141183460469231731.687303715884105728", "overflow"},
        {"-170141183460469231731.687303715884105728", "overflow"},
        {"170141183460469231732", "overflow"},
        {"1000000000000000000000000000000000000000000000000000000000000", "overflow"},
        {"99999999999999999999", "99999999999999999999"},
        {"100000000000000000000", "100000000000000000000"},
        {"10000000000000000000", "10000000000000000000"},
        {"10000000000000000000.01", "10000000000000000000.01"},
        {"", "malformed"},
        {"-", "malformed"},
        {".", "malformed"},
        {".5", "malformed"},
        {"5.", "malformed"},
        {"-.5", "malformed"},
        {"+1", "malformed"},
        {"--1", "malformed"},
        {"1-", "malformed"},
        {" 1", "malformed"},
        {"1 ", "malformed"},
        {"1e5", "malformed"},
        {"1E5", "malformed"},
        {"0x10", "malformed"},
        {"1,5", "malformed"},
        {"1.2.3", "malformed"},
        {"1.-2", "malformed"},
        {"1_000", "malformed"},
        {"NaN", "malformed"},
        {"inf", "malformed"},
        {"\xd9\xa1", "malformed"},
    };
    for (auto const& [text, expected] : cases) {
        EXPECT_EQ(said(Decimal::parse(text)), expected) << '"' << text << '"';
    }
    EXPECT_EQ(said(Decimal::parse(std::string_view{"1\0", 2})), "malformed");
}

TEST(DecimalPrint, IsReadBackAsTheSameNumber) {
    for (auto const& each : support::multiply_cases) {
        for (auto const text : {each.a, each.b}) {
            auto const value = decimal(text);
            EXPECT_EQ(value.to_string(), text);
            EXPECT_EQ(Decimal::parse(value.to_string()), value);
            char out[Decimal::text_max];
            EXPECT_LE(value.print(out) - out, static_cast<std::ptrdiff_t>(Decimal::text_max));
        }
    }
}

TEST(DecimalPrint, FillsTheLongestTextExactly) {
    char out[Decimal::text_max];
    auto const size = decimal(decimal_min_text).print(out) - out;
    EXPECT_EQ(size, static_cast<std::ptrdiff_t>(Decimal::text_max));
}

TEST(DecimalAllocate, GivesPiecesThatSumToTheTotal) {
    constexpr std::string_view totals[] = {"100", "0.000000000000000007", "-0.1", "12345.678901"};
    for (auto const text : totals) {
        auto const total = decimal(text);
        auto left = total;
        auto quantity = decimal("7");
        for (int piece = 0; piece < 7; ++piece) {
            auto const part = allocate(left, decimal("1"), quantity);
            ASSERT_TRUE(part);
            left = left - *part;
            quantity = quantity - decimal("1");
        }
        EXPECT_TRUE(left.is_zero()) << text;
    }
}

TEST(DecimalIsMultiple, HoldsForNegativesAndZero) {
    constexpr std::tuple<char const*, char const*, bool> cases[] = {
        {"0", "0.01", true},
        {"1.23", "0.01", true},
        {"1.234", "0.01", false},
        {"-1.23", "0.01", true},
        {"-1.234", "0.01", false},
        {"0.005", "0.01", false},
        {"170141183460469231731.687303715884105727", "0.000000000000000001", true},
        {"7", "2.5", false},
        {"7.5", "2.5", true},
    };
    for (auto const& [value, increment, expected] : cases) {
        EXPECT_EQ(is_multiple_of(decimal(value), decimal(increment)), expected)
            << value << " of " << increment;
    }
}

TEST(DecimalOrder, IsThatOfTheNumbers) {
    constexpr std::string_view ascending[] = {decimal_min_text,
                                              "-2",
                                              "-1.5",
                                              "-0.000000000000000001",
                                              "0",
                                              "0.000000000000000001",
                                              "1",
                                              "1.000000000000000001",
                                              decimal_max_text};
    for (std::size_t i = 0; i + 1 < std::size(ascending); ++i) {
        EXPECT_LT(decimal(ascending[i]), decimal(ascending[i + 1])) << ascending[i];
    }
    EXPECT_EQ(std::hash<Decimal>{}(decimal("1.50")), std::hash<Decimal>{}(decimal("1.5")));
}

}  // namespace
}  // namespace daybook::model
