#pragma once

#include <string_view>

#include "model/command.hpp"

namespace daybook::support {

/// Reads a command from one line of a small language, for tests to read like a story:
///
///     deposit 100 USD                        withdraw 5 USD          close
///     place o1 BUY 2@100                     LIMIT, GTC, BTC-USD on PAPER; `2` alone is MARKET
///     cancel o1                              replace o1 3@101, replace o1 3, replace o1 @101
///     report o1 x1 TRADE 2@100 fee=0.1:USD   the last quantity and price
///     report o1 x2 TRADE_CORRECT 2@99 ref=x1
///     report o1 x3 REPLACED to=3@101         the new terms
///     resolve 1 ACCEPT by_phone
///     market X S BTC/USD 0.01 1              an instrument with its two increments
///
/// Any other command stands with all its members. Each may be followed by `name=value` for any
/// member; `name=` takes one away. Short names: key, order (by its key), id, at_exchange (the
/// order by the exchange's id), eoid (exchange_order_id), ref (exec_ref_id), fee=AMOUNT:ASSET,
/// to=QUANTITY@PRICE, at=SECONDS (occurred_at, after 2026-11-21T09:30Z). The account is alpha, the
/// key of a deposit or withdrawal one of its own, where none is given.
/// What is no command becomes Malformed.
[[nodiscard]] model::Command command(std::string_view text);

}  // namespace daybook::support
