#include "app/show_columns.hpp"

#include <array>
#include <optional>

#include "model/names.hpp"

namespace daybook::app {

namespace {

using model::name_of;
using Columns = std::vector<Table::Column>;
constexpr auto right = Table::Align::right;
constexpr auto unanswered_states =
    std::to_array<std::string_view>({"PENDING", "SENT", "ABANDONED"});

template <class Enum>
std::string text(Enum value)
    requires std::is_enum_v<Enum>
{
    return std::string{name_of(value)};
}
template <class Tag>
std::string text(model::Measure<Tag> value) {
    return value.value().to_string();
}
template <class Tag>
std::string text(model::StrongId<Tag> const& id) {
    return id.value();
}
std::string text(model::Timestamp time) { return time.to_string(); }
std::string text(std::string const& words) { return words; }
std::string text(model::Money const& money) {
    return money.amount.value().to_string() + " " + money.asset.value();
}

std::string text(model::Fees const& fees) {
    std::string all;
    for (auto const& fee : fees) {
        if (!all.empty()) all += ", ";
        all += text(fee);
    }
    return all;
}

template <class Value>
std::string text(std::optional<Value> const& value) {
    return value ? text(*value) : std::string{};
}

std::string text(model::Posting const& posting) {
    return text(posting.bucket) + " " + posting.asset.value() + " " + text(posting.amount);
}

}  // namespace

std::span<std::string_view const> show_kind_names() {
    static constexpr auto names = std::to_array<std::string_view>(
        {"accounts", "instruments", "orders", "executions", "balances", "positions", "lots",
         "entries", "discrepancies", "requests"});
    return names;
}

Columns columns_of(ShowKind kind) {
    switch (kind) {
        case ShowKind::accounts:
            return {{"account_id"}, {"funding"},         {"cost_basis"},
                    {"state"},      {"last_seq", right}, {"discrepancies", right}};
        case ShowKind::instruments:
            return {{"exchange"},
                    {"symbol"},
                    {"kind"},
                    {"base_asset"},
                    {"quote_asset"},
                    {"price_increment_quote", right},
                    {"quantity_increment_base", right},
                    {"maker_fee_rate", right},
                    {"taker_fee_rate", right},
                    {"state"}};
        case ShowKind::orders:
            return {{"account_id"},
                    {"id"},
                    {"exchange"},
                    {"symbol"},
                    {"side"},
                    {"type"},
                    {"quantity_base", right},
                    {"price_quote", right},
                    {"status"},
                    {"filled_base", right},
                    {"leaves_base", right},
                    {"average_price_quote", right},
                    {"idempotency_key"},
                    {"created_at"}};
        case ShowKind::executions:
            return {{"account_id"},
                    {"entry", right},
                    {"exec_id"},
                    {"exec_type"},
                    {"exchange"},
                    {"symbol"},
                    {"last_quantity_base", right},
                    {"last_price_quote", right},
                    {"fee", right},
                    {"liquidity"},
                    {"order_id"},
                    {"occurred_at"}};
        case ShowKind::balances:
            return {{"account_id"},  {"asset"},           {"available", right}, {"held", right},
                    {"fees", right}, {"external", right}, {"overdrawn", right}};
        case ShowKind::positions:
            return {{"account_id"},
                    {"exchange"},
                    {"symbol"},
                    {"quantity_base", right},
                    {"cost_quote", right},
                    {"average_price_quote", right},
                    {"realized_pnl_quote", right},
                    {"fees_quote", right},
                    {"fees_other"}};
        case ShowKind::lots:
            return {{"account_id"},           {"exchange"},          {"symbol"},   {"lot", right},
                    {"quantity_base", right}, {"cost_quote", right}, {"opened_at"}};
        case ShowKind::entries:
            return {{"account_id"},  {"seq", right},      {"kind"},
                    {"occurred_at"}, {"idempotency_key"}, {"postings"}};
        case ShowKind::requests:
            return {{"account_id"}, {"exchange"}, {"request"},         {"action"}, {"order_id"},
                    {"state"},      {"since"},    {"attempts", right}, {"reason"}};
        case ShowKind::discrepancies:
            return {{"account_id"},   {"discrepancy", right}, {"kind"},   {"state"}, {"opened_at"},
                    {"entry", right}, {"resolution"},         {"reason"}, {"detail"}};
    }
    return {};
}

std::span<std::string_view const> values_of(ShowKind kind, std::string_view column) {
    if (column == "side") return model::names_of<model::Side>;
    if (column == "type") return model::names_of<model::OrderType>;
    if (column == "status") return model::names_of<model::OrderStatus>;
    if (column == "exec_type") return model::names_of<model::ExecType>;
    if (column == "state") {
        if (kind == ShowKind::accounts) return model::names_of<model::AccountState>;
        if (kind == ShowKind::instruments) return model::names_of<model::InstrumentState>;
        if (kind == ShowKind::requests) return unanswered_states;
        return model::names_of<model::DiscrepancyState>;
    }
    if (column == "kind") {
        if (kind == ShowKind::entries) return model::names_of<model::EntryKind>;
        if (kind == ShowKind::discrepancies) return model::names_of<model::DiscrepancyKind>;
        return model::names_of<model::InstrumentKind>;
    }
    return {};
}

std::vector<std::string> cells_of(model::Account const& account) {
    return {text(account.id),
            text(account.funding),
            text(account.cost_basis),
            text(account.state),
            std::to_string(account.last_seq),
            std::to_string(account.discrepancies)};
}

std::vector<std::string> cells_of(model::Instrument const& instrument) {
    return {text(instrument.key.exchange),
            text(instrument.key.symbol),
            text(instrument.kind),
            text(instrument.base_asset),
            text(instrument.quote_asset),
            text(instrument.price_increment_quote),
            text(instrument.quantity_increment_base),
            text(instrument.maker_fee_rate),
            text(instrument.taker_fee_rate),
            text(instrument.state)};
}

std::vector<std::string> cells_of(model::Order const& order) {
    auto const& state = order.state();
    auto const& terms = state.terms;
    return {
        text(state.account_id),        state.id.to_string(),      text(terms.instrument.exchange),
        text(terms.instrument.symbol), text(terms.side),          text(terms.type),
        text(terms.quantity_base),     text(terms.price_quote),   text(order.status()),
        text(state.filled_base),       text(order.leaves_base()), text(order.average_price_quote()),
        text(state.idempotency_key),   text(state.created_at)};
}

std::vector<std::string> cells_of(model::Execution const& execution) {
    return {text(execution.account_id),
            std::to_string(execution.entry_seq),
            text(execution.exec_id),
            text(execution.exec_type),
            text(execution.instrument.exchange),
            text(execution.instrument.symbol),
            text(execution.last_quantity_base),
            text(execution.last_price_quote),
            text(execution.fees),
            text(execution.liquidity),
            execution.order_id.to_string(),
            text(execution.occurred_at)};
}

std::vector<std::string> cells_of(DisplayedBalance const& row) {
    auto const amount = [&](model::Amount value) {
        return with_decimals(value.value(), row.display_decimals);
    };
    auto const& balance = row.balance;
    return {text(balance.account_id),
            text(balance.asset),
            amount(balance.available),
            amount(balance.held),
            amount(balance.fees),
            amount(balance.external),
            balance.overdrawn ? std::to_string(*balance.overdrawn) : std::string{}};
}

std::vector<std::string> cells_of(model::PositionState const& position) {
    std::string fees_other;
    for (auto const& [asset, amount] : position.fees_other) {
        if (!fees_other.empty()) fees_other += ", ";
        fees_other += text(amount) + " " + asset.value();
    }
    auto const average = model::divide(position.cost_quote.value(), position.quantity_base.value());
    return {text(position.account_id),
            text(position.instrument.exchange),
            text(position.instrument.symbol),
            text(position.quantity_base),
            text(position.cost_quote),
            average ? average->to_string() : std::string{},
            text(position.realized_pnl_quote),
            text(position.fees_quote),
            fees_other};
}

std::vector<std::string> cells_of(AccountLot const& lot) {
    auto const& [instrument, terms] = lot.row;
    return {text(lot.account_id),         text(instrument.exchange), text(instrument.symbol),
            std::to_string(terms.number), text(terms.quantity_base), text(terms.cost_quote),
            text(terms.opened_at)};
}

std::vector<std::string> cells_of(model::Entry const& entry) {
    std::string postings;
    for (auto const& posting : entry.postings) {
        if (!postings.empty()) postings += ", ";
        postings += text(posting);
    }
    return {text(entry.account_id),  std::to_string(entry.seq),   text(entry.kind),
            text(entry.occurred_at), text(entry.idempotency_key), postings};
}

std::vector<std::string> cells_of(model::Discrepancy const& discrepancy) {
    return {text(discrepancy.account_id),
            std::to_string(discrepancy.number),
            text(discrepancy.kind),
            text(discrepancy.state),
            text(discrepancy.opened_at),
            std::to_string(discrepancy.entry_seq),
            text(discrepancy.resolution),
            text(discrepancy.reason),
            discrepancy.detail};
}

std::vector<std::string> cells_of(model::OutboxRequest const& request) {
    return {
        text(request.account_id), text(request.exchange),           text(request.client_order_id),
        text(request.action),     request.order_id.to_string(),     text(request.state),
        text(request.updated_at), std::to_string(request.attempts), text(request.detail)};
}

std::string with_decimals(model::Decimal value, int decimals) {
    auto digits = value.to_string();
    if (decimals <= 0) return digits;
    auto const point = digits.find('.');
    auto const present = point == std::string::npos ? 0 : digits.size() - point - 1;
    if (point == std::string::npos) digits += '.';
    for (auto i = present; i < static_cast<std::size_t>(decimals); ++i) digits += '0';
    return digits;
}

}  // namespace daybook::app
