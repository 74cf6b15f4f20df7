#pragma once

#include <map>
#include <optional>
#include <unordered_map>

#include "model/execution.hpp"

namespace daybook::services {

/// What one trade comes to after its corrections.
struct TradeTerms {
    model::Quantity quantity_base;
    model::Price price_quote;
    model::Fees fees;

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

/// The trades of one order with the corrections and busts that lead to them.
///
/// Built in time proportional to the executions; each question afterwards costs what leads to the
/// trade that it concerns. The executions outlive it.
class TradeTree {
  public:
    explicit TradeTree(ExecutionsOfOrder const& executions);
    /// The same with one more, which is none of `executions` and outlives the tree, too.
    TradeTree(ExecutionsOfOrder const& executions, model::Execution const& added);

    /// Follows exec_ref_id from `execution`, one of the tree's, to the trade it concerns.
    [[nodiscard]] Root root_of(model::Execution const& execution) const;
    /// What `trade` comes to when everything that leads to it is applied: the last booked
    /// correction of each step counts, with the fees that were said last; nullopt once it is
    /// busted.
    [[nodiscard]] std::optional<TradeTerms> effective_terms(model::Execution const& trade) const;
    /// The trade, or the last correction that counts.
    [[nodiscard]] model::Execution const& last_of(model::Execution const& trade) const;
    /// How many corrections and busts wait for an execution that has not come.
    [[nodiscard]] std::uint32_t count_unmatched() const;

  private:
    [[nodiscard]] model::Execution const* find(model::ExecId const& id) const;
    void add_reference(model::Execution const& execution);
    [[nodiscard]] std::uint32_t count_with_references(model::Execution const& execution) const;
    [[nodiscard]] bool is_busted(model::Execution const& trade) const;
    [[nodiscard]] model::Execution const* last_correction_of(
        model::Execution const& execution) const;

    ExecutionsOfOrder const& executions_;
    model::Execution const* added_ = nullptr;
    /// Corrections and busts by what they name.
    std::unordered_multimap<model::ExecId, model::Execution const*> references_;
};

/// The same for one trade, where no more than that is asked.
[[nodiscard]] std::optional<TradeTerms> effective_terms(model::Execution const& trade,
                                                        ExecutionsOfOrder const& all);

/// What a further report refers to.
enum class Reference {
    /// Nothing, or a trade that may be changed, or one that has not come.
    good,
    /// Something that is no trade and no correction, or itself in a circle.
    astray,
    /// A bust of a trade that is busted already: a bust cannot be busted, nor a trade twice.
    busted
};
[[nodiscard]] Reference reference_of(ExecutionsOfOrder const& known, model::Execution const& added);

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

/// Shape: `known` holds all corrections and busts of the order and the trades that they name,
/// unless `added` is a TRADE and none were unmatched. Requires that the references of `added` do
/// not lead to something that is no trade.
[[nodiscard]] TradeChange trade_change(ExecutionsOfOrder const& known,
                                       model::Execution const& added, std::uint32_t unmatched);

}  // namespace daybook::services
