#include "sql/order_row.hpp"

#include <string_view>
#include <utility>
#include <vector>

#include "sql/corrupt_value.hpp"
#include "sql/text_parts.hpp"

namespace daybook::sql {
namespace {

/// In the order of their bits, the lowest first.
constexpr bool model::OrderState::* fact_members[] = {
    &model::OrderState::acknowledged, &model::OrderState::rejected,
    &model::OrderState::canceled,     &model::OrderState::expired,
    &model::OrderState::calculated,   &model::OrderState::done_for_day,
    &model::OrderState::stopped,      &model::OrderState::suspended};

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

std::string to_text(std::vector<model::ReplaceTerms> const& requests) {
    std::string text;
    for (auto const& terms : requests) {
        if (!text.empty()) text += ';';
        text += terms.quantity_base.value().to_string();
        text += '@';
        if (terms.price_quote) text += terms.price_quote->value().to_string();
    }
    return text;
}

std::vector<model::ReplaceTerms> replace_requests(std::string_view all) {
    auto const decimal = [all](std::string_view text) {
        auto const parsed = model::Decimal::parse(text);
        if (!parsed) reject_value("replace_requests", all);
        return *parsed;
    };
    std::vector<model::ReplaceTerms> requests;
    for_each_part(all, ";", [&](std::string_view text) {
        auto const at = text.find('@');
        if (at == std::string_view::npos) reject_value("replace_requests", all);
        auto& terms = requests.emplace_back();
        terms.quantity_base = model::Quantity{decimal(text.substr(0, at))};
        auto const price = text.substr(at + 1);
        if (!price.empty()) terms.price_quote = model::Price{decimal(price)};
    });
    return requests;
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
            .cancel_requests = state.cancel_requests,
            .pending_cancels = state.pending_cancels,
            .replace_requests = to_text(state.replace_requests),
            .pending_replaces = state.pending_replaces,
            .filled_base = state.filled_base,
            .filled_quote = state.filled_quote,
            .fees_quote = state.fees_quote,
            .unmatched_reports = state.unmatched_reports,
            .reject_reason = state.reject_reason,
            .version = state.version,
            .created_at = state.created_at,
            .updated_at = state.updated_at,
            .origin = state.origin == model::OrderOrigin::DAYBOOK ? std::nullopt
                                                                  : std::optional{state.origin}};
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
    state.cancel_requests = row.cancel_requests;
    state.pending_cancels = row.pending_cancels;
    state.replace_requests = replace_requests(row.replace_requests);
    state.pending_replaces = row.pending_replaces;
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
