#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "model/measure.hpp"
#include "model/order_terms.hpp"
#include "model/timestamp.hpp"

namespace daybook::paper {

/// How the market behaves; docs/exchanges.md tells the rules in full.
struct PaperRules {
    /// Begins every exchange order id and exec id. Orders do not survive the process, so a run
    /// whose reports go into the book of an earlier one needs another prefix.
    std::string id_prefix = "P";
    /// What others have standing before an order that joins a price.
    model::Quantity queue_ahead_base;
    /// What can be taken at the last price, on each side, until the next one. nullopt: anything.
    std::optional<model::Quantity> depth_base;
    /// When DAY orders expire. Units: since midnight UTC. Shape: less than 24 hours.
    std::chrono::microseconds day_ends_at{0};
    /// Whether the market says PENDING_NEW, PENDING_CANCEL and PENDING_REPLACE before it decides.
    bool reports_pending = false;
};

/// One trade of other people, or, without a quantity, a price at which anything can be traded.
struct MarketTrade {
    model::Timestamp time;
    model::Price price_quote;
    std::optional<model::Quantity> quantity_base;
    /// Who came to the other's price, where that is known.
    std::optional<model::Side> taker_side;

    friend bool operator==(MarketTrade const&, MarketTrade const&) = default;
};

}  // namespace daybook::paper
