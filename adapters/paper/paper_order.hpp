#pragma once

#include <cstdint>
#include <optional>

#include "model/order_terms.hpp"
#include "model/strong_id.hpp"
#include "ports/outbound/exchange_gateway.hpp"

namespace daybook::paper {

/// An order as the paper exchange knows it.
struct PaperOrder {
    /// Where the order is in its life, apart from how much of it is filled.
    enum class Stage { pending, working, rejected, canceled, expired };

    /// Counts from 1 in the order of arrival.
    std::uint64_t number = 0;
    model::ExchangeOrderId id;
    /// Of the request that was accepted last.
    ports::ClientOrderId client_order_id;
    model::OrderTerms terms;
    Stage stage = Stage::pending;
    model::Quantity filled_base;
    /// Whether the market has reached the stop price.
    bool is_triggered = false;
    /// Lower goes first at one price; changes when a replace loses the place.
    std::uint64_t priority = 0;
    /// What others have standing before it at its price.
    model::Quantity queue_ahead_base;
    /// When it expires; nullopt for orders that do not.
    std::optional<model::Timestamp> expires_at;
    /// Requests that were reported as pending and are not decided yet.
    std::uint32_t pending_cancels = 0;
    std::uint32_t pending_replaces = 0;
    /// How many reports were made, for the next exec id.
    std::uint32_t reports = 0;
    std::uint32_t status_reports = 0;

    [[nodiscard]] bool is_filled() const {
        return filled_base.is_positive() && filled_base >= terms.quantity_base;
    }
    /// Whether it waits or rests in the market.
    [[nodiscard]] bool is_live() const { return stage == Stage::working && !is_filled(); }
    /// Shape: what can still trade of a live order.
    [[nodiscard]] model::Quantity leaves_base() const { return terms.quantity_base - filled_base; }
    /// Whether it waits for its stop price.
    [[nodiscard]] bool waits_for_stop() const {
        return model::has_stop(terms.type) && !is_triggered;
    }
    /// Source: FIX 4.4 OrdStatus (39), by precedence.
    [[nodiscard]] model::OrderStatus status() const;
};

}  // namespace daybook::paper
