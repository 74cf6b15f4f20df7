#pragma once

#include <span>

#include "ports/outbound/unit_of_work.hpp"
#include "services/loaded_books.hpp"

namespace daybook::services {

/// The sides on which something may trade.
struct TradedSides {
    bool buys = false;
    bool sells = false;

    void add(model::Side side) { (side == model::Side::BUY ? buys : sells) = true; }
};

/// A position that a run of commands may change.
struct PositionNeed {
    ports::PositionKey key;
    TradedSides sides;
    /// Whether a trade that was booked may change: then everything the position is made of counts.
    bool rebuilds = false;
};

/// Loads positions into `books`, with their lots where something may be taken from them, and with
/// their histories where they may be rebuilt.
/// Shape: the accounts exist, and the instruments are defined.
void load_positions(ports::Repositories& repositories, LoadedBooks& books,
                    std::span<PositionNeed const> wanted);

}  // namespace daybook::services
