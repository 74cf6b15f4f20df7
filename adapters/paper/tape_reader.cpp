#include "paper/tape_reader.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "ports/outbound/exchange_gateway.hpp"

namespace daybook::paper {

using namespace model;

namespace {

/// The end of the year 9999, beyond which no time can be written.
constexpr std::int64_t micros_end = 253'402'300'800'000'000;

std::int64_t micros_per(TapeTime unit) {
    switch (unit) {
        case TapeTime::SECONDS:
            return 1'000'000;
        case TapeTime::MILLISECONDS:
            return 1'000;
        default:
            return 1;
    }
}

std::string time_rule(TapeTime unit) {
    switch (unit) {
        case TapeTime::RFC_3339:
            return "a time such as 2026-11-21T09:30:00.000000Z";
        case TapeTime::SECONDS:
            return "whole seconds since 1970";
        case TapeTime::MILLISECONDS:
            return "whole milliseconds since 1970";
        case TapeTime::MICROSECONDS:
            break;
    }
    return "whole microseconds since 1970";
}

std::optional<Timestamp> parse_time(std::string_view text, TapeTime unit) {
    if (unit == TapeTime::RFC_3339) return Timestamp::parse(text);
    std::int64_t count = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    if (count < 0 || count >= micros_end / micros_per(unit)) return std::nullopt;
    return Timestamp::from_micros(count * micros_per(unit));
}

}  // namespace

TapeReader::TapeReader(TapeFormat format) : format_{std::move(format)}, lines_{format_.path} {
    std::string_view header;
    if (!lines_.next(header)) {
        throw ports::ExchangeError{"tape " + format_.path + " is empty, a header is needed"};
    }
    split(header);
    columns_ = values_.size();
    time_ = find_column(format_.columns.time);
    price_ = find_column(format_.columns.price);
    quantity_ = find_column(format_.columns.quantity);
    if (format_.columns.taker_side) taker_side_ = find_column(*format_.columns.taker_side);
}

TapeReader::Column TapeReader::find_column(std::string const& name) const {
    auto const count = std::ranges::count(values_, name);
    if (count == 0) fail("the header has no column \"" + name + "\"");
    if (count > 1) fail("the header has more than one column \"" + name + "\"");
    auto const found = std::ranges::find(values_, name);
    return {static_cast<std::size_t>(found - values_.begin()), name};
}

std::optional<MarketTrade> TapeReader::next() {
    std::string_view line;
    if (!lines_.next(line)) return std::nullopt;
    split(line);
    if (values_.size() != columns_) {
        fail(std::to_string(values_.size()) + " values, the header has " +
             std::to_string(columns_) + " columns");
    }
    MarketTrade trade;
    trade.time = read_time();
    if (last_time_ && trade.time < *last_time_) {
        fail(time_, "must not be before the time of the line above");
    }
    last_time_ = trade.time;
    trade.price_quote = Price{read_positive(price_)};
    trade.quantity_base = Quantity{read_positive(quantity_)};
    if (taker_side_) trade.taker_side = read_side(*taker_side_);
    return trade;
}

void TapeReader::split(std::string_view line) {
    values_.clear();
    while (true) {
        auto const comma = line.find(',');
        values_.push_back(line.substr(0, comma));
        if (comma == std::string_view::npos) return;
        line.remove_prefix(comma + 1);
    }
}

Timestamp TapeReader::read_time() const {
    auto const time = parse_time(value(time_), format_.time);
    if (!time) fail(time_, "must be " + time_rule(format_.time));
    return *time;
}

Decimal TapeReader::read_positive(Column const& column) const {
    auto const number = Decimal::parse(value(column));
    if (!number || !number->is_positive()) {
        fail(column, "must be a positive decimal number with at most 18 decimals");
    }
    return *number;
}

Side TapeReader::read_side(Column const& column) const {
    auto const text = value(column);
    if (text == "buy" || text == "BUY") return Side::BUY;
    if (text == "sell" || text == "SELL") return Side::SELL;
    fail(column, "must be buy or sell");
}

void TapeReader::fail(std::string const& what) const {
    throw ports::ExchangeError{"tape " + format_.path + " line " +
                               std::to_string(lines_.line_number()) + ": " + what};
}

void TapeReader::fail(Column const& column, std::string const& rule) const {
    fail("column " + column.name + ": \"" + std::string{value(column)} + "\" " + rule);
}

}  // namespace daybook::paper
