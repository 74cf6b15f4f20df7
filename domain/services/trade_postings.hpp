#pragma once

#include <optional>

#include "model/instrument.hpp"
#include "model/position.hpp"
#include "services/posting_list.hpp"
#include "services/trade_tree.hpp"

namespace daybook::services {

/// What a trade moves: its notional, and its fees by where they count.
struct TradeValue {
    model::Quantity quantity_base;
    model::Amount notional_quote;
    model::Amount fee_quote;
    model::Fees fees;
};

/// All zero for no terms. Returns nullopt where quantity, quantity times price, or a fee leaves
/// half the range of Decimal.
[[nodiscard]] std::optional<TradeValue> value_of(std::optional<TradeTerms> const& terms,
                                                 model::Instrument const& instrument);

/// The trade as its position takes it.
[[nodiscard]] model::Fill fill_of(TradeTerms const& terms, TradeValue const& value,
                                  model::Instrument const& instrument, model::Side side,
                                  model::Timestamp occurred_at, std::uint64_t seq);

enum class Direction { book, reverse };

/// Posts a trade between AVAILABLE, TRADING and FEES. What the order's hold pays is moved out of
/// HELD to AVAILABLE beside it.
void post_trade(PostingList& postings, TradeValue const& value, model::Side side,
                model::Instrument const& instrument, Direction direction);

}  // namespace daybook::services
