#include "sql/instrument_row.hpp"

#include <utility>

namespace daybook::sql {

InstrumentRow row_of(model::Instrument const& instrument) {
    return {.exchange = instrument.key.exchange,
            .symbol = instrument.key.symbol,
            .kind = instrument.kind,
            .base_asset = instrument.base_asset,
            .quote_asset = instrument.quote_asset,
            .price_increment_quote = instrument.price_increment_quote,
            .quantity_increment_base = instrument.quantity_increment_base,
            .min_quantity_base = instrument.min_quantity_base,
            .min_notional_quote = instrument.min_notional_quote,
            .maker_fee_rate = instrument.maker_fee_rate,
            .taker_fee_rate = instrument.taker_fee_rate,
            .state = instrument.state,
            .negative_prices = instrument.negative_prices ? std::optional{1} : std::nullopt,
            .entry_seq = instrument.entry_seq};
}

model::Instrument to_model(InstrumentRow&& row) {
    return {.key = {std::move(row.exchange), std::move(row.symbol)},
            .kind = row.kind,
            .base_asset = std::move(row.base_asset),
            .quote_asset = std::move(row.quote_asset),
            .price_increment_quote = row.price_increment_quote,
            .quantity_increment_base = row.quantity_increment_base,
            .min_quantity_base = row.min_quantity_base,
            .min_notional_quote = row.min_notional_quote,
            .maker_fee_rate = row.maker_fee_rate,
            .taker_fee_rate = row.taker_fee_rate,
            .state = row.state,
            .negative_prices = row.negative_prices.value_or(0) != 0,
            .entry_seq = row.entry_seq.value_or(0)};
}

}  // namespace daybook::sql
