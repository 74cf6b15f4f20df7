#include "model/decimal.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <functional>
#include <optional>

#include <boost/multiprecision/cpp_int.hpp>

#include "model/assert.hpp"

namespace daybook::model {
namespace {

using Wide = boost::multiprecision::number<boost::multiprecision::cpp_int_backend<
    512, 512, boost::multiprecision::unsigned_magnitude, boost::multiprecision::unchecked, void>>;

constexpr auto one = static_cast<std::uint64_t>(Decimal::units_per_one);
constexpr UInt128 magnitude_max = (UInt128{1} << 127) - 1;

UInt128 magnitude(Decimal value) {
    auto const units = value.units();
    return units < 0 ? UInt128{0} - static_cast<UInt128>(units) : static_cast<UInt128>(units);
}

DecimalResult with_sign(bool negative, UInt128 units) {
    if (units > magnitude_max) {
        return tl::unexpected{DecimalError::overflow};
    }
    auto const value = static_cast<Int128>(units);
    return Decimal::from_units(negative ? -value : value);
}

std::uint64_t low(UInt128 value) { return static_cast<std::uint64_t>(value); }
std::uint64_t high(UInt128 value) { return static_cast<std::uint64_t>(value >> 64); }

/// A whole number, least significant limb first.
template <std::size_t n>
using Limbs = std::array<std::uint64_t, n>;

template <std::size_t n>
Limbs<n + 2> product(Limbs<n> const& number, UInt128 factor) {
    Limbs<n + 2> result{};
    std::uint64_t const factors[] = {low(factor), high(factor)};
    for (std::size_t i = 0; i < 2; ++i) {
        if (factors[i] == 0) continue;
        std::uint64_t carry = 0;
        for (std::size_t j = 0; j < n; ++j) {
            UInt128 const sum = UInt128{number[j]} * factors[i] + result[i + j] + carry;
            result[i + j] = low(sum);
            carry = high(sum);
        }
        result[i + n] = carry;
    }
    return result;
}

Limbs<4> product(UInt128 a, UInt128 b) { return product(Limbs<2>{low(a), high(a)}, b); }

/// Leaves the quotient in `number` and returns the rest.
template <std::size_t n>
std::uint64_t divide(Limbs<n>& number, std::uint64_t divisor) {
    std::uint64_t rest = 0;
    for (std::size_t i = n; i-- > 0;) {
        UInt128 const current = (UInt128{rest} << 64) | number[i];
        number[i] = low(current / divisor);
        rest = low(current % divisor);
    }
    return rest;
}

/// nullopt where the number leaves 127 bits.
template <std::size_t n>
std::optional<UInt128> to_magnitude(Limbs<n> const& number) {
    UInt128 const value = (UInt128{number[1]} << 64) | number[0];
    bool const is_wide = std::any_of(number.begin() + 2, number.end(), std::identity{});
    if (is_wide || value > magnitude_max) return std::nullopt;
    return value;
}

/// number / divisor, half-even, for a divisor of one limb; nullopt where it leaves 127 bits.
std::optional<UInt128> quotient_64(Limbs<4> number, std::uint64_t divisor) {
    UInt128 const twice = UInt128{divide(number, divisor)} * 2;
    auto quotient = to_magnitude(number);
    if (!quotient) return std::nullopt;
    if (twice > divisor || (twice == divisor && (*quotient & 1) != 0)) ++*quotient;
    return quotient;
}

Wide to_wide(UInt128 value) { return (Wide{high(value)} << 64) | Wide{low(value)}; }

/// The same for any divisor.
std::optional<UInt128> quotient_wide(Wide const& number, Wide const& divisor) {
    Wide quotient;
    Wide rest;
    boost::multiprecision::divide_qr(number, divisor, quotient, rest);
    Wide const twice = rest * 2;
    if (twice > divisor || (twice == divisor && (quotient & 1) != 0)) ++quotient;
    if (quotient > to_wide(magnitude_max)) {
        return std::nullopt;
    }
    return (UInt128{static_cast<std::uint64_t>(quotient >> 64)} << 64) |
           static_cast<std::uint64_t>(quotient & Wide{~std::uint64_t{0}});
}

DecimalResult multiply_divide(Decimal a, Decimal b, Decimal c) {
    if (c.is_zero()) {
        return tl::unexpected{DecimalError::division_by_zero};
    }
    bool const negative = (a.is_negative() != b.is_negative()) != c.is_negative();
    auto const first = magnitude(a);
    auto second = magnitude(b);
    auto divisor = magnitude(c);
    // Whole numbers on both sides of the fraction shrink to one limb.
    if (second % one == 0 && divisor % one == 0) {
        second /= one;
        divisor /= one;
    }
    auto const quotient = high(divisor) == 0
                              ? quotient_64(product(first, second), low(divisor))
                              : quotient_wide(to_wide(first) * to_wide(second), to_wide(divisor));
    if (!quotient) {
        return tl::unexpected{DecimalError::overflow};
    }
    return with_sign(negative, *quotient);
}

char* print_unsigned(char* out, UInt128 value) {
    constexpr std::uint64_t chunk = 10'000'000'000'000'000'000u;
    if (value < chunk) {
        return std::to_chars(out, out + Decimal::text_max, static_cast<std::uint64_t>(value)).ptr;
    }
    out = print_unsigned(out, value / chunk);
    char digits[20];
    auto const rest = static_cast<std::uint64_t>(value % chunk);
    auto const count = std::to_chars(digits, digits + sizeof digits, rest).ptr - digits;
    std::memset(out, '0', static_cast<std::size_t>(19 - count));
    std::memcpy(out + (19 - count), digits, static_cast<std::size_t>(count));
    return out + 19;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

tl::expected<Decimal, DecimalError> Decimal::parse(std::string_view text) {
    auto const malformed = tl::unexpected{DecimalError::malformed};
    bool const negative = !text.empty() && text.front() == '-';
    if (negative) {
        text.remove_prefix(1);
    }
    auto const point = text.find('.');
    auto const whole = text.substr(0, point);
    auto fraction = point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
    if (whole.empty() || (point != std::string_view::npos && fraction.empty())) {
        return malformed;
    }
    for (char const c : whole) {
        if (!is_digit(c)) return malformed;
    }
    for (char const c : fraction) {
        if (!is_digit(c)) return malformed;
    }
    while (!fraction.empty() && fraction.back() == '0') {
        fraction.remove_suffix(1);
    }
    if (fraction.size() > static_cast<std::size_t>(scale)) {
        return tl::unexpected{DecimalError::too_many_decimals};
    }
    UInt128 units = 0;
    auto const push = [&units](unsigned digit) {
        return !__builtin_mul_overflow(units, UInt128{10}, &units) &&
               !__builtin_add_overflow(units, UInt128{digit}, &units) && units <= magnitude_max;
    };
    for (char const c : whole) {
        if (!push(static_cast<unsigned>(c - '0'))) return tl::unexpected{DecimalError::overflow};
    }
    for (int i = 0; i < scale; ++i) {
        auto const at = static_cast<std::size_t>(i);
        unsigned const digit = at < fraction.size() ? static_cast<unsigned>(fraction[at] - '0') : 0;
        if (!push(digit)) return tl::unexpected{DecimalError::overflow};
    }
    return with_sign(negative, units);
}

char* Decimal::print(char* out) const {
    if (units_ < 0) {
        *out++ = '-';
    }
    auto const units = magnitude(*this);
    auto const whole = units / one;
    auto fraction = low(units - whole * one);
    out = print_unsigned(out, whole);
    if (fraction == 0) {
        return out;
    }
    int digits = scale;
    // Few values have more than nine decimals.
    if (fraction % 1'000'000'000 == 0) {
        fraction /= 1'000'000'000;
        digits -= 9;
    }
    for (; fraction % 10 == 0; --digits) fraction /= 10;
    *out = '.';
    for (int i = digits; i >= 1; --i) {
        out[i] = static_cast<char>('0' + fraction % 10);
        fraction /= 10;
    }
    return out + digits + 1;
}

std::string Decimal::to_string() const {
    char text[text_max];
    return {text, print(text)};
}

Decimal Decimal::operator-() const {
    DAYBOOK_ASSERT(magnitude(*this) <= magnitude_max);
    return Decimal{-units_};
}

Decimal operator+(Decimal a, Decimal b) {
    auto const sum = add(a, b);
    DAYBOOK_ASSERT(sum.has_value());
    return *sum;
}

Decimal operator-(Decimal a, Decimal b) {
    auto const difference = subtract(a, b);
    DAYBOOK_ASSERT(difference.has_value());
    return *difference;
}

DecimalResult add(Decimal a, Decimal b) {
    Int128 sum = 0;
    if (__builtin_add_overflow(a.units(), b.units(), &sum) ||
        magnitude(Decimal::from_units(sum)) > magnitude_max) {
        return tl::unexpected{DecimalError::overflow};
    }
    return Decimal::from_units(sum);
}

DecimalResult subtract(Decimal a, Decimal b) {
    Int128 difference = 0;
    if (__builtin_sub_overflow(a.units(), b.units(), &difference) ||
        magnitude(Decimal::from_units(difference)) > magnitude_max) {
        return tl::unexpected{DecimalError::overflow};
    }
    return Decimal::from_units(difference);
}

DecimalResult multiply(Decimal a, Decimal b) {
    auto const quotient = quotient_64(product(magnitude(a), magnitude(b)), one);
    if (!quotient) {
        return tl::unexpected{DecimalError::overflow};
    }
    return with_sign(a.is_negative() != b.is_negative(), *quotient);
}

DecimalResult divide(Decimal a, Decimal b) {
    return multiply_divide(a, Decimal::from_integer(1), b);
}

DecimalResult allocate(Decimal total, Decimal part, Decimal whole) {
    return multiply_divide(total, part, whole);
}

DecimalResult multiply_with_rate_up(Decimal a, Decimal b, Decimal rate) {
    DAYBOOK_ASSERT(!a.is_negative() && !b.is_negative() && !rate.is_negative());
    auto number = product(product(magnitude(a), magnitude(b)), magnitude(rate) + one);
    // Rounding up twice is rounding up once.
    auto const first_rest = divide(number, one);
    auto const second_rest = divide(number, one);
    auto quotient = to_magnitude(number);
    if (quotient && (first_rest != 0 || second_rest != 0)) ++*quotient;
    if (!quotient) {
        return tl::unexpected{DecimalError::overflow};
    }
    return with_sign(false, *quotient);
}

std::strong_ordering compare_ratios(Decimal a, Decimal b, Decimal c, Decimal d) {
    DAYBOOK_ASSERT(b.is_positive() && d.is_positive());
    if (a.is_negative() != c.is_negative()) {
        return a.is_negative() ? std::strong_ordering::less : std::strong_ordering::greater;
    }
    auto const left = product(magnitude(a), magnitude(d));
    auto const right = product(magnitude(c), magnitude(b));
    for (std::size_t i = left.size(); i-- > 0;) {
        if (left[i] != right[i]) {
            bool const less = (left[i] < right[i]) != a.is_negative();
            return less ? std::strong_ordering::less : std::strong_ordering::greater;
        }
    }
    return std::strong_ordering::equal;
}

bool is_multiple_of(Decimal value, Decimal increment) {
    DAYBOOK_ASSERT(increment.is_positive());
    return value.units() % increment.units() == 0;
}

}  // namespace daybook::model
