#include "model/position.hpp"

#include <algorithm>
#include <utility>

#include "model/assert.hpp"
#include "model/decimal.hpp"

namespace daybook::model {
namespace {

/// Half the range: sums of two values below it cannot overflow.
constexpr Decimal sum_max = Decimal::from_units(Int128{1} << 126);

bool fits_sum(std::initializer_list<Decimal> values) {
    Decimal sum;
    for (auto const value : values) {
        if (value.abs() > sum_max) return false;
        sum = sum + value.abs();
        if (sum > sum_max) return false;
    }
    return true;
}

Amount share(Amount total, Quantity part, Quantity whole) {
    auto const piece = allocate(total.value(), part.value(), whole.value());
    DAYBOOK_ASSERT(piece.has_value());
    return Amount{*piece};
}

bool is_older(Lot const& a, Lot const& b) {
    return a.opened_at != b.opened_at ? a.opened_at < b.opened_at : a.number < b.number;
}

}  // namespace

Position::Position(AccountId account_id, InstrumentKey instrument, AssetCode base_asset,
                   CostBasis basis)
    : base_asset_{std::move(base_asset)}, basis_{basis} {
    state_.account_id = std::move(account_id);
    state_.instrument = std::move(instrument);
}

Position Position::restore(PositionState state, std::vector<Lot> lots, AssetCode base_asset,
                           CostBasis basis) {
    Position position{state.account_id, state.instrument, std::move(base_asset), basis};
    position.state_ = std::move(state);
    std::sort(lots.begin(), lots.end(), is_older);
    position.lots_.assign(lots.begin(), lots.end());
    position.lots_are_known_ = position.state_.quantity_base.is_zero() || !lots.empty();
    return position;
}

bool Position::fits(PositionEvent const& event) const {
    if (auto const* opening = std::get_if<Opening>(&event)) {
        auto const cost = opening->cost_quote.value();
        return fits_sum({state_.quantity_base.value(), opening->quantity_base.value()}) &&
               fits_sum({state_.cost_quote.value(), state_.realized_pnl_quote.value(), cost});
    }
    auto const& fill = std::get<Fill>(event);
    auto const other = [&](AssetCode const& asset) {
        auto const found = state_.fees_other.find(asset);
        return found == state_.fees_other.end() ? Decimal{} : found->second.value();
    };
    return fits_sum(
               {state_.quantity_base.value(), fill.quantity_base.value(), fill.fee_base.value()}) &&
           fits_sum({state_.cost_quote.value(), state_.realized_pnl_quote.value(),
                     fill.notional_quote.value()}) &&
           fits_sum({state_.fees_quote.value(), fill.fee_quote.value()}) &&
           fits_sum({other(base_asset_), fill.fee_base.value()}) &&
           std::ranges::all_of(fill.fees_other, [&](Money const& fee) {
               return fits_sum({other(fee.asset), fee.amount.value()});
           });
}

void Position::apply(PositionEvent const& event) {
    if (auto const* fill = std::get_if<Fill>(&event)) {
        trade(*fill);
    } else {
        auto const& opening = std::get<Opening>(event);
        // An opening long against a short closes it at its cost, as a purchase would.
        Fill bought;
        bought.quantity_base = opening.quantity_base;
        bought.notional_quote = opening.cost_quote;
        bought.occurred_at = opening.occurred_at;
        bought.seq = opening.seq;
        trade(bought);
    }
    DAYBOOK_ASSERT(!state_.quantity_base.is_zero() || state_.cost_quote.is_zero());
    DAYBOOK_ASSERT(lots_.empty() == state_.quantity_base.is_zero());
}

void Position::trade(Fill const& fill) {
    bool const buys = fill.side == Side::BUY;
    Quantity const quantity = fill.quantity_base;
    Quantity const held = state_.quantity_base;
    bool const reduces = !held.is_zero() && held.is_negative() == buys;
    Quantity const closed = reduces ? std::min(quantity, held.abs()) : Quantity{};
    Amount const closed_quote =
        closed == quantity ? fill.notional_quote : share(fill.notional_quote, closed, quantity);
    if (closed.is_positive()) close(closed, closed_quote);
    if (closed < quantity) {
        Quantity const opened = quantity - closed;
        Amount const cost = fill.notional_quote - closed_quote;
        open(buys ? opened : -opened, buys ? cost : -cost, fill.occurred_at, fill.seq);
    }
    if (!fill.fee_base.is_zero()) {
        change_quantity_without_cost(Quantity{-fill.fee_base.value()}, fill.occurred_at, fill.seq);
        state_.fees_other[base_asset_] += fill.fee_base;
    }
    state_.fees_quote += fill.fee_quote;
    for (auto const& fee : fill.fees_other) state_.fees_other[fee.asset] += fee.amount;
}

void Position::close(Quantity closed, Amount proceeds) {
    bool const was_long = state_.quantity_base.is_positive();
    Quantity left = closed;
    Amount removed_cost;
    while (left.is_positive()) {
        auto const lot = next_to_close();
        Quantity const taken = std::min(left, lot->quantity_base.abs());
        bool const whole = taken == lot->quantity_base.abs();
        Amount const cost =
            whole ? lot->cost_quote : share(lot->cost_quote, taken, lot->quantity_base.abs());
        removed_cost += cost;
        left -= taken;
        if (whole) {
            remove_lot(lot);
        } else {
            lot->quantity_base -= was_long ? taken : -taken;
            lot->cost_quote -= cost;
            lot_changed(*lot);
        }
    }
    state_.quantity_base -= was_long ? closed : -closed;
    state_.cost_quote -= removed_cost;
    // A long earns proceeds less cost; a short's cost is negative: what it was sold for.
    state_.realized_pnl_quote += (was_long ? proceeds : -proceeds) - removed_cost;
}

void Position::open(Quantity quantity, Amount cost, Timestamp opened_at, std::uint64_t number) {
    state_.quantity_base += quantity;
    state_.cost_quote += cost;
    DAYBOOK_ASSERT(lots_are_known_ || basis_ != CostBasis::AVERAGE);
    if (basis_ == CostBasis::AVERAGE && !lots_.empty()) {
        auto& lot = lots_.front();
        lot.quantity_base += quantity;
        lot.cost_quote += cost;
        lot_changed(lot);
        return;
    }
    Lot const lot{number, quantity, cost, opened_at};
    lots_.insert(std::upper_bound(lots_.begin(), lots_.end(), lot, is_older), lot);
    lot_changed(lot);
}

void Position::change_quantity_without_cost(Quantity change, Timestamp at, std::uint64_t number) {
    bool const grows = state_.quantity_base.is_zero() ||
                       state_.quantity_base.is_negative() == change.is_negative();
    auto const of_this_trade = [number](Lot const& lot) { return lot.number == number; };
    if (grows) {
        auto const own = std::find_if(lots_.begin(), lots_.end(), of_this_trade);
        if (own == lots_.end()) return open(change, Amount{}, at, number);
        state_.quantity_base += change;
        own->quantity_base += change;
        return lot_changed(*own);
    }
    Quantity left = change.abs();
    Amount carried;
    while (left.is_positive() && !lots_.empty()) {
        // The trade's own lot pays first; its cost stays and spreads over what is left.
        auto lot = std::find_if(lots_.begin(), lots_.end(), of_this_trade);
        if (lot == lots_.end()) lot = next_to_close();
        Quantity const taken = std::min(left, lot->quantity_base.abs());
        left -= taken;
        if (taken == lot->quantity_base.abs()) {
            carried += lot->cost_quote;
            remove_lot(lot);
        } else {
            lot->quantity_base += change.is_negative() ? -taken : taken;
            lot->cost_quote += carried;
            carried = Amount{};
            lot_changed(*lot);
        }
    }
    Quantity const done = change.abs() - left;
    state_.quantity_base += change.is_negative() ? -done : done;
    if (!carried.is_zero() && !lots_.empty()) {
        lots_.front().cost_quote += carried;
        lot_changed(lots_.front());
    } else if (!carried.is_zero()) {
        // Nothing is left to carry the cost: it is lost, or for a short, earned.
        state_.cost_quote -= carried;
        state_.realized_pnl_quote -= carried;
    }
    if (left.is_positive()) open(change.is_negative() ? -left : left, Amount{}, at, number);
}

std::deque<Lot>::iterator Position::next_to_close() {
    DAYBOOK_ASSERT(lots_are_known_ && !lots_.empty());
    switch (basis_) {
        case CostBasis::LIFO:
            return std::prev(lots_.end());
        case CostBasis::HIFO:
            break;
        default:
            return lots_.begin();
    }
    // Longs give up the dearest first, shorts the one sold cheapest; the oldest among equals.
    bool const is_long = state_.quantity_base.is_positive();
    auto const unit_price_order = [is_long](Lot const& a, Lot const& b) {
        auto const paid = [is_long](Lot const& lot) {
            return (is_long ? lot.cost_quote : -lot.cost_quote).value();
        };
        return compare_ratios(paid(a), a.quantity_base.abs().value(), paid(b),
                              b.quantity_base.abs().value());
    };
    auto best = lots_.begin();
    for (auto lot = std::next(best); lot != lots_.end(); ++lot) {
        auto const order = unit_price_order(*lot, *best);
        if (is_long ? order > 0 : order < 0) best = lot;
    }
    return best;
}

bool Position::rebuild(std::span<PositionEvent const> events) {
    Position fresh{state_.account_id, state_.instrument, base_asset_, basis_};
    for (auto const& event : events) {
        if (!fresh.fits(event)) return false;
        fresh.apply(event);
    }
    DAYBOOK_ASSERT(lots_are_known_);
    // What the store knows of the old lots must be overwritten or go.
    fresh.changed_lots_.clear();
    fresh.removed_lots_ = removed_lots_;
    for (auto const& lot : lots_) fresh.removed_lots_.insert(lot.number);
    for (auto const& lot : fresh.lots_) {
        fresh.removed_lots_.erase(lot.number);
        fresh.changed_lots_.insert(lot.number);
    }
    *this = std::move(fresh);
    return true;
}

void Position::lot_changed(Lot const& lot) {
    changed_lots_.insert(lot.number);
    removed_lots_.erase(lot.number);
}

void Position::remove_lot(std::deque<Lot>::iterator lot) {
    changed_lots_.erase(lot->number);
    removed_lots_.insert(lot->number);
    lots_.erase(lot);
}

void Position::mark_stored() {
    changed_lots_.clear();
    removed_lots_.clear();
}

}  // namespace daybook::model
