#include "services/trade_tree.hpp"

#include <cstddef>
#include <vector>

#include "model/assert.hpp"

namespace daybook::services {

using model::ExecType;
using model::Execution;

TradeTree::TradeTree(ExecutionsOfOrder const& executions) : executions_{executions} {
    for (auto const& [id, execution] : executions) add_reference(execution);
}

TradeTree::TradeTree(ExecutionsOfOrder const& executions, Execution const& added)
    : TradeTree{executions} {
    DAYBOOK_ASSERT(!executions.contains(added.exec_id));
    added_ = &added;
    add_reference(added);
}

void TradeTree::add_reference(Execution const& execution) {
    bool const refers = moves_money(execution.exec_type) && execution.exec_type != ExecType::TRADE;
    if (refers && execution.exec_ref_id) references_.emplace(*execution.exec_ref_id, &execution);
}

Execution const* TradeTree::find(model::ExecId const& id) const {
    if (added_ != nullptr && added_->exec_id == id) return added_;
    auto const found = executions_.find(id);
    return found == executions_.end() ? nullptr : &found->second;
}

Root TradeTree::root_of(Execution const& execution) const {
    auto const* at = &execution;
    // A chain is no longer than the references there are; a longer one goes round in a circle.
    for (std::size_t steps = 0; steps <= references_.size(); ++steps) {
        if (at->exec_type == ExecType::TRADE) return {RootKind::trade, at};
        bool const is_reference = at == &execution || at->exec_type == ExecType::TRADE_CORRECT;
        if (!is_reference || !at->exec_ref_id) return {RootKind::not_a_trade, nullptr};
        at = find(*at->exec_ref_id);
        if (at == nullptr) return {RootKind::missing, nullptr};
    }
    return {RootKind::not_a_trade, nullptr};
}

bool TradeTree::is_busted(Execution const& trade) const {
    // What leads to a trade is a tree: each names one execution, and none leads away from it.
    std::vector<Execution const*> open{&trade};
    while (!open.empty()) {
        auto const [begin, end] = references_.equal_range(open.back()->exec_id);
        open.pop_back();
        for (auto reference = begin; reference != end; ++reference) {
            if (reference->second->exec_type == ExecType::TRADE_CANCEL) return true;
            open.push_back(reference->second);
        }
    }
    return false;
}

Execution const* TradeTree::last_correction_of(Execution const& execution) const {
    Execution const* last = nullptr;
    auto const [begin, end] = references_.equal_range(execution.exec_id);
    for (auto reference = begin; reference != end; ++reference) {
        auto const* each = reference->second;
        bool const corrects = each->exec_type == ExecType::TRADE_CORRECT;
        if (corrects && (last == nullptr || each->entry_seq > last->entry_seq)) last = each;
    }
    return last;
}

Execution const& TradeTree::last_of(Execution const& trade) const {
    auto const* at = &trade;
    while (auto const* next = last_correction_of(*at)) at = next;
    return *at;
}

std::optional<TradeTerms> TradeTree::effective_terms(Execution const& trade) const {
    DAYBOOK_ASSERT(trade.exec_type == ExecType::TRADE);
    if (is_busted(trade)) return std::nullopt;
    auto const* at = &trade;
    auto fees = trade.fees;
    while (auto const* next = last_correction_of(*at)) {
        at = next;
        if (at->fees) fees = at->fees;
    }
    DAYBOOK_ASSERT(at->last_quantity_base && at->last_price_quote);
    return TradeTerms{*at->last_quantity_base, *at->last_price_quote,
                      std::move(fees).value_or(model::Fees{})};
}

std::uint32_t TradeTree::count_unmatched() const {
    std::uint32_t count = 0;
    for (auto const& [id, reference] : references_) {
        if (find(id) == nullptr) count += count_with_references(*reference);
    }
    return count;
}

std::uint32_t TradeTree::count_with_references(Execution const& execution) const {
    std::uint32_t count = 0;
    std::vector<Execution const*> open{&execution};
    while (!open.empty()) {
        auto const* at = open.back();
        open.pop_back();
        ++count;
        if (at->exec_type == ExecType::TRADE_CANCEL) continue;
        auto const [begin, end] = references_.equal_range(at->exec_id);
        for (auto reference = begin; reference != end; ++reference) {
            open.push_back(reference->second);
        }
    }
    return count;
}

std::optional<TradeTerms> effective_terms(Execution const& trade, ExecutionsOfOrder const& all) {
    return TradeTree{all}.effective_terms(trade);
}

Reference reference_of(ExecutionsOfOrder const& known, Execution const& added) {
    if (!moves_money(added.exec_type) || added.exec_type == ExecType::TRADE) return Reference::good;
    auto const root = TradeTree{known, added}.root_of(added);
    if (root.kind == RootKind::not_a_trade) return Reference::astray;
    bool const busts = added.exec_type == ExecType::TRADE_CANCEL && root.kind == RootKind::trade;
    bool const is_busted = busts && !TradeTree{known}.effective_terms(*root.trade);
    return is_busted ? Reference::busted : Reference::good;
}

TradeChange trade_change(ExecutionsOfOrder const& known, Execution const& added,
                         std::uint32_t unmatched) {
    bool const is_trade = added.exec_type == ExecType::TRADE;
    TradeChange change;
    change.trade = added;
    if (is_trade && unmatched == 0) {
        change.after = TradeTerms{*added.last_quantity_base, *added.last_price_quote,
                                  added.fees.value_or(model::Fees{})};
        return change;
    }
    TradeTree const tree{known, added};
    auto const root = tree.root_of(added);
    DAYBOOK_ASSERT(root.kind != RootKind::not_a_trade);
    change.unmatched = tree.count_unmatched();
    if (root.kind == RootKind::missing) return change;
    change.trade = *root.trade;
    change.after = tree.effective_terms(*root.trade);
    if (!is_trade) {
        change.before = TradeTree{known}.effective_terms(*root.trade);
        change.was_busted = !change.before;
    }
    return change;
}

}  // namespace daybook::services
