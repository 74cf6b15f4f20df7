#include "services/position_history.hpp"

#include "model/assert.hpp"
#include "services/trade_postings.hpp"
#include "services/trade_tree.hpp"

namespace daybook::services {

using namespace model;

PositionHistory history_of(std::vector<Execution> const& trades, std::vector<Entry> const& openings,
                           std::map<OrderId, Side> const& sides, Instrument const& instrument) {
    std::map<OrderId, ExecutionsOfOrder> orders;
    for (auto const& execution : trades) {
        orders[execution.order_id].emplace(execution.exec_id, execution);
    }
    PositionHistory history;
    for (auto const& [order_id, executions] : orders) {
        TradeTree const tree{executions};
        for (auto const& [exec_id, execution] : executions) {
            if (execution.exec_type != ExecType::TRADE) continue;
            auto const terms = tree.effective_terms(execution);
            if (!terms) continue;
            auto const value = value_of(terms, instrument);
            DAYBOOK_ASSERT(value.has_value());
            history.emplace(execution.entry_seq,
                            fill_of(*terms, *value, instrument, sides.at(order_id),
                                    execution.occurred_at, execution.entry_seq));
        }
    }
    for (auto const& entry : openings) {
        Opening opening;
        opening.occurred_at = entry.occurred_at;
        opening.seq = entry.seq;
        for (auto const& posting : entry.postings) {
            if (posting.bucket == Bucket::AVAILABLE) {
                opening.quantity_base = Quantity{posting.amount.value()};
            } else if (posting.bucket == Bucket::TRADING &&
                       posting.asset == instrument.quote_asset) {
                opening.cost_quote = posting.amount;
            }
        }
        history.emplace(entry.seq, opening);
    }
    return history;
}

}  // namespace daybook::services
