#pragma once

#include <optional>

#include "model/execution.hpp"
#include "model/instrument.hpp"
#include "model/measure.hpp"

namespace daybook::paper {

/// Whether quantity * price and the fees on it are in the range of Decimal.
[[nodiscard]] bool is_in_range(model::Instrument const& instrument, model::Quantity quantity,
                               model::Price price);

/// The fee of a fill in the quote asset: notional * rate, rounded down at 10^-18, so that fills
/// never take more than the hold, which is rounded up. Negative for a rebate; nullopt where the
/// rate is zero. Requires is_in_range().
[[nodiscard]] std::optional<model::Money> fee_of(model::Instrument const& instrument,
                                                 model::Quantity quantity, model::Price price,
                                                 model::Liquidity liquidity);

}  // namespace daybook::paper
