#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <variant>
#include <vector>

#include "model/account.hpp"
#include "model/execution.hpp"
#include "model/instrument.hpp"
#include "model/lot.hpp"
#include "model/measure.hpp"
#include "model/order_terms.hpp"
#include "model/timestamp.hpp"

namespace daybook::model {

/// One trade as a position sees it, with its fee split by where it counts.
struct Fill {
    Side side = Side::BUY;
    Quantity quantity_base;
    Amount notional_quote;
    /// Fee in the base asset: changes the quantity, not the cost.
    Amount fee_base;
    Amount fee_quote;
    /// Fees in other assets, each once.
    Fees fees_other;
    Timestamp occurred_at;
    /// The entry that booked the trade first; a correction keeps it.
    std::uint64_t seq = 0;

    friend bool operator==(Fill const&, Fill const&) = default;
};

/// A quantity that was there before the book began, at its cost.
struct Opening {
    Quantity quantity_base;
    Amount cost_quote;
    Timestamp occurred_at;
    std::uint64_t seq = 0;

    friend bool operator==(Opening const&, Opening const&) = default;
};

/// What changes a position, in the book's order.
using PositionEvent = std::variant<Fill, Opening>;

/// What a store keeps of a position besides its lots.
struct PositionState {
    AccountId account_id;
    InstrumentKey instrument;
    /// Signed: negative for a short.
    Quantity quantity_base;
    /// Signed cost of what is open.
    Amount cost_quote;
    /// Gross of fees.
    Amount realized_pnl_quote;
    Amount fees_quote;
    /// Fees in other assets than the quote's, the base asset's among them.
    std::map<AssetCode, Amount> fees_other;

    friend bool operator==(PositionState const&, PositionState const&) = default;
};

/// What is held of an instrument, what it cost, and what closing it has earned.
///
/// Adding on the same side adds to cost. Reducing removes cost: AVERAGE in proportion (one lot),
/// FIFO, LIFO and HIFO from lots. Crossing zero closes and opens the remainder at the fill price.
/// Invariants: quantity and cost are the sums over lots; a flat position has no cost.
class Position {
  public:
    Position(AccountId account_id, InstrumentKey instrument, AssetCode base_asset, CostBasis basis);
    /// Shape: `lots` are all that are open, or none where nothing will be taken from what is held:
    /// then only what is added becomes known.
    [[nodiscard]] static Position restore(PositionState state, std::vector<Lot> lots,
                                          AssetCode base_asset, CostBasis basis);

    [[nodiscard]] PositionState const& state() const { return state_; }
    [[nodiscard]] std::deque<Lot> const& lots() const { return lots_; }

    /// Whether every sum that `event` touches stays within range.
    [[nodiscard]] bool fits(PositionEvent const& event) const;
    /// Takes one event that fits.
    void apply(PositionEvent const& event);
    /// Replaces everything by what `events` give from nothing.
    /// Returns false, unchanged, where a sum would leave the range.
    [[nodiscard]] bool rebuild(std::span<PositionEvent const> events);

    /// Lots that differ from the stored ones, by number, and stored ones that have gone.
    [[nodiscard]] std::set<std::uint64_t> const& changed_lots() const { return changed_lots_; }
    [[nodiscard]] std::set<std::uint64_t> const& removed_lots() const { return removed_lots_; }
    /// Forgets which lots changed: they have been stored.
    void mark_stored();

  private:
    void trade(Fill const& fill);
    void close(Quantity closed, Amount proceeds);
    void open(Quantity quantity, Amount cost, Timestamp opened_at, std::uint64_t number);
    void change_quantity_without_cost(Quantity change, Timestamp at, std::uint64_t number);
    [[nodiscard]] std::deque<Lot>::iterator next_to_close();
    void lot_changed(Lot const& lot);
    void remove_lot(std::deque<Lot>::iterator lot);

    PositionState state_;
    std::deque<Lot> lots_;
    bool lots_are_known_ = true;
    AssetCode base_asset_;
    CostBasis basis_;
    std::set<std::uint64_t> changed_lots_;
    std::set<std::uint64_t> removed_lots_;
};

}  // namespace daybook::model
