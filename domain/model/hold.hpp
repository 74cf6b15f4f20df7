#pragma once

#include <tl/expected.hpp>

#include "model/account.hpp"
#include "model/instrument.hpp"
#include "model/order.hpp"

namespace daybook::model {

/// Which asset an order holds: the quote asset for a BUY, the base asset for a SELL.
[[nodiscard]] AssetCode const& hold_asset(Side side, Instrument const& instrument);

/// What an order needs HELD for all that it may still trade.
///
/// BUY with a limit: price * leaves * (1 + max(maker, taker fee rate, 0)), rounded up at 10^-18.
/// BUY with a budget: what is left of the budget. SELL: leaves. While replace requests are
/// outstanding, the most that the present terms or any of those asked for need. MARGIN: nothing.
/// Errors: overflow.
[[nodiscard]] tl::expected<Amount, DecimalError> hold_of(Order const& order,
                                                         Instrument const& instrument,
                                                         Funding funding);

}  // namespace daybook::model
