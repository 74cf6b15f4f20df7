#include "services/row_text.hpp"

#include "model/names.hpp"

namespace daybook::services {

using namespace model;

namespace {

template <class Tag>
std::string text(Measure<Tag> value) {
    return value.value().to_string();
}

template <class Tag>
std::string text(std::optional<Measure<Tag>> value) {
    return value ? text(*value) : "none";
}

}  // namespace

std::string text_of(Account const& row) {
    return std::string{name_of(row.funding)} + " " + std::string{name_of(row.cost_basis)} + " " +
           std::string{name_of(row.state)} + ", last entry " + std::to_string(row.last_seq) +
           ", discrepancies " + std::to_string(row.discrepancies);
}

std::string text_of(Order const& row) {
    auto const& state = row.state();
    return std::string{name_of(row.status())} + ", quantity_base " +
           text(state.terms.quantity_base) + ", price_quote " + text(state.terms.price_quote) +
           ", held " +
           (state.held ? text(state.held->base) + " base " + text(state.held->quote) + " quote"
                       : "unknown") +
           ", filled_base " + text(state.filled_base) + ", filled_quote " +
           text(state.filled_quote) + ", origin " + std::string{name_of(state.origin)} +
           ", version " + std::to_string(state.version);
}

std::string text_of(Execution const& row) {
    return std::string{name_of(row.exec_type)} + " of order " + row.order_id.to_string() +
           ", last_quantity_base " + text(row.last_quantity_base) + ", last_price_quote " +
           text(row.last_price_quote) + ", entry " + std::to_string(row.entry_seq);
}

std::string text_of(Balance const& row) {
    return "available " + text(row.available) + ", held " + text(row.held) + ", fees " +
           text(row.fees) + ", external " + text(row.external) +
           (row.overdrawn ? ", overdrawn by discrepancy " + std::to_string(*row.overdrawn) : "");
}

std::string text_of(PositionState const& row) {
    return "quantity_base " + text(row.quantity_base) + ", cost_quote " + text(row.cost_quote) +
           ", realized_pnl_quote " + text(row.realized_pnl_quote) + ", fees_quote " +
           text(row.fees_quote);
}

std::string text_of(ports::LotRow const& row) {
    return "quantity_base " + text(row.lot.quantity_base) + ", cost_quote " +
           text(row.lot.cost_quote) + ", opened_at " + row.lot.opened_at.to_string();
}

std::string text_of(ExchangeOrderName const& row) { return "of order " + row.order_id.to_string(); }

std::string text_of(Discrepancy const& row) {
    return std::string{name_of(row.kind)} + " " + std::string{name_of(row.state)} + ", entry " +
           std::to_string(row.entry_seq);
}

}  // namespace daybook::services
