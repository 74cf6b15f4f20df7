#pragma once

#include <cstdint>
#include <string_view>

#include "model/command.hpp"
#include "model/execution.hpp"
#include "model/order.hpp"

namespace daybook::services {

/// The report of a command as an execution of `order`.
[[nodiscard]] model::Execution execution_of(model::BookExecution const& report,
                                            model::Order const& order,
                                            model::Timestamp occurred_at);

/// The first member in which a report that came again differs, `fees` the last of all; empty for
/// none. Times and words may differ between two sendings of one report, and what it says of the
/// order besides.
[[nodiscard]] std::string_view first_difference(model::Execution const& known,
                                                model::Execution const& again);

/// The id under which the fees of a trade are booked that came after it.
[[nodiscard]] model::ExecId late_fees_id(model::ExecId const& trade);

/// The id under which the second of two different reports with one id is booked once accepted.
[[nodiscard]] model::ExecId kept_apart_id(model::ExecId const& used, std::uint64_t discrepancy);

}  // namespace daybook::services
