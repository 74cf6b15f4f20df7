#pragma once

#include <map>
#include <string>
#include <string_view>

#include "model/account.hpp"
#include "model/balance.hpp"
#include "model/discrepancy.hpp"
#include "model/entry.hpp"
#include "model/execution.hpp"
#include "model/instrument.hpp"
#include "model/lot.hpp"
#include "model/position.hpp"
#include "postgres/postgres_result.hpp"

namespace daybook::postgres {

// The columns that each read function expects, in its order. Each reads the row that `row` stands
// on and throws: corrupt for a value that the model has not.

inline constexpr std::string_view asset_columns = "code, display_decimals";
[[nodiscard]] model::Asset read_asset(PostgresResult& row);

inline constexpr std::string_view instrument_columns =
    "exchange, symbol, kind, base_asset, quote_asset, price_increment_quote, "
    "quantity_increment_base, min_quantity_base, min_notional_quote, maker_fee_rate, "
    "taker_fee_rate, state";
[[nodiscard]] model::Instrument read_instrument(PostgresResult& row);

inline constexpr std::string_view account_columns =
    "account_id, funding, cost_basis, state, last_seq, last_hash, discrepancies";
[[nodiscard]] model::Account read_account(PostgresResult& row);

inline constexpr std::string_view execution_columns =
    "account_id, entry_seq, order_id, exec_id, exchange, symbol, exec_type, last_quantity_base, "
    "last_price_quote, fee_asset, fee_amount, liquidity, exec_ref_id, quantity_base, price_quote, "
    "reason, (extract(epoch FROM occurred_at) * 1000000)::bigint";
[[nodiscard]] model::Execution read_execution(PostgresResult& row);

inline constexpr std::string_view entry_columns =
    "account_id, seq, kind, (extract(epoch FROM occurred_at) * 1000000)::bigint, "
    "(extract(epoch FROM recorded_at) * 1000000)::bigint, idempotency_key, order_id, refusal, "
    "payload, hash";
/// Without postings.
[[nodiscard]] model::Entry read_entry(PostgresResult& row);

inline constexpr std::string_view posting_columns = "bucket, asset, exchange, symbol, amount";
[[nodiscard]] model::Posting read_posting(PostgresResult& row);

inline constexpr std::string_view balance_columns =
    "account_id, asset, available, held, fees, external";
[[nodiscard]] model::Balance read_balance(PostgresResult& row);

inline constexpr std::string_view position_columns =
    "account_id, exchange, symbol, quantity_base, cost_quote, realized_pnl_quote, fees_quote, "
    "fees_other";
[[nodiscard]] model::PositionState read_position(PostgresResult& row);
/// Fees in other assets as the column `fees_other` keeps them: `BNB=0.1;BTC=0.002`.
[[nodiscard]] std::string to_text(std::map<model::AssetCode, model::Amount> const& fees_other);

inline constexpr std::string_view lot_columns =
    "number, quantity_base, cost_quote, (extract(epoch FROM opened_at) * 1000000)::bigint";
[[nodiscard]] model::Lot read_lot(PostgresResult& row);

inline constexpr std::string_view discrepancy_columns =
    "account_id, number, kind, state, (extract(epoch FROM opened_at) * 1000000)::bigint, "
    "entry_seq, detail, payload, (extract(epoch FROM occurred_at) * 1000000)::bigint, resolution, "
    "reason";
[[nodiscard]] model::Discrepancy read_discrepancy(PostgresResult& row);

/// "SELECT <columns> FROM <rest>".
[[nodiscard]] std::string select(std::string_view columns, std::string_view rest);
/// The same with the column `n` before the others: the number of the key that a row answers.
[[nodiscard]] std::string select_by_key(std::string_view columns, std::string_view rest);

}  // namespace daybook::postgres
