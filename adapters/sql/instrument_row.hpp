#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

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
    /// 1: prices may be zero and below; nullopt stands for 0.
    std::optional<std::int32_t> negative_prices;
    /// nullopt of one that was defined before this was kept.
    std::optional<std::uint64_t> entry_seq;
};

/// The columns that a later definition may change.
inline constexpr std::string_view instrument_rules =
    "price_increment_quote, quantity_increment_base, min_quantity_base, min_notional_quote, "
    "maker_fee_rate, taker_fee_rate, state, negative_prices, entry_seq";

[[nodiscard]] InstrumentRow row_of(model::Instrument const& instrument);
[[nodiscard]] model::Instrument to_model(InstrumentRow&& row);

}  // namespace daybook::sql
