#pragma once

#include <tl/expected.hpp>

#include "model/account.hpp"
#include "model/instrument.hpp"
#include "model/order.hpp"

namespace daybook::model {

/// Whether an order has anything HELD while it may trade: not in a MARGIN account, and not a BUY
/// that was placed elsewhere with neither a limit nor a budget, as nobody knows what it may cost.
[[nodiscard]] bool reserves(Order const& order, Funding funding);

/// What an order needs HELD for all that it may still trade.
///
/// BUY with a limit: price * leaves * (1 + max(maker, taker fee rate, 0)), rounded up at 10^-18.
/// BUY with a budget: what is left of the budget. SELL: leaves, and where its limit is below zero,
/// what the sale then pays, by the formula of a BUY. While replace requests are outstanding, the
/// largest quantity of the present terms and those asked for, each unit at the dearest price of
/// the terms that reach it, so that fills at any of them are covered. Nothing where the order does
/// not reserve.
/// Errors: overflow.
[[nodiscard]] tl::expected<Hold, DecimalError> hold_of(Order const& order,
                                                       Instrument const& instrument,
                                                       Funding funding);

/// What an order has HELD: what it was given, or where that was not kept, what it needs.
/// Errors: overflow.
[[nodiscard]] tl::expected<Hold, DecimalError> held_by(Order const& order,
                                                       Instrument const& instrument,
                                                       Funding funding);

}  // namespace daybook::model
