#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>

#include "model/decimal.hpp"
#include "model/instrument.hpp"
#include "paper/paper_order.hpp"
#include "paper/paper_reports.hpp"
#include "paper/paper_rules.hpp"

namespace daybook::paper {

/// The orders of one instrument that rest or wait for their stop price, and how they are filled.
/// Our own orders never trade with each other; only trades of other people fill them.
///
/// Shape: `rules` and `reports` outlive it, and so does every order that has entered and is live.
class PaperBook {
  public:
    PaperBook(model::Instrument instrument, PaperRules const& rules, PaperReports& reports);

    void set_instrument(model::Instrument instrument) { instrument_ = std::move(instrument); }
    [[nodiscard]] model::Instrument const& instrument() const { return instrument_; }
    [[nodiscard]] std::optional<model::Price> last_price_quote() const { return last_price_; }

    /// Takes what the last price gives at once; what is left rests, waits for its stop price, or,
    /// of MARKET, IOC and FOK orders, is canceled. Requires a live order outside the book.
    void enter(PaperOrder& order);
    /// Takes a live order out.
    void leave(PaperOrder& order);
    /// Fills what rests, then the stop orders that the price has reached. The price is
    /// what the instrument allows.
    void trade(MarketTrade const& trade);

  private:
    /// Smaller goes first. For resting orders the price, negated for buys; for stop orders the
    /// other way round; then the priority.
    using Rank = std::pair<model::Int128, std::uint64_t>;
    using Ranked = std::map<Rank, PaperOrder*>;

    [[nodiscard]] static model::Int128 resting_rank(model::Side side, model::Price price);
    [[nodiscard]] static model::Int128 stop_rank(model::Side side, model::Price price);
    [[nodiscard]] Ranked& place_of(PaperOrder const& order, Rank& rank);
    [[nodiscard]] bool is_marketable(PaperOrder const& order) const;
    [[nodiscard]] bool is_at_last_price(PaperOrder const& order) const;
    /// What of `order` the last price fills at once.
    [[nodiscard]] model::Quantity takeable(PaperOrder const& order) const;

    void enter_market(PaperOrder& order);
    void fill_resting(model::Side side, MarketTrade const& trade, model::Quantity& left);
    void set_last_price(model::Price price);
    void trigger_stops(model::Side side);
    void fill(PaperOrder& order, model::Quantity quantity, model::Price price,
              model::Liquidity liquidity);

    model::Instrument instrument_;
    PaperRules const& rules_;
    PaperReports& reports_;
    std::array<Ranked, 2> resting_;
    std::array<Ranked, 2> stops_;
    std::optional<model::Price> last_price_;
    /// What is left of the depth at the last price, for takers of each side.
    std::array<model::Quantity, 2> depth_left_;
};

}  // namespace daybook::paper
