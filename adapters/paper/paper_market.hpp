#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "model/instrument.hpp"
#include "paper/paper_book.hpp"
#include "paper/paper_order.hpp"
#include "paper/paper_reports.hpp"
#include "paper/paper_rules.hpp"
#include "ports/outbound/exchange_gateway.hpp"

namespace daybook::paper {

/// The matching core of the paper exchange: requests, trades and the time go in, reports come out.
/// It has no clock, no thread and no randomness: equal calls give equal reports.
///
/// A request is received, which registers it, and decided later, so that trades may come between.
/// Orders are remembered for as long as the market lives. Threads: not safe.
class PaperMarket {
  public:
    /// Shape: time begins at `now`.
    PaperMarket(PaperRules rules, model::Timestamp now);
    PaperMarket(PaperMarket const&) = delete;
    PaperMarket& operator=(PaperMarket const&) = delete;

    /// Lists an instrument, or halts or reopens it.
    void define(model::Instrument instrument);

    [[nodiscard]] model::Timestamp now() const { return now_; }
    /// When the next order expires.
    [[nodiscard]] std::optional<model::Timestamp> next_expiry() const;
    /// Moves the time, and expires what is due. Earlier than now() moves nothing.
    void advance_to(model::Timestamp time);

    /// Whether a decision is to follow; if not, the request is answered.
    [[nodiscard]] bool receive(ports::ExchangeRequest const& request);
    /// Does what was received, or refuses it for `refusal`.
    void decide(ports::ExchangeRequest const& request,
                std::optional<std::string> const& refusal = std::nullopt);
    /// Says how the order of `request` stands, or that there is none.
    void answer_status(ports::ExchangeRequest const& request);
    /// A trade of other people, at its time. Instruments that are not listed are passed over.
    void trade(model::InstrumentKey const& key, MarketTrade const& trade);

    [[nodiscard]] std::optional<model::Price> last_price_quote(
        model::InstrumentKey const& key) const;
    /// What has been reported since the last call, in order.
    [[nodiscard]] std::vector<ports::ExchangeReport> take_reports() { return reports_.take(); }

  private:
    using Reason = std::optional<std::string>;

    [[nodiscard]] PaperOrder* find(ports::ClientOrderId const& id);
    [[nodiscard]] PaperOrder* find_order_of(ports::ExchangeRequest const& request);
    [[nodiscard]] PaperBook* find_book(model::InstrumentKey const& key);

    [[nodiscard]] bool receive_place(ports::ExchangeRequest const& request);
    [[nodiscard]] bool receive_change(ports::ExchangeRequest const& request);
    void place(PaperOrder& order, ports::ExchangeRequest const& request, Reason const& refusal);
    void cancel(PaperOrder& order, ports::ExchangeRequest const& request, Reason const& refusal);
    void replace(PaperOrder& order, ports::ExchangeRequest const& request, Reason const& refusal);
    void change_terms(PaperOrder& order, ports::ExchangeRequest const& request);
    /// Why an order with these terms cannot be taken.
    [[nodiscard]] Reason refuse_terms(model::OrderTerms const& terms);
    [[nodiscard]] Reason refuse_replace(PaperOrder const& order, model::OrderTerms const& wanted);
    void expire(PaperOrder& order);
    [[nodiscard]] std::optional<model::Timestamp> expiry_of(model::OrderTerms const& terms) const;

    PaperRules rules_;
    model::Timestamp now_;
    PaperReports reports_;
    std::map<model::InstrumentKey, PaperBook> books_;
    std::deque<PaperOrder> orders_;
    /// Every request that was received, of whatever kind, to its order.
    std::unordered_map<ports::ClientOrderId, PaperOrder*> by_client_order_id_;
    std::unordered_map<model::ExchangeOrderId, PaperOrder*> by_exchange_order_id_;
    std::set<std::pair<model::Timestamp, std::uint64_t>> expiries_;
    std::uint64_t priorities_ = 0;
};

}  // namespace daybook::paper
