#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ports/outbound/book_reader.hpp"

namespace daybook::sql {

/// A row of `positions`.
struct PositionRow {
    model::AccountId account_id;
    model::ExchangeCode exchange;
    model::Symbol symbol;
    model::Quantity quantity_base;
    model::Amount cost_quote;
    model::Amount realized_pnl_quote;
    model::Amount fees_quote;
    /// asset=amount of each, by asset: `BNB=0.1;BTC=0.002`.
    std::string fees_other;
};

[[nodiscard]] PositionRow row_of(model::PositionState const& position);
/// Throws: StorageError, corrupt, for what no position can be.
[[nodiscard]] model::PositionState to_model(PositionRow&& row);

/// A row of `lots`.
struct LotRow {
    model::AccountId account_id;
    model::ExchangeCode exchange;
    model::Symbol symbol;
    std::uint64_t number = 0;
    model::Quantity quantity_base;
    model::Amount cost_quote;
    model::Timestamp opened_at;
};

[[nodiscard]] LotRow row_of(model::PositionState const& position, model::Lot const& lot);
[[nodiscard]] ports::LotRow to_model(LotRow&& row);

/// The columns of a lot where its position is known: there are many lots to a position.
inline constexpr std::string_view lot_columns = "number, quantity_base, cost_quote, opened_at";
template <class Reader>
[[nodiscard]] model::Lot read_lot(Reader& reader) {
    model::Lot lot;
    reader.read(lot.number, lot.quantity_base, lot.cost_quote, lot.opened_at);
    return lot;
}

}  // namespace daybook::sql
