#include "fix/fix_values.hpp"

#include <algorithm>
#include <charconv>

namespace daybook::fix {
namespace {

using model::Decimal;
using model::DecimalError;

constexpr std::size_t text_max = 64;
constexpr int exponent_max = 40;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// A decimal's parts: digits, and how many of them stand before the point.
struct Parts {
    bool is_negative = false;
    std::string digits;
    int point = 0;
};

std::optional<int> read_exponent(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    int value = 0;
    auto const* const end = text.data() + text.size();
    auto const [at, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || at != end) return std::nullopt;
    if (value < -exponent_max || value > exponent_max) return std::nullopt;
    return value;
}

std::optional<Parts> split(std::string_view text) {
    if (text.size() > text_max) return std::nullopt;
    Parts parts;
    parts.is_negative = text.starts_with('-');
    if (parts.is_negative || text.starts_with('+')) text.remove_prefix(1);
    int exponent = 0;
    if (auto const e = text.find_first_of("eE"); e != std::string_view::npos) {
        auto const read = read_exponent(text.substr(e + 1));
        if (!read) return std::nullopt;
        exponent = *read;
        text = text.substr(0, e);
    }
    auto const point = std::min(text.find('.'), text.size());
    parts.digits = std::string{text.substr(0, point)};
    parts.point = static_cast<int>(point) + exponent;
    if (point < text.size()) parts.digits += text.substr(point + 1);
    if (parts.digits.empty() || !std::ranges::all_of(parts.digits, is_digit)) return std::nullopt;
    return parts;
}

/// Plain notation, as Decimal reads it.
std::string join(Parts parts) {
    if (parts.point <= 0) {
        parts.digits.insert(0, static_cast<std::size_t>(1 - parts.point), '0');
        parts.point = 1;
    }
    auto const point = static_cast<std::size_t>(parts.point);
    if (parts.digits.size() < point) parts.digits.append(point - parts.digits.size(), '0');
    auto const whole = parts.digits.substr(0, point);
    auto const rest = parts.digits.substr(point);
    return (parts.is_negative ? "-" : "") + whole + (rest.empty() ? "" : "." + rest);
}

/// `20261121-09:30:00` as `2026-11-21T09:30:00`; the digits are checked by who reads it.
std::string rfc3339(std::string_view text) {
    std::string result{text.substr(0, 4)};
    result.append("-").append(text.substr(4, 2)).append("-").append(text.substr(6, 2));
    return result.append("T").append(text.substr(9, 8));
}

}  // namespace

tl::expected<Decimal, std::string> read_decimal(std::string_view text) {
    auto const parts = split(text);
    if (!parts) return tl::unexpected{std::string{"must be a decimal such as 12.5"}};
    auto const value = Decimal::parse(join(*parts));
    if (value) return *value;
    switch (value.error()) {
        case DecimalError::too_many_decimals:
            return tl::unexpected{std::string{"must have at most 18 decimals"}};
        case DecimalError::overflow:
            return tl::unexpected{std::string{"must be less than 1.7 * 10^20"}};
        default:
            return tl::unexpected{std::string{"must be a decimal such as 12.5"}};
    }
}

std::string write_decimal(Decimal value, int decimals_min) {
    auto text = value.to_string();
    if (decimals_min <= 0) return text;
    auto point = text.find('.');
    if (point == std::string::npos) {
        point = text.size();
        text += '.';
    }
    auto const wanted = point + 1 + static_cast<std::size_t>(decimals_min);
    if (text.size() < wanted) text.append(wanted - text.size(), '0');
    return text;
}

std::optional<model::Timestamp> read_time(std::string_view text) {
    constexpr std::size_t seconds_size = 17;
    bool const has_fraction = text.size() > seconds_size + 1 && text[seconds_size] == '.';
    if (text.size() < seconds_size || text[8] != '-') return std::nullopt;
    if (text.size() != seconds_size && !has_fraction) return std::nullopt;
    auto fraction = has_fraction ? text.substr(seconds_size + 1) : std::string_view{};
    if (fraction.size() > 9 || !std::ranges::all_of(fraction, is_digit)) return std::nullopt;
    fraction = fraction.substr(0, 6);

    auto whole = rfc3339(text);
    bool const is_leap = whole.ends_with(":60");
    if (is_leap) whole.replace(whole.size() - 2, 2, "59");
    auto const time = model::Timestamp::parse(
        whole + (fraction.empty() ? "" : "." + std::string{fraction}) + "Z");
    if (!time || !is_leap) return time;
    return model::Timestamp::from_micros(time->micros() + 1'000'000);
}

std::string write_time(model::Timestamp time) {
    auto const text = time.to_string();  // 2026-11-21T09:30:00.000000Z
    return text.substr(0, 4) + text.substr(5, 2) + text.substr(8, 2) + "-" + text.substr(11, 12);
}

}  // namespace daybook::fix
