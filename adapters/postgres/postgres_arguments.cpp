#include "postgres/postgres_arguments.hpp"

#include <array>
#include <cstring>

#include "model/assert.hpp"

namespace daybook::postgres {
namespace {

/// Most significant byte first.
template <class Unsigned>
std::array<char, sizeof(Unsigned)> bytes_of(Unsigned value) {
    std::array<char, sizeof(Unsigned)> bytes{};
    for (std::size_t i = bytes.size(); i-- > 0;) {
        bytes[i] = static_cast<char>(value);
        value = static_cast<Unsigned>(value >> 8);
    }
    return bytes;
}

template <class Unsigned>
void append_bytes(std::string& out, Unsigned value) {
    auto const bytes = bytes_of(value);
    out.append(bytes.data(), bytes.size());
}

/// Units: microseconds from 1970 to 2000, where Postgres counts from.
constexpr std::int64_t postgres_epoch_micros = 946'684'800'000'000;

constexpr std::int16_t numeric_positive = 0x0000;
constexpr std::int16_t numeric_negative = 0x4000;
/// Digits of base 10000 before the point in 2^127 / 10^18, and after it in 18 decimals.
constexpr std::size_t whole_digits = 6;
constexpr std::size_t fraction_digits = 5;
/// 18 decimals are two short of five digits.
constexpr unsigned fraction_factor = 100;

}  // namespace

void append_integer(std::string& out, std::int16_t value) {
    append_bytes(out, static_cast<std::uint16_t>(value));
}
void append_integer(std::string& out, std::int32_t value) {
    append_bytes(out, static_cast<std::uint32_t>(value));
}
void append_integer(std::string& out, std::int64_t value) {
    append_bytes(out, static_cast<std::uint64_t>(value));
}

void PostgresCodec<model::Decimal>::append(std::string& out, model::Decimal value) {
    bool const is_negative = value.is_negative();
    auto const bits = static_cast<model::UInt128>(value.units());
    model::UInt128 const units = is_negative ? ~bits + 1 : bits;
    auto const one = static_cast<model::UInt128>(model::Decimal::units_per_one);
    model::UInt128 whole = units / one;
    model::UInt128 fraction = units % one * fraction_factor;
    std::array<std::int16_t, whole_digits + fraction_digits> digits{};
    for (std::size_t i = digits.size(); i-- > 0;) {
        auto& part = i < whole_digits ? whole : fraction;
        digits[i] = static_cast<std::int16_t>(part % 10'000);
        part /= 10'000;
    }
    DAYBOOK_ASSERT(whole == 0 && fraction == 0);
    std::size_t first = 0;
    std::size_t end = digits.size();
    while (first < end && digits[first] == 0) ++first;
    while (end > first && digits[end - 1] == 0) --end;
    append_integer(out, static_cast<std::int16_t>(end - first));
    append_integer(out, static_cast<std::int16_t>(static_cast<int>(whole_digits) - 1 -
                                                  static_cast<int>(first)));
    append_integer(out, is_negative ? numeric_negative : numeric_positive);
    append_integer(out, static_cast<std::int16_t>(model::Decimal::scale));
    for (std::size_t i = first; i < end; ++i) append_integer(out, digits[i]);
}

void PostgresCodec<model::Timestamp>::append(std::string& out, model::Timestamp value) {
    append_integer(out, value.micros() - postgres_epoch_micros);
}

void PostgresCodec<model::OrderId>::append(std::string& out, model::OrderId const& id) {
    out.append(reinterpret_cast<char const*>(id.bytes().data()), id.bytes().size());
}

void PostgresCodec<model::Hash>::append(std::string& out, model::Hash const& hash) {
    out.append(reinterpret_cast<char const*>(hash.data()), hash.size());
}

PostgresArray::PostgresArray(PostgresType type, std::size_t count) {
    constexpr std::size_t bytes_typical = 24;
    bytes_.reserve(20 + count * bytes_typical);
    append_integer(bytes_, std::int32_t{count == 0 ? 0 : 1});  // Dimensions.
    append_integer(bytes_, std::int32_t{1});                   // There may be NULLs.
    append_integer(bytes_, static_cast<std::int32_t>(type));
    if (count == 0) return;
    append_integer(bytes_, static_cast<std::int32_t>(count));
    append_integer(bytes_, std::int32_t{1});  // The first index.
}

std::size_t PostgresArray::begin_element() {
    append_integer(bytes_, std::int32_t{0});
    return bytes_.size();
}

void PostgresArray::end_element(std::size_t start) {
    auto const length = bytes_of(static_cast<std::uint32_t>(bytes_.size() - start));
    std::memcpy(bytes_.data() + start - length.size(), length.data(), length.size());
}

void PostgresArray::add_null() { append_integer(bytes_, std::int32_t{-1}); }

}  // namespace daybook::postgres
