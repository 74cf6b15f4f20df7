#include "postgres/postgres_order_row.hpp"

#include <utility>

#include "ports/outbound/storage_error.hpp"

namespace daybook::postgres {
namespace {

/// In the order of their bits, the lowest first.
constexpr bool model::OrderState::* fact_members[] = {
    &model::OrderState::acknowledged, &model::OrderState::rejected,
    &model::OrderState::canceled,     &model::OrderState::expired,
    &model::OrderState::calculated,   &model::OrderState::done_for_day,
    &model::OrderState::stopped,      &model::OrderState::suspended};

void set_facts(model::OrderState& state, std::int64_t facts) {
    for (auto const member : fact_members) {
        state.*member = (facts & 1) != 0;
        facts >>= 1;
    }
}

[[noreturn]] void reject(std::string const& text) {
    throw ports::StorageError{ports::StorageError::Kind::corrupt,
                              "postgres: \"" + text + "\" is no value of column replace_requests"};
}

model::ReplaceTerms replace_terms(std::string_view text, std::string const& all) {
    auto const at = text.find('@');
    if (at == std::string_view::npos) reject(all);
    auto const quantity = model::Decimal::parse(text.substr(0, at));
    if (!quantity) reject(all);
    model::ReplaceTerms terms;
    terms.quantity_base = model::Quantity{*quantity};
    if (at + 1 < text.size()) {
        auto const price = model::Decimal::parse(text.substr(at + 1));
        if (!price) reject(all);
        terms.price_quote = model::Price{*price};
    }
    return terms;
}

std::vector<model::ReplaceTerms> replace_requests(std::string const& text) {
    std::vector<model::ReplaceTerms> requests;
    std::string_view rest = text;
    while (!rest.empty()) {
        auto const end = std::min(rest.find(';'), rest.size());
        requests.push_back(replace_terms(rest.substr(0, end), text));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return requests;
}

}  // namespace

std::int64_t facts_of(model::OrderState const& state) {
    std::int64_t facts = 0;
    std::int64_t bit = 1;
    for (auto const member : fact_members) {
        if (state.*member) facts |= bit;
        bit <<= 1;
    }
    return facts;
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

model::Order read_order(PostgresResult& row) {
    model::OrderState state;
    auto& terms = state.terms;
    std::int64_t facts = 0;
    std::string requests;
    row.read(state.account_id, state.id, terms.instrument.exchange, terms.instrument.symbol,
             terms.side, terms.type, terms.time_in_force, terms.quantity_base, terms.price_quote,
             terms.stop_price_quote, terms.budget_quote, terms.expires_at, state.exchange_order_id,
             state.idempotency_key, facts, state.cancel_requests, state.pending_cancels, requests,
             state.pending_replaces, state.filled_base, state.filled_quote, state.fees_quote,
             state.unmatched_reports, state.reject_reason, state.version, state.created_at,
             state.updated_at);
    set_facts(state, facts);
    state.replace_requests = replace_requests(requests);
    return model::Order::restore(std::move(state));
}

}  // namespace daybook::postgres
