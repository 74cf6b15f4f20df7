#include "sql/order_row.hpp"

#include <utility>

#include "sql/corrupt_value.hpp"
#include "sql/order_requests_text.hpp"

namespace daybook::sql {
namespace {

/// In the order of their bits, the lowest first.
constexpr bool model::OrderState::* fact_members[] = {
    &model::OrderState::acknowledged, &model::OrderState::rejected,
    &model::OrderState::canceled,     &model::OrderState::expired,
    &model::OrderState::calculated,   &model::OrderState::done_for_day,
    &model::OrderState::stopped,      &model::OrderState::suspended,
    &model::OrderState::refused,      &model::OrderState::restated,
    &model::OrderState::traded};

std::int32_t facts_of(model::OrderState const& state) {
    std::int32_t facts = 0;
    std::int32_t bit = 1;
    for (auto const member : fact_members) {
        if (state.*member) facts |= bit;
        bit <<= 1;
    }
    return facts;
}

void set_facts(model::OrderState& state, std::int32_t facts) {
    for (auto const member : fact_members) {
        state.*member = (facts & 1) != 0;
        facts >>= 1;
    }
}

/// Most orders have none of these: NULL stands for 0.
template <class Number>
std::optional<Number> unless_zero(Number number) {
    return number == 0 ? std::nullopt : std::optional{number};
}

std::optional<model::Hold> held_in(OrderRow const& row) {
    if (row.held_base.has_value() != row.held_quote.has_value()) {
        reject_value("held_quote", row.held_quote ? row.held_quote->value().to_string() : "null");
    }
    if (!row.held_base) return std::nullopt;
    return model::Hold{*row.held_base, *row.held_quote};
}

}  // namespace

OrderRow row_of(model::Order const& order) {
    auto const& state = order.state();
    auto const& terms = state.terms;
    return {.account_id = state.account_id,
            .id = state.id,
            .exchange = terms.instrument.exchange,
            .symbol = terms.instrument.symbol,
            .side = terms.side,
            .type = terms.type,
            .time_in_force = terms.time_in_force,
            .quantity_base = terms.quantity_base,
            .price_quote = terms.price_quote,
            .stop_price_quote = terms.stop_price_quote,
            .budget_quote = terms.budget_quote,
            .expires_at = terms.expires_at,
            .status = order.status(),
            .exchange_order_id = state.exchange_order_id,
            .idempotency_key = state.idempotency_key,
            .facts = facts_of(state),
            .filled_base = state.filled_base,
            .filled_quote = state.filled_quote,
            .fees_quote = state.fees_quote,
            .unmatched_reports = state.unmatched_reports,
            .reject_reason = state.reject_reason,
            .version = state.version,
            .created_at = state.created_at,
            .updated_at = state.updated_at,
            .origin = state.origin == model::OrderOrigin::DAYBOOK ? std::nullopt
                                                                  : std::optional{state.origin},
            .requests = text_of_requests(state.requests),
            .late_cancels = unless_zero(state.requests.late_cancels),
            .late_replaces = unless_zero(state.requests.late_replaces),
            .replaced_by = unless_zero(state.requests.replaced_by),
            .held_base = state.held ? std::optional{state.held->base} : std::nullopt,
            .held_quote = state.held ? std::optional{state.held->quote} : std::nullopt,
            .recorded_at = state.recorded_at,
            .reported_at = state.reported_at,
            .difference = state.difference};
}

model::Order to_model(OrderRow&& row) {
    model::OrderState state;
    state.account_id = std::move(row.account_id);
    state.id = row.id;
    state.terms = {.instrument = {std::move(row.exchange), std::move(row.symbol)},
                   .side = row.side,
                   .type = row.type,
                   .time_in_force = row.time_in_force,
                   .quantity_base = row.quantity_base,
                   .price_quote = row.price_quote,
                   .stop_price_quote = row.stop_price_quote,
                   .budget_quote = row.budget_quote,
                   .expires_at = row.expires_at};
    state.exchange_order_id = std::move(row.exchange_order_id);
    state.idempotency_key = std::move(row.idempotency_key);
    set_facts(state, row.facts);
    if (row.requests) read_requests(*row.requests, state.requests);
    state.requests.late_cancels = row.late_cancels.value_or(0);
    state.requests.late_replaces = row.late_replaces.value_or(0);
    state.requests.replaced_by = row.replaced_by.value_or(0);
    state.held = held_in(row);
    state.recorded_at = row.recorded_at.value_or(row.created_at);
    state.reported_at = row.reported_at;
    state.difference = row.difference;
    state.filled_base = row.filled_base;
    state.filled_quote = row.filled_quote;
    state.fees_quote = row.fees_quote;
    state.unmatched_reports = row.unmatched_reports;
    state.reject_reason = std::move(row.reject_reason);
    state.version = row.version;
    state.created_at = row.created_at;
    state.updated_at = row.updated_at;
    state.origin = row.origin.value_or(model::OrderOrigin::DAYBOOK);
    return model::Order::restore(std::move(state));
}

}  // namespace daybook::sql
