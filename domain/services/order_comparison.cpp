#include "services/order_comparison.hpp"

#include <algorithm>

#include "model/field_text.hpp"

namespace daybook::services {

using namespace model;

namespace {

ExecutionsOfOrder const& executions_of(Order const& order, RecordedAccount const& account) {
    static ExecutionsOfOrder const none;
    auto const found = account.executions.find(order.state().id);
    return found == account.executions.end() ? none : found->second;
}

/// Reports that change neither terms nor status.
bool changes_nothing(ExecType type) {
    return type == ExecType::ORDER_STATUS || type == ExecType::PENDING_NEW;
}

/// What the trades up to a moment came to then; nullopt where that is out of range.
std::optional<Quantity> filled_by(ExecutionsOfOrder const& executions, Timestamp moment) {
    ExecutionsOfOrder by_then;
    for (auto const& [exec_id, execution] : executions) {
        if (execution.occurred_at <= moment && moves_money(execution.exec_type)) {
            by_then.emplace(exec_id, execution);
        }
    }
    TradeTree const tree{by_then};
    Decimal filled;
    for (auto const& [exec_id, execution] : by_then) {
        if (execution.exec_type != ExecType::TRADE) continue;
        auto const terms = tree.effective_terms(execution);
        if (!terms) continue;
        auto const sum = add(filled, terms->quantity_base.value());
        if (!sum) return std::nullopt;
        filled = *sum;
    }
    return Quantity{filled};
}

/// Compares fields that the statement may tell or not with those of the order.
class Comparison {
  public:
    template <class Value>
    void field(char const* name, Value const& here, std::optional<Value> const& there) {
        if (there) add(name, std::optional<Value>{here}, there);
    }
    template <class Value>
    void field(char const* name, std::optional<Value> const& here,
               std::optional<Value> const& there) {
        if (there) add(name, here, there);
    }
    [[nodiscard]] std::vector<FieldDifference> take() { return std::move(fields_); }

  private:
    template <class Value>
    void add(char const* name, std::optional<Value> const& here,
             std::optional<Value> const& there) {
        compare_field(fields_, name, here, there,
                      [](Value const& value) { return to_text(value); });
    }

    std::vector<FieldDifference> fields_;
};

}  // namespace

std::vector<FieldDifference> compare_order(StatementOrder const& told, Order const& order,
                                           RecordedAccount const& account, Timestamp as_of) {
    auto const& state = order.state();
    auto const& terms = state.terms;
    auto const& executions = executions_of(order, account);
    bool const moved_on = std::ranges::any_of(executions, [&](auto const& each) {
        return each.second.occurred_at > as_of && !changes_nothing(each.second.exec_type);
    });
    Comparison comparison;
    if (state.exchange_order_id) {
        comparison.field("exchange_order_id", state.exchange_order_id,
                         told.names.exchange_order_id);
    }
    comparison.field("side", terms.side, told.side);
    comparison.field("type", terms.type, told.type);
    comparison.field("time_in_force", terms.time_in_force, told.time_in_force);
    if (!moved_on) {
        comparison.field("quantity_base", terms.quantity_base, told.quantity_base);
        comparison.field("price_quote", terms.price_quote, told.price_quote);
    }
    comparison.field("stop_price_quote", terms.stop_price_quote, told.stop_price_quote);
    if (terms.expires_at) comparison.field("expires_at", terms.expires_at, told.expires_at);
    if (!moved_on) comparison.field("status", order.status(), told.status);
    auto const filled = moved_on ? filled_by(executions, as_of) : state.filled_base;
    if (filled) comparison.field("filled_base", *filled, told.filled_base);
    return comparison.take();
}

bool existed_at(Order const& order, RecordedAccount const& account, Timestamp moment) {
    if (order.state().created_at <= moment) return true;
    return std::ranges::any_of(executions_of(order, account),
                               [&](auto const& each) { return each.second.occurred_at <= moment; });
}

}  // namespace daybook::services
