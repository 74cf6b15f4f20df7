#pragma once

#include <map>
#include <optional>

#include "model/execution.hpp"

namespace daybook::services {

/// What one trade comes to after its corrections.
struct TradeTerms {
    model::Quantity quantity_base;
    model::Price price_quote;
    std::optional<model::Money> fee;

    friend bool operator==(TradeTerms const&, TradeTerms const&) = default;
};

using ExecutionsOfOrder = std::map<model::ExecId, model::Execution>;

/// Where a correction's or a bust's references lead.
enum class RootKind {
    /// To a trade.
    trade,
    /// To an execution that has not come yet.
    missing,
    /// To something that is no trade and no correction.
    not_a_trade
};

struct Root {
    RootKind kind = RootKind::missing;
    /// The trade, where there is one.
    model::Execution const* trade = nullptr;
};

/// Follows exec_ref_id from `execution` to the trade it concerns.
[[nodiscard]] Root root_of(model::Execution const& execution, ExecutionsOfOrder const& all);

/// Whether `added`, a correction or a bust, can never lead to a trade: its references lead to
/// something else, or in a circle.
[[nodiscard]] bool leads_astray(model::Execution const& added, ExecutionsOfOrder known);

/// What `trade` comes to when everything in `all` that leads to it is applied: the last booked
/// correction of each step counts; nullopt once it is busted.
[[nodiscard]] std::optional<TradeTerms> effective_terms(model::Execution const& trade,
                                                        ExecutionsOfOrder const& all);

/// Whether `bust` is the bust of a trade that is busted already.
[[nodiscard]] bool is_busted_again(model::Execution const& bust, ExecutionsOfOrder const& known);

/// What a further report does to the trade it concerns.
struct TradeChange {
    /// The trade, or the report itself while the trade is missing.
    model::Execution trade;
    std::optional<TradeTerms> before;
    std::optional<TradeTerms> after;
    /// The trade was busted before.
    bool was_busted = false;
    /// How many corrections and busts now wait for an execution that has not come.
    std::uint32_t unmatched = 0;
};

/// Shape: `known` holds all executions of the order, unless `added` is a TRADE and none were
/// unmatched. Requires that the references of `added` do not lead to something that is no trade.
[[nodiscard]] TradeChange trade_change(ExecutionsOfOrder const& known,
                                       model::Execution const& added, std::uint32_t unmatched);

}  // namespace daybook::services
