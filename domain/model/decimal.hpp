#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace daybook::model {

__extension__ typedef __int128 Int128;
__extension__ typedef unsigned __int128 UInt128;

/// Why a calculation or a parse has no value.
enum class DecimalError { overflow, division_by_zero, malformed, too_many_decimals };

/// An exact signed decimal: a 128-bit integer that counts 10^-18.
///
/// | operation                     | result                      | fails with                  |
/// |-------------------------------|-----------------------------|-----------------------------|
/// | add(a, b), subtract(a, b)     | exact                       | overflow                    |
/// | multiply(a, b)                | half-even at 10^-18         | overflow                    |
/// | divide(a, b)                  | half-even at 10^-18         | overflow, division_by_zero  |
/// | allocate(total, part, whole)  | total * part / whole, half-even | overflow, division_by_zero |
/// | a + b, a - b, -a              | exact                       | asserts: for proved bounds  |
/// | a <=> b                       | exact                       | never                       |
/// | parse(text), to_string()      | canonical plain notation    | malformed, overflow, ...    |
///
/// Units: one unit is 10^-18; |x| < 1.7 * 10^20.
class Decimal {
  public:
    static constexpr int scale = 18;
    static constexpr std::int64_t units_per_one = 1'000'000'000'000'000'000;
    static constexpr std::size_t text_max = 41;

    constexpr Decimal() = default;
    [[nodiscard]] static constexpr Decimal from_units(Int128 units) { return Decimal{units}; }
    [[nodiscard]] static constexpr Decimal from_integer(std::int64_t value) {
        return Decimal{Int128{value} * units_per_one};
    }

    /// Reads plain notation: an optional '-', digits, and optionally '.' with digits after it.
    /// Errors: malformed for an exponent, '+', spaces, a bare '.'; too_many_decimals when more
    /// than 18 remain after trailing zeros are dropped; overflow outside the range.
    [[nodiscard]] static tl::expected<Decimal, DecimalError> parse(std::string_view text);

    /// Writes canonical text without trailing zeros at `out`, which has room for text_max
    /// characters, and returns the end.
    char* print(char* out) const;
    [[nodiscard]] std::string to_string() const;

    [[nodiscard]] constexpr Int128 units() const { return units_; }
    [[nodiscard]] constexpr bool is_zero() const { return units_ == 0; }
    [[nodiscard]] constexpr bool is_positive() const { return units_ > 0; }
    [[nodiscard]] constexpr bool is_negative() const { return units_ < 0; }
    [[nodiscard]] Decimal abs() const { return is_negative() ? -*this : *this; }

    friend constexpr auto operator<=>(Decimal, Decimal) = default;

    /// Sums whose bounds the caller has proved: overflow is a bug and asserts.
    Decimal operator-() const;
    friend Decimal operator+(Decimal a, Decimal b);
    friend Decimal operator-(Decimal a, Decimal b);

  private:
    explicit constexpr Decimal(Int128 units) : units_{units} {}
    Int128 units_ = 0;
};

using DecimalResult = tl::expected<Decimal, DecimalError>;

[[nodiscard]] DecimalResult add(Decimal a, Decimal b);
[[nodiscard]] DecimalResult subtract(Decimal a, Decimal b);
[[nodiscard]] DecimalResult multiply(Decimal a, Decimal b);
[[nodiscard]] DecimalResult divide(Decimal a, Decimal b);

/// The share of `total` that `part` is of `whole`. The caller gives the last piece what is left,
/// so that pieces always sum to the total.
[[nodiscard]] DecimalResult allocate(Decimal total, Decimal part, Decimal whole);

/// a * b * (1 + rate), rounded up at 10^-18; all three not negative.
[[nodiscard]] DecimalResult multiply_with_rate_up(Decimal a, Decimal b, Decimal rate);

/// Compares a / b with c / d exactly; b and d positive.
[[nodiscard]] std::strong_ordering compare_ratios(Decimal a, Decimal b, Decimal c, Decimal d);

/// Whether `value` is a whole multiple of the positive `increment`.
[[nodiscard]] bool is_multiple_of(Decimal value, Decimal increment);

}  // namespace daybook::model

template <>
struct std::hash<daybook::model::Decimal> {
    std::size_t operator()(daybook::model::Decimal value) const noexcept {
        auto const units = static_cast<daybook::model::UInt128>(value.units());
        return static_cast<std::size_t>(units ^ (units >> 64)) * 0x9E3779B97F4A7C15u;
    }
};
