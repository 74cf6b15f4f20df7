#include "sql/execution_row.hpp"

#include <utility>

#include "sql/corrupt_value.hpp"

namespace daybook::sql {

ExecutionRow row_of(model::Execution const& execution) {
    auto const& fee = execution.fee;
    return {.account_id = execution.account_id,
            .entry_seq = execution.entry_seq,
            .order_id = execution.order_id,
            .exec_id = execution.exec_id,
            .exchange = execution.instrument.exchange,
            .symbol = execution.instrument.symbol,
            .exec_type = execution.exec_type,
            .last_quantity_base = execution.last_quantity_base,
            .last_price_quote = execution.last_price_quote,
            .fee_asset = fee ? std::optional{fee->asset} : std::nullopt,
            .fee_amount = fee ? std::optional{fee->amount} : std::nullopt,
            .liquidity = execution.liquidity,
            .exec_ref_id = execution.exec_ref_id,
            .quantity_base = execution.quantity_base,
            .price_quote = execution.price_quote,
            .reason = execution.reason,
            .occurred_at = execution.occurred_at};
}

model::Execution to_model(ExecutionRow&& row) {
    if (row.fee_asset.has_value() != row.fee_amount.has_value()) {
        reject_value("fee_asset", row.fee_asset ? row.fee_asset->value() : "null");
    }
    std::optional<model::Money> fee;
    if (row.fee_asset) fee = model::Money{std::move(*row.fee_asset), *row.fee_amount};
    return {.account_id = std::move(row.account_id),
            .order_id = row.order_id,
            .instrument = {std::move(row.exchange), std::move(row.symbol)},
            .exec_id = std::move(row.exec_id),
            .exec_type = row.exec_type,
            .last_quantity_base = row.last_quantity_base,
            .last_price_quote = row.last_price_quote,
            .fee = std::move(fee),
            .liquidity = row.liquidity,
            .exec_ref_id = std::move(row.exec_ref_id),
            .quantity_base = row.quantity_base,
            .price_quote = row.price_quote,
            .reason = std::move(row.reason),
            .occurred_at = row.occurred_at,
            .entry_seq = row.entry_seq};
}

}  // namespace daybook::sql
