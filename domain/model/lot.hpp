#pragma once

#include <cstdint>

#include "model/measure.hpp"
#include "model/timestamp.hpp"

namespace daybook::model {

/// A part of a position that one trade opened. Lots are ordered by age, then by number.
/// Shape: quantity and cost are signed alike; negative for a short.
struct Lot {
    /// The entry that opened it; unique within the position.
    std::uint64_t number = 0;
    Quantity quantity_base;
    Amount cost_quote;
    Timestamp opened_at;

    friend bool operator==(Lot const&, Lot const&) = default;
};

}  // namespace daybook::model
