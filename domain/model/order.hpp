#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/decimal.hpp"
#include "model/execution.hpp"
#include "model/order_requests.hpp"
#include "model/order_terms.hpp"

namespace daybook::model {

/// What an order has in HELD, by asset.
struct Hold {
    Amount base;
    Amount quote;

    [[nodiscard]] bool is_zero() const { return base.is_zero() && quote.is_zero(); }
    friend bool operator==(Hold const&, Hold const&) = default;
};

/// Everything an order is, as a store keeps it: what was asked, what was reported, what was
/// traded. The status is derived from it and never part of it.
struct OrderState {
    OrderId id;
    AccountId account_id;
    OrderTerms terms;
    std::optional<IdempotencyKey> idempotency_key;
    /// The newest that the exchange has told; earlier ones name the order, too.
    std::optional<ExchangeOrderId> exchange_order_id;

    /// Our own "no", before the exchange was asked.
    bool refused = false;
    // Facts that reports set.
    bool acknowledged = false;
    bool rejected = false;
    bool canceled = false;
    bool expired = false;
    bool calculated = false;
    bool done_for_day = false;
    bool stopped = false;
    bool suspended = false;
    /// REPLACED or RESTATED: the terms are not those that were placed any more.
    bool restated = false;
    /// It has been filled, if only for a while.
    bool traded = false;

    OrderRequests requests;

    // Sums over the surviving trades.
    Quantity filled_base;
    Amount filled_quote;
    /// Fees in the quote asset.
    Amount fees_quote;
    /// Corrections and busts that came before the trade they name.
    std::uint32_t unmatched_reports = 0;

    /// What it has in HELD; nullopt of an order that was stored before this was kept.
    std::optional<Hold> held = Hold{};
    /// The open discrepancy that says how the exchange's reports differ from the book.
    std::optional<std::uint64_t> difference;

    std::optional<std::string> reject_reason;
    /// Grows by one with every change; 1 when placed.
    std::uint64_t version = 1;
    /// When it was placed, on the caller's clock.
    Timestamp created_at;
    /// When it was recorded, on ours.
    Timestamp recorded_at;
    Timestamp updated_at;
    /// When the newest of its reports occurred, on the exchange's clock.
    std::optional<Timestamp> reported_at;
    OrderOrigin origin = OrderOrigin::DAYBOOK;

    friend bool operator==(OrderState const&, OrderState const&) = default;
};

/// When an order was placed, on the caller's clock, and recorded, on ours.
struct PlacingTimes {
    Timestamp placed_at;
    Timestamp recorded_at;
};

/// What the surviving trades of an order changed by: after minus before.
struct FillChange {
    Quantity base;
    Amount quote;
    Amount fees_quote;
};

/// What a report changed beyond what its type says.
struct ReportEffect {
    /// What was asked of the exchange, where it has other terms, which the order has now.
    std::optional<ReplaceTerms> asked;
};

/// An order as facts. Reports may come in any sequence and more than once; the status follows
/// from the facts by precedence.
/// Source: FIX 4.4 Appendix D, Order State Change Matrices.
class Order {
  public:
    [[nodiscard]] static Order place(OrderId id, AccountId account_id, OrderTerms terms,
                                     std::optional<IdempotencyKey> key, PlacingTimes times,
                                     OrderOrigin origin = OrderOrigin::DAYBOOK);
    [[nodiscard]] static Order restore(OrderState state);

    [[nodiscard]] OrderState const& state() const { return state_; }
    [[nodiscard]] OrderStatus status() const;
    /// Whether nothing more can trade, however much is left: canceled, expired, rejected,
    /// calculated, refused by us and unknown to the exchange, or, for a DAY order, done for the
    /// day. Being filled does not end an order: an increase or a bust opens it again.
    [[nodiscard]] bool is_ended() const;
    /// What can still trade: quantity - filled, 0 when ended.
    [[nodiscard]] Quantity leaves_base() const;
    /// filled_quote / filled_base; nullopt before the first fill.
    [[nodiscard]] std::optional<Price> average_price_quote() const;
    /// Whether anything may still trade: leaves_base() > 0.
    [[nodiscard]] bool is_live() const { return leaves_base().is_positive(); }

    /// Our own "no" to a new order.
    void refuse(std::string reason);
    /// Shape: `entry_seq` is the entry that records the request.
    void request_cancel(std::uint64_t entry_seq, Timestamp at);
    void request_replace(std::uint64_t entry_seq, ReplaceTerms terms, Timestamp at);
    /// Takes a report of any type that moves no money. `request`: the entry of the request that
    /// the report names.
    ReportEffect report(Execution const& execution, std::optional<std::uint64_t> request,
                        Timestamp at);
    /// Whether the sums over the trades stay within half the range of Decimal, so that sums of two
    /// of them cannot overflow.
    [[nodiscard]] bool fits(FillChange const& change) const;
    /// Takes what trades, corrections and busts changed. Requires that it fits.
    void fill(FillChange change, Execution const& execution, Timestamp at);
    /// A trade was reported together with the end of the order; FILLED where less is filled than
    /// was asked for.
    void end_with_trade(OrderStatus status);
    /// Counts corrections and busts that wait for their trade.
    void set_unmatched_reports(std::uint32_t count) { state_.unmatched_reports = count; }
    void set_held(Hold held) { state_.held = held; }
    void set_difference(std::optional<std::uint64_t> discrepancy) {
        state_.difference = discrepancy;
    }
    void set_exchange_order_id(ExchangeOrderId id) { state_.exchange_order_id = std::move(id); }

    friend bool operator==(Order const&, Order const&) = default;

  private:
    explicit Order(OrderState state);
    void touch(Execution const& execution, Timestamp at);
    ReportEffect report_on_requests(Execution const& execution,
                                    std::optional<std::uint64_t> request);
    ReportEffect report_on_life(Execution const& execution);
    ReportEffect replace(Execution const& execution, std::optional<std::uint64_t> request);
    [[nodiscard]] ReportEffect acknowledge(Execution const& execution);
    [[nodiscard]] bool is_accepted() const;
    [[nodiscard]] bool is_gone() const;
    [[nodiscard]] bool is_filled() const;
    /// Takes what a report says of the terms; returns whether they were others.
    bool take_terms(Execution const& execution);
    void set_quantity(Quantity quantity);

    OrderState state_;
};

}  // namespace daybook::model
