#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

#include "model/measure.hpp"
#include "model/strong_id.hpp"

namespace daybook::model {

/// Something that can be owned. Display decimals concern people's tables alone.
struct Asset {
    static constexpr int display_decimals_max = 18;

    AssetCode code;
    int display_decimals = 0;

    friend bool operator==(Asset const&, Asset const&) = default;
};

/// What names an instrument: where it trades and what it is called there.
struct InstrumentKey {
    ExchangeCode exchange;
    Symbol symbol;

    friend auto operator<=>(InstrumentKey const&, InstrumentKey const&) = default;
    friend bool operator==(InstrumentKey const&, InstrumentKey const&) = default;
};

enum class InstrumentKind { SPOT };
enum class InstrumentState { OPEN, HALTED };

/// A market's rules. Key, kind and assets are fixed once defined.
struct Instrument {
    InstrumentKey key;
    InstrumentKind kind = InstrumentKind::SPOT;
    AssetCode base_asset;
    AssetCode quote_asset;
    Price price_increment_quote;
    Quantity quantity_increment_base;
    std::optional<Quantity> min_quantity_base;
    std::optional<Amount> min_notional_quote;
    Rate maker_fee_rate;
    Rate taker_fee_rate;
    InstrumentState state = InstrumentState::OPEN;
    /// Prices may be zero and below.
    bool negative_prices = false;
    /// The entry of `@book` that defined it so.
    std::uint64_t entry_seq = 0;

    friend bool operator==(Instrument const&, Instrument const&) = default;
};

}  // namespace daybook::model

template <>
struct std::hash<daybook::model::InstrumentKey> {
    std::size_t operator()(daybook::model::InstrumentKey const& key) const noexcept {
        return std::hash<std::string>{}(key.exchange.value()) * 31 +
               std::hash<std::string>{}(key.symbol.value());
    }
};
