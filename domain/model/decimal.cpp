#include "model/decimal.hpp"

#include <charconv>
#include <cstring>
#include <optional>

#include <boost/multiprecision/cpp_int.hpp>

#include "model/assert.hpp"

namespace daybook::model {
namespace {

using Wide = boost::multiprecision::number<boost::multiprecision::cpp_int_backend<
    512, 512, boost::multiprecision::unsigned_magnitude, boost::multiprecision::unchecked, void>>;

constexpr auto one = static_cast<std::uint64_t>(Decimal::units_per_one);
constexpr UInt128 magnitude_max = (UInt128{1} << 127) - 1;

enum class Rounding { half_even, up };

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

/// A product of two magnitudes, least significant limb first.
struct Limbs {
    std::uint64_t limb[4];
};

Limbs product(UInt128 a, UInt128 b) {
    auto const low = [](UInt128 x) { return static_cast<std::uint64_t>(x); };
    auto const high = [](UInt128 x) { return static_cast<std::uint64_t>(x >> 64); };
    UInt128 const low_low = UInt128{low(a)} * low(b);
    UInt128 const low_high = UInt128{low(a)} * high(b);
    UInt128 const high_low = UInt128{high(a)} * low(b);
    UInt128 const high_high = UInt128{high(a)} * high(b);
    UInt128 const middle = UInt128{high(low_low)} + low(low_high) + low(high_low);
    UInt128 const top = high_high + high(low_high) + high(high_low) + high(middle);
    return {{low(low_low), low(middle), low(top), high(top)}};
}

/// limbs / divisor for a divisor of one limb; nullopt where the quotient leaves 127 bits.
std::optional<UInt128> quotient_64(Limbs const& number, std::uint64_t divisor, Rounding rounding) {
    std::uint64_t digits[4];
    std::uint64_t rest = 0;
    for (int i = 3; i >= 0; --i) {
        UInt128 const current = (UInt128{rest} << 64) | number.limb[i];
        digits[i] = static_cast<std::uint64_t>(current / divisor);
        rest = static_cast<std::uint64_t>(current % divisor);
    }
    UInt128 quotient = (UInt128{digits[1]} << 64) | digits[0];
    if (digits[3] != 0 || digits[2] != 0 || quotient > magnitude_max) {
        return std::nullopt;
    }
    UInt128 const twice = UInt128{rest} * 2;
    bool const half_up = twice > divisor || (twice == divisor && (quotient & 1) != 0);
    if (rounding == Rounding::up ? rest != 0 : half_up) {
        ++quotient;
    }
    return quotient;
}

Wide to_wide(UInt128 value) {
    return (Wide{static_cast<std::uint64_t>(value >> 64)} << 64) |
           Wide{static_cast<std::uint64_t>(value)};
}

std::optional<UInt128> quotient_wide(Wide const& number, Wide const& divisor, Rounding rounding) {
    Wide quotient;
    Wide rest;
    boost::multiprecision::divide_qr(number, divisor, quotient, rest);
    Wide const twice = rest * 2;
    bool const half_up = twice > divisor || (twice == divisor && (quotient & 1) != 0);
    if (rounding == Rounding::up ? rest != 0 : half_up) {
        ++quotient;
    }
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
    auto const quotient =
        (divisor >> 64) == 0 ? quotient_64(product(first, second),
                                           static_cast<std::uint64_t>(divisor), Rounding::half_even)
                             : quotient_wide(to_wide(first) * to_wide(second), to_wide(divisor),
                                             Rounding::half_even);
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
    out = print_unsigned(out, units / one);
    auto fraction = static_cast<std::uint64_t>(units % one);
    if (fraction == 0) {
        return out;
    }
    *out = '.';
    for (int i = scale; i >= 1; --i) {
        out[i] = static_cast<char>('0' + fraction % 10);
        fraction /= 10;
    }
    char* last = out + scale;
    while (*last == '0') {
        --last;
    }
    return last + 1;
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
    auto const quotient =
        quotient_64(product(magnitude(a), magnitude(b)), one, Rounding::half_even);
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
    std::optional<UInt128> quotient;
    if (rate.is_zero()) {
        quotient = quotient_64(product(magnitude(a), magnitude(b)), one, Rounding::up);
    } else {
        Wide const factor = to_wide(magnitude(rate)) + Wide{one};
        quotient = quotient_wide(to_wide(magnitude(a)) * to_wide(magnitude(b)) * factor,
                                 Wide{one} * Wide{one}, Rounding::up);
    }
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
    for (int i = 3; i >= 0; --i) {
        if (left.limb[i] != right.limb[i]) {
            bool const less = (left.limb[i] < right.limb[i]) != a.is_negative();
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
