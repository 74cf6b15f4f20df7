#include "sql/execution_row.hpp"

#include <utility>

#include "sql/corrupt_value.hpp"
#include "sql/text_parts.hpp"

namespace daybook::sql {

namespace {

std::string text_of(model::Fees const& fees) {
    std::string text;
    for (auto const& [asset, amount] : fees) {
        if (!text.empty()) text += ';';
        text += asset.value();
        text += '=';
        text += amount.value().to_string();
    }
    return text;
}

model::Fees read_fees(std::string_view text) {
    model::Fees fees;
    for_each_part(text, ";", [&](std::string_view fee) {
        auto const equals = fee.find('=');
        if (equals == std::string_view::npos) reject_value("fees", text);
        auto const amount = model::Decimal::parse(fee.substr(equals + 1));
        if (!amount) reject_value("fees", text);
        fees.push_back({model::AssetCode{fee.substr(0, equals)}, model::Amount{*amount}});
    });
    return fees;
}

std::optional<model::Fees> fees_in(ExecutionRow&& row) {
    if (row.fee_asset.has_value() != row.fee_amount.has_value()) {
        reject_value("fee_asset", row.fee_asset ? row.fee_asset->value() : "null");
    }
    if (row.fee_asset) return model::Fees{{std::move(*row.fee_asset), *row.fee_amount}};
    if (row.fees) return read_fees(*row.fees);
    return std::nullopt;
}

}  // namespace

ExecutionRow row_of(model::Execution const& execution) {
    auto const& fees = execution.fees;
    bool const is_one = fees && fees->size() == 1;
    return {.account_id = execution.account_id,
            .entry_seq = execution.entry_seq,
            .order_id = execution.order_id,
            .exec_id = execution.exec_id,
            .exchange = execution.instrument.exchange,
            .symbol = execution.instrument.symbol,
            .exec_type = execution.exec_type,
            .last_quantity_base = execution.last_quantity_base,
            .last_price_quote = execution.last_price_quote,
            .fee_asset = is_one ? std::optional{fees->front().asset} : std::nullopt,
            .fee_amount = is_one ? std::optional{fees->front().amount} : std::nullopt,
            .liquidity = execution.liquidity,
            .exec_ref_id = execution.exec_ref_id,
            .quantity_base = execution.quantity_base,
            .price_quote = execution.price_quote,
            .reason = execution.reason,
            .occurred_at = execution.occurred_at,
            .fees = fees && !is_one ? std::optional{text_of(*fees)} : std::nullopt,
            .stop_price_quote = execution.stop_price_quote};
}

model::Execution to_model(ExecutionRow&& row) {
    auto fees = fees_in(std::move(row));
    return {.account_id = std::move(row.account_id),
            .order_id = row.order_id,
            .instrument = {std::move(row.exchange), std::move(row.symbol)},
            .exec_id = std::move(row.exec_id),
            .exec_type = row.exec_type,
            .last_quantity_base = row.last_quantity_base,
            .last_price_quote = row.last_price_quote,
            .fees = std::move(fees),
            .liquidity = row.liquidity,
            .exec_ref_id = std::move(row.exec_ref_id),
            .quantity_base = row.quantity_base,
            .price_quote = row.price_quote,
            .stop_price_quote = row.stop_price_quote,
            .reason = std::move(row.reason),
            .occurred_at = row.occurred_at,
            .entry_seq = row.entry_seq};
}

}  // namespace daybook::sql
