#pragma once

#include <optional>

#include "model/instrument.hpp"

namespace daybook::sql {

/// A row of `instruments`.
struct InstrumentRow {
    model::ExchangeCode exchange;
    model::Symbol symbol;
    model::InstrumentKind kind{};
    model::AssetCode base_asset;
    model::AssetCode quote_asset;
    model::Price price_increment_quote;
    model::Quantity quantity_increment_base;
    std::optional<model::Quantity> min_quantity_base;
    std::optional<model::Amount> min_notional_quote;
    model::Rate maker_fee_rate;
    model::Rate taker_fee_rate;
    model::InstrumentState state{};
};

[[nodiscard]] InstrumentRow row_of(model::Instrument const& instrument);
[[nodiscard]] model::Instrument to_model(InstrumentRow&& row);

}  // namespace daybook::sql
