#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/order.hpp"
#include "sqlite/sqlite_statement.hpp"

namespace daybook::sqlite {

/// The columns that read_order() expects, in its order.
inline constexpr std::string_view order_columns =
    "account_id, id, exchange, symbol, side, type, time_in_force, quantity_base, price_quote, "
    "stop_price_quote, budget_quote, expires_at, exchange_order_id, idempotency_key, facts, "
    "cancel_requests, pending_cancels, replace_requests, pending_replaces, filled_base, "
    "filled_quote, fees_quote, unmatched_reports, reject_reason, version, created_at, updated_at";

/// Reads the row that `rows` stands on. Throws: corrupt for what no order can be.
[[nodiscard]] model::Order read_order(SqliteRows& rows);

/// The facts of an order as the bits of the column `facts`.
[[nodiscard]] std::int64_t facts_of(model::OrderState const& state);

/// Replace requests as the column `replace_requests` keeps them: `100@12.5;50@`.
[[nodiscard]] std::string to_text(std::vector<model::ReplaceTerms> const& requests);

}  // namespace daybook::sqlite
