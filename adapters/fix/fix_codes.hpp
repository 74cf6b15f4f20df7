#pragma once

#include <optional>
#include <string_view>

#include "model/execution.hpp"
#include "model/order_terms.hpp"

namespace daybook::fix {

/// The codes of FIX 4.4 and what they are in the book; nullopt for a code that FIX does not know.

/// ExecType (150). 1 and 2 are FIX 4.2's partial fill and fill; L (triggered) is FIX 5.0's.
[[nodiscard]] std::optional<model::ExecType> exec_type_of(std::string_view code);
/// OrdStatus (39). 5 (replaced) and D (accepted for bidding) are working orders: NEW.
[[nodiscard]] std::optional<model::OrderStatus> order_status_of(std::string_view code);
/// LastLiquidityInd (851).
[[nodiscard]] std::optional<model::Liquidity> liquidity_of(std::string_view code);

[[nodiscard]] std::string_view code_of(model::Side side);
[[nodiscard]] std::string_view code_of(model::OrderType type);
[[nodiscard]] std::string_view code_of(model::TimeInForce time_in_force);

/// Side (54), of orders placed elsewhere: short sales are sales, 3 buys and 4 sells.
[[nodiscard]] std::optional<model::Side> side_of(std::string_view code);
/// TimeInForce (59); at the opening, at the close and good till crossing are of one day.
[[nodiscard]] std::optional<model::TimeInForce> time_in_force_of(std::string_view code);

}  // namespace daybook::fix
