#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "model/decimal.hpp"
#include "model/timestamp.hpp"

namespace daybook::fix {

/// Reads Price, Qty, Amt and the like exactly: an optional sign, digits with at most one point
/// among them, and an exponent, which FIX does not know and some counterparties write all the same.
/// Errors: the end of a sentence, "must be ...".
[[nodiscard]] tl::expected<model::Decimal, std::string> read_decimal(std::string_view text);

/// Writes a decimal with at least `decimals_min` decimals.
[[nodiscard]] std::string write_decimal(model::Decimal value, int decimals_min);

/// Reads UTCTimestamp: `20261121-09:30:00` with up to nine decimals of a second, of which six are
/// kept; a leap second is the second after it. nullopt for anything else.
[[nodiscard]] std::optional<model::Timestamp> read_time(std::string_view text);

/// Writes UTCTimestamp with milliseconds, rounded down.
[[nodiscard]] std::string write_time(model::Timestamp time);

}  // namespace daybook::fix
