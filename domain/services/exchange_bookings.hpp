#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/command.hpp"
#include "ports/outbound/exchange_gateway.hpp"

namespace daybook::services {

/// The account that keeps what an exchange reports of no order of ours: `exchange-` and its code in
/// lower case, with `-` for what no account's name may hold.
[[nodiscard]] model::AccountId account_of_exchange(model::ExchangeCode const& exchange);

/// Opens an account that may hold anything; does nothing where it is open.
[[nodiscard]] model::Command opening_of(model::AccountId const& account);

/// Keeps a report that names no order of ours, or cannot be read, as a discrepancy.
[[nodiscard]] model::Command keeping_of(ports::ExchangeReport const& report,
                                        model::ExchangeCode const& exchange);

/// Keeps a report that the book refuses as it is, as far as words can.
[[nodiscard]] model::Command keeping_of_refused(model::Command const& command,
                                                model::ExchangeCode const& exchange,
                                                std::string_view because);

/// Records an order that was placed elsewhere, and then what is reported of it. `recorded_by` says
/// what it takes to record the order: it is `report` itself, or one that came before.
/// Shape: recorded_by.placed_elsewhere is set.
[[nodiscard]] std::vector<model::Command> booking_of_foreign(
    ports::ExchangeReport const& report, ports::ExchangeReport const& recorded_by,
    model::ExchangeCode const& exchange);

}  // namespace daybook::services
