#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/decimal.hpp"
#include "model/execution.hpp"
#include "model/order_terms.hpp"

namespace daybook::model {

/// Everything an order is, as a store keeps it: what was asked, what was reported, what was
/// traded. The status is derived from it and never part of it.
struct OrderState {
    OrderId id;
    AccountId account_id;
    OrderTerms terms;
    std::optional<IdempotencyKey> idempotency_key;
    std::optional<ExchangeOrderId> exchange_order_id;

    // Facts that reports set.
    bool acknowledged = false;
    bool rejected = false;
    bool canceled = false;
    bool expired = false;
    bool calculated = false;
    bool done_for_day = false;
    bool stopped = false;
    bool suspended = false;

    // Requests without an answer, and how many of them the exchange calls pending.
    std::uint32_t cancel_requests = 0;
    std::uint32_t pending_cancels = 0;
    std::vector<ReplaceTerms> replace_requests;
    std::uint32_t pending_replaces = 0;

    // Sums over the surviving trades.
    Quantity filled_base;
    Amount filled_quote;
    /// Fees in the quote asset.
    Amount fees_quote;
    /// Corrections and busts that came before the trade they name.
    std::uint32_t unmatched_reports = 0;

    std::optional<std::string> reject_reason;
    /// Grows by one with every change; 1 when placed.
    std::uint64_t version = 1;
    Timestamp created_at;
    Timestamp updated_at;
    OrderOrigin origin = OrderOrigin::DAYBOOK;

    friend bool operator==(OrderState const&, OrderState const&) = default;
};

/// What the surviving trades of an order changed by: after minus before.
struct FillChange {
    Quantity base;
    Amount quote;
    Amount fees_quote;
};

/// An order as facts. Reports may come in any sequence and more than once; the status follows
/// from the facts by precedence.
/// Source: FIX 4.4 Appendix D, Order State Change Matrices.
class Order {
  public:
    [[nodiscard]] static Order place(OrderId id, AccountId account_id, OrderTerms terms,
                                     std::optional<IdempotencyKey> key, Timestamp at,
                                     OrderOrigin origin = OrderOrigin::DAYBOOK);
    [[nodiscard]] static Order restore(OrderState state);

    [[nodiscard]] OrderState const& state() const { return state_; }
    [[nodiscard]] OrderStatus status() const;
    /// Whether the exchange has ended it: canceled, expired, rejected before it was acknowledged,
    /// calculated, or, for a DAY order, done for the day. Being filled does not end an order: an
    /// increase or a bust opens it again.
    [[nodiscard]] bool is_ended() const;
    /// What can still trade: quantity - filled, 0 when ended.
    [[nodiscard]] Quantity leaves_base() const;
    /// filled_quote / filled_base; nullopt before the first fill.
    [[nodiscard]] std::optional<Price> average_price_quote() const;
    /// Whether anything may still trade: leaves_base() > 0.
    [[nodiscard]] bool is_live() const { return leaves_base().is_positive(); }

    /// Our own "no" to a new order.
    void reject(std::string reason);
    void request_cancel(Timestamp at);
    void request_replace(ReplaceTerms terms, Timestamp at);
    /// Takes a report of any type that moves no money.
    void report(Execution const& execution, std::optional<ExchangeOrderId> const& exchange_order_id,
                Timestamp at);
    /// Whether the sums over the trades stay within half the range of Decimal, so that sums of two
    /// of them cannot overflow.
    [[nodiscard]] bool fits(FillChange const& change) const;
    /// Takes what trades, corrections and busts changed. Requires that it fits.
    void fill(FillChange change, std::optional<ExchangeOrderId> const& exchange_order_id,
              Timestamp at);
    /// Counts corrections and busts that wait for their trade.
    void set_unmatched_reports(std::uint32_t count) { state_.unmatched_reports = count; }

    friend bool operator==(Order const&, Order const&) = default;

  private:
    explicit Order(OrderState state);
    void touch(Timestamp at);
    void report_on_requests(Execution const& execution);
    void report_on_life(Execution const& execution);
    void replace(Execution const& execution);
    void set_quantity(Quantity quantity);
    void take_back_replace_request();

    OrderState state_;
};

}  // namespace daybook::model
