#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/execution.hpp"

namespace daybook::sql {

/// A row of `executions`.
struct ExecutionRow {
    model::AccountId account_id;
    std::uint64_t entry_seq = 0;
    model::OrderId order_id;
    model::ExecId exec_id;
    model::ExchangeCode exchange;
    model::Symbol symbol;
    model::ExecType exec_type{};
    std::optional<model::Quantity> last_quantity_base;
    std::optional<model::Price> last_price_quote;
    /// Of one fee; see `fees`.
    std::optional<model::AssetCode> fee_asset;
    std::optional<model::Amount> fee_amount;
    std::optional<model::Liquidity> liquidity;
    std::optional<model::ExecId> exec_ref_id;
    std::optional<model::Quantity> quantity_base;
    std::optional<model::Price> price_quote;
    std::optional<std::string> reason;
    model::Timestamp occurred_at;
    /// Of several fees, `USD=1;BNB=0.1`, and empty where the exchange said that there is none.
    std::optional<std::string> fees;
    std::optional<model::Price> stop_price_quote;
};

[[nodiscard]] ExecutionRow row_of(model::Execution const& execution);
/// Throws: StorageError, corrupt, for what no execution can be.
[[nodiscard]] model::Execution to_model(ExecutionRow&& row);

}  // namespace daybook::sql
