#include "services/trade_tree.hpp"

#include <cstddef>

#include "model/assert.hpp"

namespace daybook::services {

using model::ExecType;
using model::Execution;

Root root_of(Execution const& execution, ExecutionsOfOrder const& all) {
    auto const* at = &execution;
    // A chain is no longer than the executions there are; a longer one goes round in a circle.
    for (std::size_t steps = 0; steps <= all.size(); ++steps) {
        if (at->exec_type == ExecType::TRADE) return {RootKind::trade, at};
        bool const is_reference = at == &execution || at->exec_type == ExecType::TRADE_CORRECT;
        if (!is_reference || !at->exec_ref_id) return {RootKind::not_a_trade, nullptr};
        auto const next = all.find(*at->exec_ref_id);
        if (next == all.end()) return {RootKind::missing, nullptr};
        at = &next->second;
    }
    return {RootKind::not_a_trade, nullptr};
}

bool leads_astray(Execution const& added, ExecutionsOfOrder known) {
    auto const& booked = known.emplace(added.exec_id, added).first->second;
    return root_of(booked, known).kind == RootKind::not_a_trade;
}

std::optional<TradeTerms> effective_terms(Execution const& trade, ExecutionsOfOrder const& all) {
    DAYBOOK_ASSERT(trade.exec_type == ExecType::TRADE);
    for (auto const& [id, each] : all) {
        if (each.exec_type == ExecType::TRADE_CANCEL && root_of(each, all).trade == &trade) {
            return std::nullopt;
        }
    }
    auto const* at = &trade;
    for (std::size_t steps = 0; steps <= all.size(); ++steps) {
        Execution const* last = nullptr;
        for (auto const& [id, each] : all) {
            bool const corrects = each.exec_type == ExecType::TRADE_CORRECT &&
                                  each.exec_ref_id == at->exec_id && &each != at;
            if (corrects && (last == nullptr || each.entry_seq > last->entry_seq)) last = &each;
        }
        if (last == nullptr) break;
        at = last;
    }
    DAYBOOK_ASSERT(at->last_quantity_base && at->last_price_quote);
    return TradeTerms{*at->last_quantity_base, *at->last_price_quote, at->fee};
}

bool is_busted_again(Execution const& bust, ExecutionsOfOrder const& known) {
    if (bust.exec_type != ExecType::TRADE_CANCEL) return false;
    auto const root = root_of(bust, known);
    return root.kind == RootKind::trade && !effective_terms(*root.trade, known).has_value();
}

namespace {

std::uint32_t count_unmatched(ExecutionsOfOrder const& all) {
    std::uint32_t count = 0;
    for (auto const& [id, each] : all) {
        if (model::moves_money(each.exec_type) && root_of(each, all).kind == RootKind::missing) {
            ++count;
        }
    }
    return count;
}

}  // namespace

TradeChange trade_change(ExecutionsOfOrder const& known, Execution const& added,
                         std::uint32_t unmatched) {
    bool const is_trade = added.exec_type == ExecType::TRADE;
    TradeChange change;
    change.trade = added;
    if (is_trade && unmatched == 0) {
        change.after = TradeTerms{*added.last_quantity_base, *added.last_price_quote, added.fee};
        return change;
    }
    auto all = known;
    auto const root = root_of(all.emplace(added.exec_id, added).first->second, all);
    DAYBOOK_ASSERT(root.kind != RootKind::not_a_trade);
    change.unmatched = count_unmatched(all);
    if (root.kind == RootKind::missing) return change;
    change.trade = *root.trade;
    change.after = effective_terms(*root.trade, all);
    if (!is_trade) {
        change.before = effective_terms(known.at(change.trade.exec_id), known);
        change.was_busted = !change.before;
    }
    return change;
}

}  // namespace daybook::services
