#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/order.hpp"
#include "postgres/postgres_result.hpp"

namespace daybook::postgres {

/// The columns that read_order() expects, in its order.
inline constexpr std::string_view order_columns =
    "account_id, id, exchange, symbol, side, type, time_in_force, quantity_base, price_quote, "
    "stop_price_quote, budget_quote, (extract(epoch FROM expires_at) * 1000000)::bigint, "
    "exchange_order_id, idempotency_key, facts, cancel_requests, pending_cancels, "
    "replace_requests, pending_replaces, filled_base, filled_quote, fees_quote, "
    "unmatched_reports, reject_reason, version, "
    "(extract(epoch FROM created_at) * 1000000)::bigint, "
    "(extract(epoch FROM updated_at) * 1000000)::bigint";

/// Reads the row that `row` stands on. Throws: corrupt for what no order can be.
[[nodiscard]] model::Order read_order(PostgresResult& row);

/// The facts of an order as the bits of the column `facts`.
[[nodiscard]] std::int64_t facts_of(model::OrderState const& state);

/// Replace requests as the column `replace_requests` keeps them: `100@12.5;50@`.
[[nodiscard]] std::string to_text(std::vector<model::ReplaceTerms> const& requests);

}  // namespace daybook::postgres
