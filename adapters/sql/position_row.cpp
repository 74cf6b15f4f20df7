#include "sql/position_row.hpp"

#include <map>
#include <string_view>
#include <utility>

#include "sql/corrupt_value.hpp"
#include "sql/text_parts.hpp"

namespace daybook::sql {
namespace {

std::string to_text(std::map<model::AssetCode, model::Amount> const& fees_other) {
    std::string text;
    for (auto const& [asset, amount] : fees_other) {
        if (!text.empty()) text += ';';
        text += asset.value();
        text += '=';
        text += amount.value().to_string();
    }
    return text;
}

std::map<model::AssetCode, model::Amount> fees_other(std::string_view all) {
    std::map<model::AssetCode, model::Amount> fees;
    for_each_part(all, ";", [&](std::string_view fee) {
        auto const equals = fee.find('=');
        if (equals == std::string_view::npos) reject_value("fees_other", all);
        auto const amount = model::Decimal::parse(fee.substr(equals + 1));
        if (!amount) reject_value("fees_other", all);
        fees.emplace(fee.substr(0, equals), model::Amount{*amount});
    });
    return fees;
}

}  // namespace

PositionRow row_of(model::PositionState const& position) {
    return {.account_id = position.account_id,
            .exchange = position.instrument.exchange,
            .symbol = position.instrument.symbol,
            .quantity_base = position.quantity_base,
            .cost_quote = position.cost_quote,
            .realized_pnl_quote = position.realized_pnl_quote,
            .fees_quote = position.fees_quote,
            .fees_other = to_text(position.fees_other)};
}

model::PositionState to_model(PositionRow&& row) {
    return {.account_id = std::move(row.account_id),
            .instrument = {std::move(row.exchange), std::move(row.symbol)},
            .quantity_base = row.quantity_base,
            .cost_quote = row.cost_quote,
            .realized_pnl_quote = row.realized_pnl_quote,
            .fees_quote = row.fees_quote,
            .fees_other = fees_other(row.fees_other)};
}

LotRow row_of(model::PositionState const& position, model::Lot const& lot) {
    return {.account_id = position.account_id,
            .exchange = position.instrument.exchange,
            .symbol = position.instrument.symbol,
            .number = lot.number,
            .quantity_base = lot.quantity_base,
            .cost_quote = lot.cost_quote,
            .opened_at = lot.opened_at};
}

ports::LotRow to_model(LotRow&& row) {
    return {.instrument = {std::move(row.exchange), std::move(row.symbol)},
            .lot = {.number = row.number,
                    .quantity_base = row.quantity_base,
                    .cost_quote = row.cost_quote,
                    .opened_at = row.opened_at}};
}

}  // namespace daybook::sql
