#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/table.hpp"
#include "ports/outbound/book_reader.hpp"

namespace daybook::app {

/// What can be listed.
enum class ShowKind {
    accounts,
    instruments,
    orders,
    executions,
    balances,
    positions,
    lots,
    entries,
    discrepancies,
    requests
};

/// In the order of ShowKind.
[[nodiscard]] std::span<std::string_view const> show_kind_names();

/// A lot with the account it belongs to.
struct AccountLot {
    model::AccountId account_id;
    ports::LotRow row;
};

/// A balance with how many decimals its asset is written with at least.
struct DisplayedBalance {
    model::Balance balance;
    int display_decimals = 0;
};

/// The columns of the table of each kind. Those that belong to accounts start with `account_id`.
[[nodiscard]] std::vector<Table::Column> columns_of(ShowKind kind);
/// What a column can hold; empty where it is not one of a few names.
[[nodiscard]] std::span<std::string_view const> values_of(ShowKind kind, std::string_view column);

/// The cells of one row, in the order of columns_of().
[[nodiscard]] std::vector<std::string> cells_of(model::Account const& account);
[[nodiscard]] std::vector<std::string> cells_of(model::Instrument const& instrument);
[[nodiscard]] std::vector<std::string> cells_of(model::Order const& order);
[[nodiscard]] std::vector<std::string> cells_of(model::Execution const& execution);
[[nodiscard]] std::vector<std::string> cells_of(DisplayedBalance const& row);
[[nodiscard]] std::vector<std::string> cells_of(model::PositionState const& position);
[[nodiscard]] std::vector<std::string> cells_of(AccountLot const& lot);
[[nodiscard]] std::vector<std::string> cells_of(model::Entry const& entry);
[[nodiscard]] std::vector<std::string> cells_of(model::Discrepancy const& discrepancy);
[[nodiscard]] std::vector<std::string> cells_of(model::OutboxRequest const& request);

/// `value` with at least so many decimals; never fewer than it has.
[[nodiscard]] std::string with_decimals(model::Decimal value, int decimals);

}  // namespace daybook::app
