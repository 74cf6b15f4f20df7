#pragma once

#include <optional>

#include "model/instrument.hpp"
#include "model/timestamp.hpp"

namespace daybook::ports {

/// What operators may do to the market of an exchange that only plays one.
///
/// Threads: safe. Never blocks.
class MarketControl {
  public:
    /// unavailable: nobody heard it; worth a retry.
    enum class Outcome { done, unknown_exchange, unavailable };

    virtual ~MarketControl() = default;

    /// Makes a price known, as a trade of other people would, of `quantity_base` or of anything.
    /// Shape: both positive.
    [[nodiscard]] virtual Outcome post_price(model::Instrument const& instrument,
                                             model::Price price,
                                             std::optional<model::Quantity> quantity_base) = 0;
    /// Lets a tape that is held play until `time` of its own, inclusive; nullopt: to its end.
    [[nodiscard]] virtual Outcome play(model::ExchangeCode const& exchange,
                                       std::optional<model::Timestamp> until) = 0;
};

}  // namespace daybook::ports
