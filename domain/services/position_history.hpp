#pragma once

#include <map>
#include <vector>

#include "model/entry.hpp"
#include "model/execution.hpp"
#include "model/instrument.hpp"
#include "services/account_book.hpp"

namespace daybook::services {

/// What a position is made of: the surviving trades with their corrections and the openings, by
/// the entry that booked each first.
/// Shape: `trades` holds every execution of the position that moves money.
[[nodiscard]] PositionHistory history_of(std::vector<model::Execution> const& trades,
                                         std::vector<model::Entry> const& openings,
                                         std::map<model::OrderId, model::Side> const& sides,
                                         model::Instrument const& instrument);

}  // namespace daybook::services
