#pragma once

#include <optional>

#include "fix/fix_message.hpp"
#include "fix/fix_settings.hpp"
#include "ports/outbound/exchange_gateway.hpp"

namespace daybook::fix {

/// Reads of an ExecutionReport (8) what it takes to record its order: account, symbol, side, type,
/// time in force, quantity and prices. Types beyond market, limit and stop are what their prices
/// make them. nullopt where something of it is missing; `why` then says what, in one sentence.
[[nodiscard]] std::optional<ports::OrderPlacedElsewhere> decode_foreign_order(
    FixMessage const& message, FixDialect const& dialect, std::string& why);

/// An ExecutionReport (8) of an order placed elsewhere, with the order; unreadable without it.
[[nodiscard]] ports::ExchangeReport decode_drop_copy(FixMessage const& message,
                                                     FixDialect const& dialect);

}  // namespace daybook::fix
