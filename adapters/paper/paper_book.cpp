#include "paper/paper_book.hpp"

#include <algorithm>

#include "model/assert.hpp"
#include "paper/paper_fee.hpp"

namespace daybook::paper {

using namespace model;

namespace {

std::size_t index_of(Side side) { return static_cast<std::size_t>(side); }

/// Whether an order may stay in the market with what it could not trade at once.
bool may_rest(OrderTerms const& terms) {
    return has_limit(terms.type) && terms.time_in_force != TimeInForce::IOC &&
           terms.time_in_force != TimeInForce::FOK;
}

}  // namespace

PaperBook::PaperBook(Instrument instrument, PaperRules const& rules, PaperReports& reports)
    : instrument_{std::move(instrument)}, rules_{rules}, reports_{reports} {}

Int128 PaperBook::resting_rank(Side side, Price price) {
    auto const units = price.value().units();
    return side == Side::BUY ? -units : units;
}

Int128 PaperBook::stop_rank(Side side, Price price) { return -resting_rank(side, price); }

PaperBook::Ranked& PaperBook::place_of(PaperOrder const& order, Rank& rank) {
    auto const side = order.terms.side;
    bool const waits = order.waits_for_stop();
    rank = {waits ? stop_rank(side, *order.terms.stop_price_quote)
                  : resting_rank(side, *order.terms.price_quote),
            order.priority};
    return waits ? stops_[index_of(side)] : resting_[index_of(side)];
}

bool PaperBook::is_marketable(PaperOrder const& order) const {
    if (!last_price_) return false;
    if (!has_limit(order.terms.type)) return true;
    auto const limit = *order.terms.price_quote;
    return order.terms.side == Side::BUY ? limit >= *last_price_ : limit <= *last_price_;
}

bool PaperBook::is_at_last_price(PaperOrder const& order) const {
    return order.terms.price_quote == last_price_;
}

Quantity PaperBook::takeable(PaperOrder const& order) const {
    auto const wanted = order.leaves_base();
    if (!is_marketable(order) || !is_in_range(instrument_, wanted, *last_price_)) return {};
    if (!rules_.depth_base) return wanted;
    auto const given = std::min(wanted, depth_left_[index_of(order.terms.side)]);
    bool const all_or_none = order.terms.time_in_force == TimeInForce::FOK;
    return all_or_none && given < wanted ? Quantity{} : given;
}

void PaperBook::enter(PaperOrder& order) {
    DAYBOOK_ASSERT(order.is_live());
    if (order.waits_for_stop()) {
        auto const side = order.terms.side;
        bool const is_reached = last_price_ && stop_rank(side, *order.terms.stop_price_quote) <=
                                                   stop_rank(side, *last_price_);
        if (!is_reached) {
            Rank rank;
            auto& place = place_of(order, rank);
            place.emplace(rank, &order);
            return;
        }
        order.is_triggered = true;
    }
    enter_market(order);
}

void PaperBook::enter_market(PaperOrder& order) {
    auto const taken = takeable(order);
    // Who has emptied the market's price, or comes with a better one, has nobody before him.
    bool const leads = taken.is_positive() || (is_marketable(order) && !is_at_last_price(order));
    order.queue_ahead_base = leads ? Quantity{} : rules_.queue_ahead_base;
    if (taken.is_positive()) {
        if (rules_.depth_base) depth_left_[index_of(order.terms.side)] -= taken;
        fill(order, taken, *last_price_, Liquidity::TAKER);
    }
    if (order.is_filled()) return;
    if (may_rest(order.terms)) {
        Rank rank;
        auto& place = place_of(order, rank);
        place.emplace(rank, &order);
        return;
    }
    order.stage = PaperOrder::Stage::canceled;
    reports_.tell(order, ExecType::CANCELED, "the market gave no more at once");
}

void PaperBook::leave(PaperOrder& order) {
    Rank rank;
    auto& place = place_of(order, rank);
    auto const erased = place.erase(rank);
    DAYBOOK_ASSERT(erased == 1);
}

void PaperBook::trade(MarketTrade const& trade) {
    auto left = trade.quantity_base.value_or(Quantity{});
    auto const first = trade.taker_side == Side::BUY ? Side::SELL : Side::BUY;
    fill_resting(first, trade, left);
    fill_resting(first == Side::BUY ? Side::SELL : Side::BUY, trade, left);
    set_last_price(trade.price_quote);
    trigger_stops(Side::BUY);
    trigger_stops(Side::SELL);
}

void PaperBook::fill_resting(Side side, MarketTrade const& trade, Quantity& left) {
    auto& resting = resting_[index_of(side)];
    auto const rank = resting_rank(side, trade.price_quote);
    bool const anything = !trade.quantity_base;
    // A taker of the same side at the very price would have been served in our order's stead.
    bool const is_rival = trade.taker_side == side;
    // What of this trade went to those before our orders at the very price.
    Quantity to_others;
    for (auto at = resting.begin(); at != resting.end() && at->first.first <= rank;) {
        bool const is_through = at->first.first < rank;
        if (!is_through && is_rival) break;
        if (!anything && left.is_zero() && rules_.queue_ahead_base.is_zero()) break;
        auto& order = *at->second;
        if (is_through || anything) {
            order.queue_ahead_base = Quantity{};
        } else {
            auto const already = std::min(order.queue_ahead_base, to_others);
            auto const more = std::min(order.queue_ahead_base - already, left);
            order.queue_ahead_base -= already + more;
            to_others += more;
            left -= more;
        }
        bool const is_next = order.queue_ahead_base.is_zero();
        auto const given = anything ? order.leaves_base() : std::min(order.leaves_base(), left);
        if (is_next && given.is_positive()) {
            if (!anything) left -= given;
            fill(order, given, *order.terms.price_quote, Liquidity::MAKER);
        }
        at = order.is_filled() ? resting.erase(at) : std::next(at);
    }
}

void PaperBook::set_last_price(Price price) {
    last_price_ = price;
    depth_left_.fill(rules_.depth_base.value_or(Quantity{}));
}

void PaperBook::trigger_stops(Side side) {
    auto& stops = stops_[index_of(side)];
    auto const reached = stop_rank(side, *last_price_);
    while (!stops.empty() && stops.begin()->first.first <= reached) {
        auto& order = *stops.begin()->second;
        stops.erase(stops.begin());
        order.is_triggered = true;
        enter_market(order);
    }
}

void PaperBook::fill(PaperOrder& order, Quantity quantity, Price price, Liquidity liquidity) {
    DAYBOOK_ASSERT(quantity.is_positive() && quantity <= order.leaves_base());
    order.filled_base += quantity;
    reports_.fill(order, instrument_, quantity, price, liquidity);
}

}  // namespace daybook::paper
